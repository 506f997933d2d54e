extension SourceError: CustomStringConvertible {
    /// What an operator reads, with the fix where there is one.
    package var description: String {
        switch self {
        case .notFound: "there is no such file"
        case .isDirectory: "it is a directory, expected a file"
        case .isExecutable: "it is executable, which configuration never is; chmod -x it or name the right file"
        case .unreadable(let reason): reason
        }
    }
}
