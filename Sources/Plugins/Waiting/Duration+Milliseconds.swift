extension Duration {
    var milliseconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
    }

    /// For summaries: `250 ms`, `1.5 s`.
    var readable: String {
        let milliseconds = self.milliseconds
        guard milliseconds >= 1000 else { return "\(Int(milliseconds.rounded())) ms" }
        let tenths = Int((milliseconds / 100).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }

    /// A little less than a run's time, so that a plugin which knows why it waited says so before the run is cut off
    /// without a reason.
    var marginBeforeDeadline: Duration { self - min(self / 20, .milliseconds(20)) }
}
