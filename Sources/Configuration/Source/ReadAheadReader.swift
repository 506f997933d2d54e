/// Answers from what was read ahead, and asks another reader for the rest: both see the same bytes.
package struct ReadAheadReader<Base: SourceReader>: SourceReader {
    private let ahead: SourceBundle
    private var base: Base

    package init(_ ahead: SourceBundle, base: Base) {
        self.ahead = ahead
        self.base = base
    }

    package var facts: SourceBundle.Facts { self.ahead.facts }

    package mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        if let bytes = self.ahead.files[path] { return bytes }
        return try self.base.read(path)
    }

    package mutating func match(_ pattern: String) throws(SourceError) -> [String] {
        if let paths = self.ahead.matches[pattern] { return paths }
        return try self.base.match(pattern)
    }

    package mutating func hasUser(_ name: String) -> Bool {
        self.ahead.users[name] ?? self.base.hasUser(name)
    }
}

extension SourceBundle {
    /// What the same questions are answered now: probably, but not certainly, the whole of a configuration that is read
    /// again. What cannot be read any more is left out.
    package func readAgain(by base: some SourceReader) -> SourceBundle {
        var reader = RecordingReader(base, mainFile: self.mainFile)
        for pattern in self.matches.keys {
            // New files among them are read, too.
            for path in (try? reader.match(pattern)) ?? [] { _ = try? reader.read(path) }
        }
        let matched = Set(self.matches.values.joined())
        for path in self.files.keys where !matched.contains(path) { _ = try? reader.read(path) }
        for name in self.users.keys { _ = reader.hasUser(name) }
        var bundle = reader.bundle
        bundle.plugins = self.plugins
        return bundle
    }
}
