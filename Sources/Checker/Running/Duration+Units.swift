extension Duration {
    /// For people: `350 µs`, `12.5 ms`, `3 s`, in at most three significant decimals.
    package var inUnits: String {
        let (seconds, attoseconds) = self.components
        let microseconds = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !microseconds.overflow else { return "\(seconds) s" }
        let total = microseconds.partialValue + attoseconds / 1_000_000_000_000
        return switch total.magnitude {
        case ..<1000: "\(total) µs"
        case ..<1_000_000: "\(Self.decimal(total, per: 1000)) ms"
        default: "\(Self.decimal(total / 1000, per: 1000)) s"
        }
    }

    private static func decimal(_ value: Int64, per unit: Int64) -> String {
        let whole = value / unit
        var fraction = String(unit + abs(value % unit)).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 && whole == 0 ? "-" : ""
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
}
