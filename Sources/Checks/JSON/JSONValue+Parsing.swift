extension JSONValue {
    /// Arrays and objects inside one another.
    public static let depthLimit = 64

    /// Reads one document; total over any bytes. White space may stand around it, nothing else.
    ///
    /// - Parameter refusingDuplicates: Whether a name that stands twice in an object is a mistake: what one reader takes
    ///   from the first and another from the last is no message.
    public init(parsing bytes: some Collection<UInt8>, refusingDuplicates: Bool = false) throws(JSONError) {
        var parser = Parser(bytes: Array(bytes), refusesDuplicates: refusingDuplicates)
        self = try parser.document()
    }

    private struct Parser {
        let bytes: [UInt8]
        let refusesDuplicates: Bool
        var position = 0

        private var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

        mutating func document() throws(JSONError) -> JSONValue {
            let value = try self.value(depth: 0)
            self.skipSpace()
            guard self.next == nil else { throw self.expected("the end of the document") }
            return value
        }

        private func expected(_ what: String) -> JSONError {
            JSONError("expected \(what)", at: self.position)
        }

        private mutating func skipSpace() {
            while let byte = self.next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
                self.position += 1
            }
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard self.next == byte else { return false }
            self.position += 1
            return true
        }

        private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
            guard depth < JSONValue.depthLimit else {
                throw JSONError("more than \(JSONValue.depthLimit) levels", at: self.position)
            }
            self.skipSpace()
            switch self.next {
            case UInt8(ascii: "{"): return try self.object(depth: depth)
            case UInt8(ascii: "["): return try self.array(depth: depth)
            case UInt8(ascii: "\""): return .string(try self.string())
            case UInt8(ascii: "t"): return try self.word("true", .boolean(true))
            case UInt8(ascii: "f"): return try self.word("false", .boolean(false))
            case UInt8(ascii: "n"): return try self.word("null", .null)
            case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
                return .number(try self.number())
            default: throw self.expected("a JSON value")
            }
        }

        private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
            guard self.bytes[self.position...].starts(with: word.utf8) else { throw self.expected(word) }
            self.position += word.utf8.count
            return value
        }

        private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
            self.position += 1
            var members: [String: JSONValue] = [:]
            self.skipSpace()
            if self.take(UInt8(ascii: "}")) { return .object(members) }
            while true {
                self.skipSpace()
                guard self.next == UInt8(ascii: "\"") else { throw self.expected("a name in quotes") }
                let start = self.position
                let name = try self.string()
                if self.refusesDuplicates, members[name] != nil {
                    throw JSONError("'\(OutcomeSanitizer.line(name, limit: 64))' stands twice", at: start)
                }
                self.skipSpace()
                guard self.take(UInt8(ascii: ":")) else { throw self.expected("':'") }
                members[name] = try self.value(depth: depth + 1)
                self.skipSpace()
                if self.take(UInt8(ascii: "}")) { return .object(members) }
                guard self.take(UInt8(ascii: ",")) else { throw self.expected("',' or '}'") }
            }
        }

        private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
            self.position += 1
            var elements: [JSONValue] = []
            self.skipSpace()
            if self.take(UInt8(ascii: "]")) { return .array(elements) }
            while true {
                elements.append(try self.value(depth: depth + 1))
                self.skipSpace()
                if self.take(UInt8(ascii: "]")) { return .array(elements) }
                guard self.take(UInt8(ascii: ",")) else { throw self.expected("',' or ']'") }
            }
        }

        private mutating func string() throws(JSONError) -> String {
            self.position += 1
            var text: [UInt8] = []
            while let byte = self.next {
                switch byte {
                case UInt8(ascii: "\""):
                    self.position += 1
                    guard let string = String(validating: text, as: UTF8.self) else {
                        throw JSONError("a text that is not UTF-8", at: self.position)
                    }
                    return string
                case UInt8(ascii: "\\"):
                    self.position += 1
                    try self.escape(into: &text)
                case 0..<0x20:
                    throw self.expected("no control character inside a text")
                default:
                    text.append(byte)
                    self.position += 1
                }
            }
            throw self.expected("the closing quote")
        }

        private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
            guard let byte = self.next else { throw self.expected("an escaped character") }
            self.position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0c)
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text += String(Character(try self.codePoint())).utf8
            default:
                self.position -= 1
                throw self.expected("one of \" \\ / b f n r t u behind a backslash")
            }
        }

        /// `\uXXXX`, or two of them that are one character. Half a pair alone becomes U+FFFD.
        private mutating func codePoint() throws(JSONError) -> Unicode.Scalar {
            let first = try self.fourDigits()
            if let scalar = Unicode.Scalar(first) { return scalar }
            let rest = self.bytes[self.position...]
            guard (0xd800...0xdbff).contains(first), rest.starts(with: "\\u".utf8) else { return "\u{fffd}" }
            let start = self.position
            self.position += 2
            let second = try self.fourDigits()
            guard (0xdc00...0xdfff).contains(second) else {
                self.position = start
                return "\u{fffd}"
            }
            return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)) ?? "\u{fffd}"
        }

        private mutating func fourDigits() throws(JSONError) -> UInt32 {
            var value: UInt32 = 0
            for _ in 0..<4 {
                guard let digit = self.next.flatMap(EscapedText.digit) else {
                    throw self.expected("four hexadecimal digits")
                }
                value = value << 4 | UInt32(digit)
                self.position += 1
            }
            return value
        }

        private mutating func number() throws(JSONError) -> Double {
            let start = self.position
            _ = self.take(UInt8(ascii: "-"))
            if !self.take(UInt8(ascii: "0")) { try self.digits() }
            if self.take(UInt8(ascii: ".")) { try self.digits() }
            if self.take(UInt8(ascii: "e")) || self.take(UInt8(ascii: "E")) {
                _ = self.take(UInt8(ascii: "+")) || self.take(UInt8(ascii: "-"))
                try self.digits()
            }
            let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
            guard let number = Double(text) else { throw JSONError("expected a number", at: start) }
            // One number that no `Double` holds must not cost the document.
            return min(max(number, -Double.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
        }

        private mutating func digits() throws(JSONError) {
            let start = self.position
            while let byte = self.next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { self.position += 1 }
            guard self.position > start else { throw self.expected("a digit") }
        }
    }
}
