extension Duration {
    /// Whole milliseconds, rounded down, never negative, clamped.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        guard seconds >= 0 else { return 0 }
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return .max }
        return max(0, scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue)
    }
}
