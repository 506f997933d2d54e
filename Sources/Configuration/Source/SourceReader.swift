/// How the parser asks for files; the supervisor answers from the disk, everybody else from a ``SourceBundle``.
package protocol SourceReader {
    /// The bytes of a regular file, or why there are none.
    mutating func read(_ path: String) throws(SourceError) -> [UInt8]
    /// The files a glob pattern (with braces) matches, sorted; empty = none.
    mutating func match(_ pattern: String) throws(SourceError) -> [String]
    /// Whether the host has a user of this name. Asked only where it matters, as name services may take their time.
    mutating func hasUser(_ name: String) -> Bool
    var facts: SourceBundle.Facts { get }
}

extension SourceReader {
    /// A source without a host has no users.
    package mutating func hasUser(_ name: String) -> Bool { false }
}
