extension Duration {
    /// Seconds as an operator writes them: digits, and at most six decimals behind a point. No sign, no exponent.
    init?(decimalSeconds text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !(whole.isEmpty && parts.count == 1) else { return nil }
        guard let seconds = whole.isEmpty ? 0 : Int(decimal: whole), seconds < 1_000_000_000_000 else { return nil }
        guard parts.count == 2, let decimals = parts.last else {
            self = .seconds(seconds)
            return
        }
        guard (1...6).contains(decimals.utf8.count), var micros = Int(decimal: decimals) else { return nil }
        for _ in decimals.utf8.count..<6 {
            micros *= 10
        }
        self = .microseconds(seconds * 1_000_000 + micros)
    }

    var seconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
