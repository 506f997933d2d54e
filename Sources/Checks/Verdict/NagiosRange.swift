/// A range as Nagios writes thresholds: `10` is 0 to 10, `10:` at least 10, `~:10` at most 10, `10:20` from 10 to 20,
/// and `@10:20` everything but 10 to 20.
public struct NagiosRange: Hashable, Sendable {
    public let text: String
    private let lowest: Double
    private let highest: Double
    private let isInverted: Bool

    /// nil for anything else.
    public init?(_ text: String) {
        self.text = text
        self.isInverted = text.hasPrefix("@")
        let parts = text.dropFirst(self.isInverted ? 1 : 0).split(
            separator: ":",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let first = parts.first, let last = parts.last, !(parts.count == 1 && first.isEmpty) else { return nil }
        if parts.count == 1 {
            self.lowest = 0
        } else if first == "~" {
            self.lowest = -.infinity
        } else {
            // `:10` is `0:10`.
            guard let number = first.isEmpty ? 0 : Self.number(first) else { return nil }
            self.lowest = number
        }
        guard let number = last.isEmpty ? .infinity : Self.number(last) else { return nil }
        self.highest = number
        guard self.lowest <= self.highest else { return nil }
    }

    /// Whether a value is as it should be.
    public func allows(_ value: Double) -> Bool {
        (value >= self.lowest && value <= self.highest) != self.isInverted
    }

    /// Digits, a point and a sign; no words such as `inf`.
    private static func number(_ text: some StringProtocol) -> Double? {
        let isNumber = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        return isNumber ? Double(text) : nil
    }
}
