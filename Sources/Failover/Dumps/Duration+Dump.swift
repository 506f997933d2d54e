extension Duration {
    /// Whole microseconds, rounded towards zero.
    private var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000
    }

    /// Seconds with six decimals: `0.100000`. Not for negative ones.
    var microsecondText: String {
        let micros = Swift.max(0, self.wholeMicroseconds)
        return "\(micros / 1_000_000).\(String(micros % 1_000_000 + 1_000_000).dropFirst())"
    }

    /// Seconds without what is not needed: `1`, `0.5`.
    var decimalText: String {
        var text = Substring(self.microsecondText)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return String(text)
    }

    /// Whole microseconds, as timers are shown.
    var microsecondCount: Int64 { self.wholeMicroseconds }

    /// Seconds, with three decimals where they are not whole: `2`, `0.500`.
    var millisecondText: String {
        let micros = Swift.max(0, self.wholeMicroseconds)
        guard micros % 1_000_000 != 0 else { return "\(micros / 1_000_000)" }
        return "\(micros / 1_000_000).\(String(micros % 1_000_000 / 1000 + 1000).dropFirst())"
    }
}
