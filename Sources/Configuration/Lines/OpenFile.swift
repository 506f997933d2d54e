/// A file that lines are being taken from.
struct OpenFile: Sendable {
    let path: String
    /// The files that led here by `include`, outermost first.
    let ancestors: [String]
    /// Lines that come behind this file, last first: those that a repetition around its include still stands for.
    var following: [LogicalLine] = []
    /// What was demanded of include lines before this file, and is again behind it; nil for the first file.
    var includeChecks: IncludeChecks?
    private let bytes: [UInt8]
    private var position = 0
    private var number = 0

    init(path: String, bytes: [UInt8], ancestors: [String]) {
        self.path = path
        self.bytes = bytes
        self.ancestors = ancestors
        // Editors of other systems put a byte order mark first; it is no text.
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { self.position = 3 }
    }

    var directory: String { SourcePath.directory(of: self.path) }

    mutating func nextLine() -> SourceLine? {
        guard self.position < self.bytes.count else { return nil }
        let end = self.bytes[self.position...].firstIndex(of: ASCII.newline) ?? self.bytes.count
        let line = self.bytes[self.position..<end]
        self.position = end + 1
        self.number += 1
        return SourceLine(
            file: self.path,
            number: self.number,
            bytes: Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        )
    }
}
