import Checks

extension CheckOutcome {
    /// Whether ``OutcomeSanitizer/sanitized(_:)`` has nothing to do, as with nearly every outcome: cheaper to find out
    /// than to do it.
    var isPresentable: Bool {
        self.output.isEmpty && self.assertions.isEmpty && self.measurements.isEmpty
            && self.duration >= .zero && self.queueDelay >= .zero
            && self.score.map { (-254...254).contains($0) } ?? true && Self.isLine(self.summary)
    }

    private static func isLine(_ text: String) -> Bool {
        guard text.utf8.count <= Self.summaryLimit else { return false }
        var isBehindSpace = true
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7f, byte != 0x20 || !isBehindSpace else { return false }
            isBehindSpace = byte == 0x20
        }
        return text.isEmpty || !isBehindSpace
    }
}
