import Configuration
import ConfigurationFiles
import Glibc

/// Reads files that are not written yet, and everything else from the disk.
struct UnwrittenReader: SourceReader {
    private var disk: DiskReader
    private let files: [String: [UInt8]]

    /// - Parameter files: By path; they hide what stands there.
    init(_ files: [String: [UInt8]], facts: SourceBundle.Facts) {
        self.disk = DiskReader(facts: facts)
        self.files = files
    }

    var facts: SourceBundle.Facts { self.disk.facts }

    mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        if let bytes = self.files[path] { return bytes }
        return try self.disk.read(path)
    }

    mutating func match(_ pattern: String) throws(SourceError) -> [String] {
        let unwritten = self.files.keys.filter { unsafe fnmatch(pattern, $0, FNM_PATHNAME | FNM_PERIOD) == 0 }
        return Set(try self.disk.match(pattern) + unwritten).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
