import Configuration

/// One line of a configuration file: what of it is code and what is comment.
struct ConfigurationLine {
    private let bytes: [UInt8]
    /// Its words, with braces as words of their own; quotes are part of the word they stand in.
    let places: [Range<Int>]
    /// Without the comment and the blanks around.
    let code: String
    /// With its sign; nil without one.
    let comment: String?
    /// Blocks it opens less those it closes.
    let depth: Int
    /// One past its first `{`; nil without one.
    let endOfFirstBrace: Int?
    /// One past the last byte of its code.
    let endOfCode: Int

    /// - Parameter bytes: Without the end of the line; a carriage return may be there.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let isBlank = { (byte: UInt8) in byte == 0x20 || (9...13).contains(byte) }
        let first = bytes.drop(while: isBlank)
        let behind =
            first.first == UInt8(ascii: "@") ? first.drop { !isBlank($0) }.drop(while: isBlank) : first
        let word = behind.prefix { !isBlank($0) && $0 != UInt8(ascii: "{") }
        let quoting = Quoting(firstWord: word, insideCheck: false)
        let end = quoting.endOfCode(in: bytes)
        var places: [Range<Int>] = []
        var start: Int?
        var quote: UInt8?
        var depth = 0
        var endOfFirstBrace: Int?
        var index = 0
        func finish() {
            if let begin = start { places.append(begin..<index) }
            start = nil
        }
        while index < end {
            let byte = bytes[index]
            if quote == nil, isBlank(byte) {
                finish()
            } else if quote == nil, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}"),
                !(start.map { Self.isReference(bytes[$0..<index]) } ?? false)
            {
                finish()
                places.append(index..<index + 1)
                depth += byte == UInt8(ascii: "{") ? 1 : -1
                if byte == UInt8(ascii: "{"), endOfFirstBrace == nil { endOfFirstBrace = index + 1 }
            } else {
                start = start ?? index
                if byte == UInt8(ascii: "\\"), quoting.escapes(at: index, in: bytes, within: quote) {
                    index += 1
                } else if let open = quote {
                    if byte == open { quote = nil }
                } else if quoting.isQuote(byte) {
                    quote = byte
                }
            }
            index += 1
        }
        index = min(index, end)
        finish()
        self.places = places
        self.depth = depth
        self.endOfFirstBrace = endOfFirstBrace
        self.endOfCode = places.last?.upperBound ?? 0
        self.code = places.map { String(decoding: bytes[$0], as: UTF8.self) }.joined(separator: " ")
        let comment = bytes[end...].filter { $0 != UInt8(ascii: "\r") }
        self.comment = comment.isEmpty ? nil : String(decoding: comment, as: UTF8.self)
    }

    /// Whether a `${` is open at the end: its braces are no blocks.
    private static func isReference(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.last != UInt8(ascii: "$") else { return true }
        guard let dollar = word.lastIndex(of: UInt8(ascii: "$")), word[(dollar + 1)...].first == UInt8(ascii: "{")
        else { return false }
        return !word[dollar...].contains(UInt8(ascii: "}"))
    }

    var words: [String] { self.places.map(self.text) }

    /// Whether nothing but its comment stands behind the last brace.
    var endsWithBlock: Bool { self.words.last == "}" }

    func text(_ place: Range<Int>) -> String { String(decoding: self.bytes[place], as: UTF8.self) }

    /// The words that begin statements: the first one behind an `@id`, and those behind a `{`.
    var statements: [Int] {
        var starts: [Int] = []
        var isStart = true
        for (index, word) in self.words.enumerated() {
            if index == 0, word.hasPrefix("@") { continue }
            if isStart, word != "{", word != "}" { starts.append(index) }
            isStart = word == "{" || (isStart && word == "}")
        }
        return starts
    }

    /// Whether the next line goes on with the value of a definition, if this one is of a definition.
    var continuesDefinition: Bool { self.endOfCode > 0 && self.bytes[self.endOfCode - 1] == UInt8(ascii: "\\") }
}
