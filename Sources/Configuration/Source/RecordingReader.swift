/// Passes every question on to another reader and keeps the answers, so that other processes parse the same bytes.
package struct RecordingReader<Base: SourceReader>: SourceReader {
    private var base: Base
    /// What was answered so far.
    package private(set) var bundle: SourceBundle

    package init(_ base: Base, mainFile: String) {
        self.base = base
        self.bundle = SourceBundle(mainFile: mainFile, facts: base.facts)
    }

    package var facts: SourceBundle.Facts { self.bundle.facts }

    package mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        // A file included twice is read once: both times must be the same bytes.
        if let known = self.bundle.files[path] { return known }
        let bytes = try self.base.read(path)
        self.bundle.files[path] = bytes
        return bytes
    }

    package mutating func match(_ pattern: String) throws(SourceError) -> [String] {
        if let known = self.bundle.matches[pattern] { return known }
        let paths = try self.base.match(pattern)
        self.bundle.matches[pattern] = paths
        return paths
    }

    package mutating func hasUser(_ name: String) -> Bool {
        if let known = self.bundle.users[name] { return known }
        let isThere = self.base.hasUser(name)
        self.bundle.users[name] = isThere
        return isThere
    }
}

extension RecordingReader: Sendable where Base: Sendable {}
