package import Checks

/// Where the words of one block stand.
package struct OriginBlock: Hashable, Sendable {
    /// Where the block's name stands; nil if there is no such block.
    package internal(set) var location: SourceLocation?
    private var lines: [String: Line] = [:]

    private struct Line: Hashable {
        var location: SourceLocation
        var order: Int
        /// The first words of the lines of its own block.
        var entries: [String: SourceLocation] = [:]
    }

    init() {}

    /// A block that nobody wrote.
    package static let none = OriginBlock()

    /// Where the last of these words stands; nil if none is written.
    package func location(of words: [String]) -> SourceLocation? {
        self.last(of: words)?.location
    }

    /// Where an entry of a list stands: of `virtual_ipaddress`, `track_script` and their like.
    package func location(of entry: String, in words: [String]) -> SourceLocation? {
        words.lazy.compactMap { self.lines[$0]?.entries[entry] }.first
    }

    package func contains(_ word: String) -> Bool { self.lines[word] != nil }

    private func last(of words: [String]) -> Line? {
        words.compactMap { self.lines[$0] }.max { $0.order < $1.order }
    }

    mutating func reserve(_ count: Int) { self.lines.reserveCapacity(self.lines.count + count) }

    mutating func record(_ statement: Statement, order: Int) {
        var line = Line(location: statement.keyword.location, order: order)
        if let block = statement.block {
            // A list may stand several times; its entries add up.
            line.entries = self.lines[statement.keyword.text]?.entries ?? [:]
            for entry in block where line.entries[entry.keyword.text] == nil {
                line.entries[entry.keyword.text] = entry.keyword.location
            }
        }
        self.lines[statement.keyword.text] = line
    }
}
