/// The part of a line that a diagnostic shows, and what of it the caret underlines.
struct Excerpt: Hashable, Sendable {
    /// Without control characters.
    let text: String
    /// Where the caret stands, in scalars.
    let caret: Int
    /// What it underlines, in scalars; at least 1.
    let length: Int

    /// Cuts what stands around a place out of a line of any length and encoding.
    ///
    /// - Parameters:
    ///   - column: In bytes, from 1; a place beyond the line is its end.
    ///   - length: In bytes.
    /// - Returns: nil for an empty line.
    init?(of line: some RandomAccessCollection<UInt8>, column: Int, length: Int) {
        guard !line.isEmpty else { return nil }
        let position = min(max(0, column - 1), line.count)
        func byte(_ offset: Int) -> UInt8 { line[line.index(line.startIndex, offsetBy: offset)] }
        func isContinued(at offset: Int) -> Bool { offset < line.count && byte(offset) & 0xc0 == 0x80 }
        func decoded(_ range: Range<Int>) -> String {
            let start = line.index(line.startIndex, offsetBy: range.lowerBound)
            return String(decoding: line[start..<line.index(start, offsetBy: range.count)], as: UTF8.self)
        }
        // A character is shown as a whole or not at all; it has four bytes at most.
        var start = max(0, position - Excerpt.width / 2)
        for _ in 0..<3 where start < position && isContinued(at: start) { start += 1 }
        var end = min(line.count, start + Excerpt.width)
        for _ in 0..<3 where end > position && isContinued(at: end) { end -= 1 }
        let marked = max(position, min(end, position + max(1, min(length, Excerpt.width))))
        self.text = Diagnostic.printable(decoded(start..<end))
        self.caret = decoded(start..<position).unicodeScalars.count
        self.length = max(1, decoded(position..<marked).unicodeScalars.count)
    }

    /// In bytes.
    private static let width = 160
}
