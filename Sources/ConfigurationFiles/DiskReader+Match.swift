package import Configuration
import Glibc

extension DiskReader {
    /// Braces are expanded as in a shell (`{a,b}*.conf`); what cannot be listed is an error, not "no files".
    package mutating func match(_ pattern: String) throws(SourceError) -> [String] {
        var result = unsafe glob_t()
        defer { unsafe globfree(&result) }
        // GLOB_BRACE, which the module of the C library does not show.
        let flags = Int32(1 << 10) | GLOB_MARK
        let status = unsafe glob(
            pattern,
            flags,
            { _, number in number == ENOENT || number == ENOTDIR ? 0 : 1 },
            &result
        )
        switch status {
        case 0: break
        case GLOB_NOMATCH: return []
        case GLOB_NOSPACE: throw .unreadable("too many files")
        default: throw .unreadable("a folder of the pattern cannot be listed")
        }
        var paths: [String] = []
        for index in unsafe 0..<Int(result.gl_pathc) {
            guard let path = unsafe result.gl_pathv[index] else { continue }
            paths.append(unsafe String(cString: path))
        }
        // GLOB_MARK ends folders with a slash; braces are sorted one by one, the whole is not.
        return Set(paths.filter { !$0.hasSuffix("/") }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
