import Checks

/// Splits one line into words and braces.
struct Lexer {
    private let line: LogicalLine
    private var position = 0
    /// Where an unclosed quote opens; the word then runs to the end of the line.
    private(set) var unclosedQuote: Word?

    private let bytes: [UInt8]

    init(_ line: LogicalLine) {
        self.line = line
        self.bytes = line.bytes
    }

    mutating func next() -> Token? {
        while self.position < self.bytes.count, ASCII.isBlank(self.bytes[self.position]) {
            self.position += 1
        }
        guard self.position < self.bytes.count else { return nil }
        let start = self.position
        switch self.bytes[start] {
        case ASCII.openBrace:
            self.position += 1
            return .openBrace(self.word("{", from: start))
        case ASCII.closeBrace:
            self.position += 1
            return .closeBrace(self.word("}", from: start))
        default:
            let text = self.line.quoting == .ordinary ? self.ordinaryWord() : self.quotedWord()
            return .word(self.word(text, from: start))
        }
    }

    private func word(_ text: String, from start: Int) -> Word {
        let column = self.line.column(at: start)
        let end = self.line.column(at: max(start, self.position - 1)) + 1
        return Word(
            text: text,
            column: column,
            length: max(1, end - column),
            line: self.line.source
        )
    }

    private mutating func ordinaryWord() -> String {
        let start = self.position
        guard self.bytes[start] != ASCII.quote else {
            self.position += 1
            while self.position < self.bytes.count, self.bytes[self.position] != ASCII.quote {
                self.position += 1
            }
            let text = String(decoding: self.bytes[start + 1..<self.position], as: UTF8.self)
            if self.position < self.bytes.count {
                self.position += 1
            } else {
                self.unclosedQuote = self.word("\"", from: start)
            }
            return text
        }
        self.position = self.bytes[start...].firstIndex { !Self.isPlain($0) } ?? self.bytes.count
        let plain = self.bytes[start..<self.position]
        guard self.position < self.bytes.count, !Self.endsBareWord(self.bytes[self.position]) else {
            return String(decoding: plain, as: UTF8.self)
        }
        var text = Array(plain)
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == ASCII.quote || Self.endsBareWord(byte) { break }
            self.takeBareByte(into: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A word in which quotes may open anywhere.
    private mutating func quotedWord() -> String {
        let start = self.position
        var text: [UInt8] = []
        var quote: UInt8?
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if let open = quote, byte == open {
                quote = nil
                self.position += 1
            } else if quote == nil, byte == ASCII.quote || byte == ASCII.apostrophe {
                quote = byte
                self.position += 1
            } else if byte == ASCII.backslash,
                self.line.quoting.escapes(at: self.position, in: self.bytes, within: quote)
            {
                self.takeEscape(into: &text)
            } else if quote != nil {
                text.append(byte)
                self.position += 1
            } else if Self.endsBareWord(byte) {
                break
            } else {
                self.takeBareByte(into: &text)
            }
        }
        if quote != nil {
            self.unclosedQuote = self.word("\"", from: start)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func takeEscape(into text: inout [UInt8]) {
        self.position += 1
        if self.line.quoting == .script {
            ScriptEscape.take(from: self.bytes, at: &self.position, into: &text)
        } else {
            text.append(self.bytes[self.position])
            self.position += 1
        }
    }

    /// One byte, or a whole `${…}` that no definition replaced: its braces are no blocks.
    private mutating func takeBareByte(into text: inout [UInt8]) {
        let byte = self.bytes[self.position]
        if byte == ASCII.backslash, self.line.quoting == .ordinary,
            self.line.quoting.escapes(at: self.position, in: self.bytes, within: nil)
        {
            text.append(self.bytes[self.position + 1])
            self.position += 2
        } else if byte == ASCII.dollar, let end = Substitution.endOfReference(in: self.bytes, at: self.position) {
            text += self.bytes[self.position..<end]
            self.position = end
        } else {
            text.append(byte)
            self.position += 1
        }
    }

    /// Whether a byte stands for itself in every bare word.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.quote, ASCII.backslash, ASCII.dollar, ASCII.openBrace, ASCII.closeBrace: false
        default: !ASCII.isBlank(byte)
        }
    }

    private static func endsBareWord(_ byte: UInt8) -> Bool {
        ASCII.isBlank(byte) || byte == ASCII.openBrace || byte == ASCII.closeBrace
    }
}
