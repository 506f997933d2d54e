/// Answers from a ``SourceBundle`` what a reader of the disk answered when the bundle was recorded.
package struct BundleReader: SourceReader {
    package let bundle: SourceBundle

    package init(_ bundle: SourceBundle) {
        self.bundle = bundle
    }

    package var facts: SourceBundle.Facts { self.bundle.facts }

    package mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        guard let bytes = self.bundle.files[path] else { throw .notFound }
        return bytes
    }

    package mutating func match(_ pattern: String) throws(SourceError) -> [String] {
        self.bundle.matches[pattern] ?? []
    }

    package mutating func hasUser(_ name: String) -> Bool {
        self.bundle.users[name] ?? false
    }
}
