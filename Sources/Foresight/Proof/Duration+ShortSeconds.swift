extension Duration {
    /// Seconds with up to three digits behind the point: `3.61 s`.
    package var shortSeconds: String {
        let (seconds, attoseconds) = self.components
        let thousandths = (attoseconds + 500_000_000_000_000) / 1_000_000_000_000_000
        let total = seconds * 1000 + thousandths
        var digits = String(total % 1000)
        digits = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        while digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? "\(total / 1000) s" : "\(total / 1000).\(digits) s"
    }
}
