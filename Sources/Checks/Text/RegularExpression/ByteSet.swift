/// Some of the 256 bytes.
struct ByteSet: Hashable, Sendable {
    private var low: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var high: UInt64 = 0

    init() {}

    init(_ byte: UInt8) {
        self.insert(byte)
    }

    init(where isMember: (UInt8) -> Bool) {
        for byte in UInt8.min ... .max where isMember(byte) { self.insert(byte) }
    }

    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: self.low
            case 1: self.second
            case 2: self.third
            default: self.high
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }

    mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: self.low |= bit
        case 1: self.second |= bit
        case 2: self.third |= bit
        default: self.high |= bit
        }
    }

    mutating func formUnion(_ other: ByteSet) {
        self.low |= other.low
        self.second |= other.second
        self.third |= other.third
        self.high |= other.high
    }

    var inverted: ByteSet {
        var set = self
        set.low = ~self.low
        set.second = ~self.second
        set.third = ~self.third
        set.high = ~self.high
        return set
    }

    mutating func remove(_ byte: UInt8) {
        var others = ByteSet(byte).inverted
        others.low &= self.low
        others.second &= self.second
        others.third &= self.third
        others.high &= self.high
        self = others
    }

    /// With the other case of every ASCII letter in it.
    var foldingCase: ByteSet {
        let set = self
        return ByteSet { byte in
            set.contains(byte) || (Self.isLetter(byte) && set.contains(byte ^ 0x20))
        }
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// What words are made of: letters, digits and `_`.
    static func isWord(_ byte: UInt8) -> Bool {
        Self.isLetter(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "_")
    }

    static let word = ByteSet(where: Self.isWord)
    static let space = ByteSet { $0 == 0x20 || (0x09...0x0d).contains($0) }

    /// `[:name:]`, for the bytes of ASCII.
    static func named(_ name: String) -> ByteSet? {
        switch name {
        case "alpha": ByteSet(where: Self.isLetter)
        case "digit": ByteSet(where: Self.isDigit)
        case "alnum": ByteSet { Self.isLetter($0) || Self.isDigit($0) }
        case "upper": ByteSet { Self.isLetter($0) && $0 & 0x20 == 0 }
        case "lower": ByteSet { Self.isLetter($0) && $0 & 0x20 != 0 }
        case "space": Self.space
        case "blank": ByteSet { $0 == 0x20 || $0 == 0x09 }
        case "punct": ByteSet { (0x21...0x7e).contains($0) && !Self.isLetter($0) && !Self.isDigit($0) }
        case "print": ByteSet { (0x20...0x7e).contains($0) }
        case "graph": ByteSet { (0x21...0x7e).contains($0) }
        case "cntrl": ByteSet { $0 < 0x20 || $0 == 0x7f }
        case "xdigit": ByteSet { EscapedText.digit($0) != nil }
        default: nil
        }
    }
}
