import Configuration

/// Reads a configuration as it would be with changed files, of which none is written.
struct PatchedReader<Base: SourceReader>: SourceReader {
    private var base: Base
    /// By path.
    private let changes: [String: PatchedFile]

    init(_ base: Base, _ changes: [String: PatchedFile]) {
        self.base = base
        self.changes = changes
    }

    var facts: SourceBundle.Facts { self.base.facts }

    mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        let bytes = try self.base.read(path)
        // What is read for this path may be another file, a copy; then the patch changes nothing of it.
        guard let change = self.changes[path], bytes.starts(with: change.before) else { return bytes }
        return change.after + bytes.dropFirst(change.before.count)
    }

    mutating func match(_ pattern: String) throws(SourceError) -> [String] { try self.base.match(pattern) }

    mutating func hasUser(_ name: String) -> Bool { self.base.hasUser(name) }
}
