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

    /// The absolute folder that relative paths of a configuration are taken from: the one it is named in, even where it
    /// is a link to a file elsewhere.
    static func ofConfiguration(_ file: String) -> String {
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
        guard let resolved = unsafe realpath(folder, nil) else { return "/" }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
