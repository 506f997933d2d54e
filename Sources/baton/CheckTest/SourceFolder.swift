import Glibc

enum SourceFolder {
    /// The absolute folder of a file.
    static func of(_ file: String) -> String {
        guard let resolved = unsafe realpath(file, nil) else { return "/" }
        defer { unsafe free(resolved) }
        let path = unsafe String(cString: resolved)
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
