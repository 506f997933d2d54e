extension SourceError: CustomStringConvertible {
    /// What an operator reads.
    package var description: String {
        switch self {
        case .notFound: "there is no such file"
        case .isDirectory: "it is a directory, expected a file"
        case .isExecutable: "it is executable, which configuration never is"
        case .unreadable(let reason): reason
        }
    }

    /// What to do about it.
    package var fix: String {
        switch self {
        case .notFound: "correct the path, or create the file"
        case .isDirectory: "name a file in it, or its files by a pattern such as *.conf where they are included"
        case .isExecutable: "chmod -x it, or name the right file"
        case .unreadable: "let the user who runs this read it, and every folder above it"
        }
    }
}
