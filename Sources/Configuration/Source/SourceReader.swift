/// How the parser asks for files; the supervisor answers from the disk, everybody else from a ``SourceBundle``.
package protocol SourceReader {
    /// The bytes of a regular file, or why there are none.
    mutating func read(_ path: String) throws(SourceError) -> [UInt8]
    /// The files a glob pattern (with braces) matches, sorted; empty = none.
    mutating func match(_ pattern: String) throws(SourceError) -> [String]
    var facts: SourceBundle.Facts { get }
}
