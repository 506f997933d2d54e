/// Numbers as they stand in a configuration.
enum Decimal {
    /// An optional sign and decimal digits; nil for anything else and for numbers too large to be meant.
    static func integer(_ text: String) -> Int? {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        guard (1...15).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit), let value = Int(digits)
        else { return nil }
        return isNegative ? -value : value
    }

    /// Seconds with decimals, to the microsecond; further digits are rounded. No sign, no exponent.
    static func seconds(_ text: String) -> Duration? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count == 2 || !whole.isEmpty else { return nil }
        guard whole.utf8.count <= 10, whole.utf8.allSatisfy(ASCII.isDigit) else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.utf8.allSatisfy(ASCII.isDigit), !(whole.isEmpty && decimals.isEmpty) else { return nil }
        var micros: Int64 = 0
        for byte in Array(decimals.utf8.prefix(6)) {
            micros = micros * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        for _ in min(6, decimals.utf8.count)..<6 {
            micros *= 10
        }
        if let next = decimals.utf8.dropFirst(6).first, next >= UInt8(ascii: "5") { micros += 1 }
        return .seconds(Int64(whole) ?? 0) + .microseconds(micros)
    }

    /// Whole microseconds of a duration that came from a configuration.
    static func microseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// Seconds as an operator writes them: no trailing zeros.
    static func text(_ duration: Duration) -> String {
        let micros = self.microseconds(duration)
        guard micros % 1_000_000 != 0 else { return String(micros / 1_000_000) }
        var digits = String(micros % 1_000_000 + 1_000_000).dropFirst()
        while digits.hasSuffix("0") {
            digits.removeLast()
        }
        return "\(micros / 1_000_000).\(digits)"
    }

    /// Whether a text can only be meant as an IPv6 address: hexadecimal digits and at least two colons.
    static func looksLikeIPv6(_ text: some StringProtocol) -> Bool {
        var colons = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: ":") {
                colons += 1
            } else if !ASCII.isDigit(byte), byte != UInt8(ascii: "."),
                !(UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
            {
                return false
            }
        }
        return colons >= 2
    }
}
