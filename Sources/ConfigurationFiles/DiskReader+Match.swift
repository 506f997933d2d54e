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
        default: throw .unreadable(Self.reason(whyNothingCanBeListed: pattern))
        }
        var paths: [String] = []
        for index in unsafe 0..<Int(result.gl_pathc) {
            guard let path = unsafe result.gl_pathv[index] else { continue }
            paths.append(unsafe String(cString: path))
        }
        // GLOB_MARK ends folders with a slash; braces are sorted one by one, the whole is not.
        return Set(paths.filter { !$0.hasSuffix("/") }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Names the first folder of a pattern that cannot be listed; behind a wildcard there may be many.
    private static func reason(whyNothingCanBeListed pattern: String) -> String {
        var folder = ""
        for component in pattern.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            guard !component.contains(where: { "*?[{\\".contains($0) }) else { break }
            folder += "\(component)/"
            guard let stream = unsafe opendir(folder) else {
                let name = folder.count > 1 ? String(folder.dropLast()) : folder
                return "cannot list the folder \(name): \(unsafe String(cString: strerror(errno)))"
            }
            unsafe closedir(stream)
        }
        return "a folder below \(folder.isEmpty ? "this one" : folder) cannot be listed"
    }
}
