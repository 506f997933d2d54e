/// Reads the grammar of POSIX extended regular expressions, with GNU's `\w \s \b \< \>` and their opposites.
struct RegexParser {
    private let bytes: [UInt8]
    private let ignoresCase: Bool
    private var position = 0
    private var depth = 0

    /// Parentheses inside one another.
    private static let depthLimit = 64
    /// As the C library has it.
    private static let countLimit = 32_767

    init(_ bytes: [UInt8], _ ignoresCase: Bool) {
        self.bytes = bytes
        self.ignoresCase = ignoresCase
    }

    /// The whole pattern.
    mutating func expression() throws(RegexError) -> RegexNode {
        let node = try self.alternatives()
        guard self.next == nil else { throw RegexError("')' closes nothing; write \\) for the character") }
        return node
    }

    private var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func take(_ byte: Character) -> Bool {
        guard let ascii = byte.asciiValue, self.next == ascii else { return false }
        self.position += 1
        return true
    }

    private mutating func alternatives() throws(RegexError) -> RegexNode {
        var nodes = [try self.sequence()]
        while self.take("|") { nodes.append(try self.sequence()) }
        return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
    }

    private mutating func sequence() throws(RegexError) -> RegexNode {
        var nodes: [RegexNode] = []
        while let byte = self.next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            nodes.append(try self.repetitions(of: try self.atom()))
        }
        return nodes.isEmpty ? .empty : nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repetitions(of atom: RegexNode) throws(RegexError) -> RegexNode {
        var node = atom
        while let byte = self.next {
            switch byte {
            case UInt8(ascii: "*"): node = .repeated(node, least: 0, most: nil)
            case UInt8(ascii: "+"): node = .repeated(node, least: 1, most: nil)
            case UInt8(ascii: "?"): node = .repeated(node, least: 0, most: 1)
            case UInt8(ascii: "{"):
                let (least, most) = try self.counts()
                node = .repeated(node, least: least, most: most)
                continue
            default: return node
            }
            self.position += 1
        }
        return node
    }

    /// `{N}`, `{N,}`, `{,M}` or `{N,M}`.
    private mutating func counts() throws(RegexError) -> (least: Int, most: Int?) {
        self.position += 1
        let first = try self.number()
        var most = first
        let hasComma = self.take(",")
        if hasComma { most = try self.number() }
        guard self.take("}"), first != nil || hasComma else {
            throw RegexError("expected a count such as {2}, {2,} or {2,5} behind '{'; write \\{ for the character")
        }
        let least = first ?? 0
        if let most, most < least { throw RegexError("{\(least),\(most)} counts backwards") }
        return (least, most)
    }

    private mutating func number() throws(RegexError) -> Int? {
        var value: Int?
        while let byte = self.next, ByteSet.isDigit(byte) {
            value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
            guard let number = value, number <= Self.countLimit else {
                throw RegexError("a count of more than \(Self.countLimit)")
            }
            self.position += 1
        }
        return value
    }

    private mutating func atom() throws(RegexError) -> RegexNode {
        guard let byte = self.next else { return .empty }
        self.position += 1
        switch byte {
        case UInt8(ascii: "("):
            self.depth += 1
            guard self.depth <= Self.depthLimit else { throw RegexError("more than \(Self.depthLimit) open '('") }
            let node = try self.alternatives()
            guard self.take(")") else { throw RegexError("'(' is never closed") }
            self.depth -= 1
            return node
        case UInt8(ascii: "["): return .bytes(try self.bracket())
        case UInt8(ascii: "."): return .bytes(ByteSet(UInt8(ascii: "\n")).inverted)
        case UInt8(ascii: "^"): return .assertion(.lineStart)
        case UInt8(ascii: "$"): return .assertion(.lineEnd)
        case UInt8(ascii: "\\"): return try self.escape()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            let sign = Character(Unicode.Scalar(byte))
            throw RegexError("'\(sign)' repeats nothing; write \\\(sign) for the character")
        default: return self.literal(byte)
        }
    }

    private func literal(_ byte: UInt8) -> RegexNode {
        .bytes(self.ignoresCase ? ByteSet(byte).foldingCase : ByteSet(byte))
    }

    private mutating func escape() throws(RegexError) -> RegexNode {
        guard let byte = self.next else { throw RegexError("a backslash at the end") }
        self.position += 1
        switch byte {
        case UInt8(ascii: "w"): return .bytes(ByteSet.word)
        case UInt8(ascii: "W"): return .bytes(Self.complement(of: .word))
        case UInt8(ascii: "s"): return .bytes(ByteSet.space)
        case UInt8(ascii: "S"): return .bytes(Self.complement(of: .space))
        case UInt8(ascii: "b"): return .assertion(.wordBoundary)
        case UInt8(ascii: "B"): return .assertion(.noWordBoundary)
        case UInt8(ascii: "<"): return .assertion(.wordStart)
        case UInt8(ascii: ">"): return .assertion(.wordEnd)
        case UInt8(ascii: "`"): return .assertion(.textStart)
        case UInt8(ascii: "'"): return .assertion(.textEnd)
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            throw RegexError("back-references such as \\1 are not supported")
        case UInt8(ascii: "d"): throw RegexError("\\d is not POSIX; write [0-9]")
        case UInt8(ascii: "D"): throw RegexError("\\D is not POSIX; write [^0-9]")
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"):
            throw RegexError("\\n, \\t and \\r are not POSIX; write [[:space:]]")
        case _ where ByteSet.isLetter(byte) || byte == UInt8(ascii: "0"):
            throw RegexError("\\\(Character(Unicode.Scalar(byte))) means nothing")
        default: return self.literal(byte)
        }
    }

    /// Lines are matched one by one, so what is not something is not the end of the line either.
    private static func complement(of set: ByteSet) -> ByteSet {
        var complement = set.inverted
        complement.remove(UInt8(ascii: "\n"))
        return complement
    }

    private mutating func bracket() throws(RegexError) -> ByteSet {
        var set = ByteSet()
        let isNegated = self.take("^")
        var isFirst = true
        while isFirst || self.next != UInt8(ascii: "]") {
            guard let byte = self.next else { throw RegexError("'[' is never closed") }
            isFirst = false
            if byte == UInt8(ascii: "["), let kind = self.afterNext, [".", "=", ":"].contains(kind) {
                guard kind == ":" else { throw RegexError("[\(kind) \(kind)] is not supported") }
                set.formUnion(try self.namedClass())
                continue
            }
            self.position += 1
            guard self.next == UInt8(ascii: "-"), let last = self.rangeEnd else {
                set.insert(byte)
                continue
            }
            guard last >= byte else { throw RegexError("a range in '[…]' goes backwards") }
            for member in byte...last { set.insert(member) }
            self.position += 2
        }
        self.position += 1
        if self.ignoresCase { set = set.foldingCase }
        return isNegated ? Self.complement(of: set) : set
    }

    private var afterNext: Character? {
        self.position + 1 < self.bytes.count ? Character(Unicode.Scalar(self.bytes[self.position + 1])) : nil
    }

    /// What stands behind the `-` that comes next, if it makes a range.
    private var rangeEnd: UInt8? {
        guard self.position + 1 < self.bytes.count, self.bytes[self.position + 1] != UInt8(ascii: "]") else {
            return nil
        }
        return self.bytes[self.position + 1]
    }

    /// `[:name:]`.
    private mutating func namedClass() throws(RegexError) -> ByteSet {
        self.position += 2
        var name = ""
        while let byte = self.next, ByteSet.isLetter(byte) {
            name.append(Character(Unicode.Scalar(byte)))
            self.position += 1
        }
        guard self.take(":"), self.take("]"), let set = ByteSet.named(name) else {
            throw RegexError("expected a class such as [:digit:], [:alpha:] or [:space:]")
        }
        return set
    }
}
