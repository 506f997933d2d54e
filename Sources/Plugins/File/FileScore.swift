/// Reads the content of a file as a number a weight is multiplied by.
enum FileScore {
    /// −254…254 in decimal digits with at most one sign, white space around it and nothing else; nil for the rest.
    static func strict(_ content: [UInt8]) -> Int? {
        let text = content.trimmingSpace
        let digits = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
        guard (1...3).contains(digits.count), digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        let signed = text.first == UInt8(ascii: "-") ? -value : value
        return (-254...254).contains(signed) ? signed : nil
    }

    /// As keepalived's `track_file` reads it: `strtol` in base 0 over the first 127 bytes, that is an optional sign,
    /// then `0x` and hexadecimal, `0` and octal, or decimal digits; what follows is of no matter, and no digits are 0.
    ///
    /// - Returns: nil for a number of more than 32 bits, which keepalived ignores.
    static func keepalived(_ content: [UInt8]) -> Int? {
        var rest = content.prefix(127).drop { Self.isSpace($0) }
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        var base = 10
        if rest.first == UInt8(ascii: "0") {
            let second = rest.dropFirst().first.map { $0 | 0x20 }
            let third = rest.dropFirst(2).first.flatMap { Self.digit($0) }
            if second == UInt8(ascii: "x"), let third, third < 16 {
                base = 16
                rest = rest.dropFirst(2)
            } else {
                base = 8
            }
        }
        var value = 0
        while let digit = rest.popFirst().flatMap({ Self.digit($0) }), digit < base {
            value = value * base + digit
            guard value <= 0x8000_0000 else { return nil }
        }
        let signed = isNegative ? -value : value
        return Int32(exactly: signed).map(Int.init)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    fileprivate static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}

extension [UInt8] {
    fileprivate var trimmingSpace: ArraySlice<UInt8> {
        let start = self.drop { FileScore.isSpace($0) }
        return start.reversed().firstIndex { !FileScore.isSpace($0) }.map { start[..<$0.base] } ?? []
    }
}
