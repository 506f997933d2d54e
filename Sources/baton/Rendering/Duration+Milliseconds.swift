extension Duration {
    var milliseconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
    }

    /// Rounded to microseconds.
    var seconds: Double { (self.milliseconds * 1000).rounded() / 1_000_000 }
}
