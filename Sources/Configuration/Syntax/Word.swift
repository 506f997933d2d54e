import Checks

/// A word of a statement and where it stands. There are tens of thousands in a large configuration, so it is small.
struct Word: Hashable, Sendable {
    let text: String
    let column: Int
    /// Bytes it takes in the file.
    let length: Int
    let line: SourceLine

    var location: SourceLocation {
        SourceLocation(file: self.line.file, line: self.line.number, column: self.column)
    }

    /// The text for a message: in quotes, and no longer than a message can bear.
    var quoted: String { Word.quoted(self.text) }

    static func quoted(_ text: String) -> String {
        text.utf8.count <= self.quotedLimit ? "'\(text)'" : "'\(text.prefix(self.quotedLimit))…'"
    }

    private static let quotedLimit = 60

    /// A place without a word: a whole file.
    static func file(_ path: String) -> Word {
        Word(
            text: "",
            column: 0,
            length: 1,
            line: SourceLine(file: path, number: 0, bytes: [])
        )
    }
}
