/// `threshold NAME [warn RANGE] [fail RANGE]`: what a measured value must be.
public struct MeasurementThreshold: Hashable, Sendable {
    public let name: String
    private var warn: NagiosRange?
    private var fail: NagiosRange?

    public init(_ words: [String]) throws(OptionError) {
        let type = OptionType.measurementThreshold
        guard let name = words.first, words.count == 3 || words.count == 5 else { throw type.mismatch(words) }
        self.name = name
        for index in stride(from: 1, to: words.count, by: 2) {
            guard let range = NagiosRange(words[index + 1]) else { throw type.mismatch(words) }
            switch words[index] {
            case "warn" where self.warn == nil: self.warn = range
            case "fail" where self.fail == nil: self.fail = range
            default: throw type.mismatch(words)
            }
        }
    }

    /// Judges the values; a value that is not there is unknown.
    public func assertion(about measurements: [CheckOutcome.Measurement]) -> CheckOutcome.Assertion {
        let ranges = [self.warn.map { "warn \($0.text)" }, self.fail.map { "fail \($0.text)" }]
        let expected = ranges.compactMap(\.self).joined(separator: " ")
        let option = ExecPlugin.Option.threshold
        guard let measured = measurements.first(where: { $0.name == self.name }) else {
            return CheckOutcome.Assertion(option, expected: "\(self.name) \(expected)", got: "no such value", .unknown)
        }
        let status: CheckStatus =
            if let fail = self.fail, !fail.allows(measured.value) {
                .fail
            } else if let warn = self.warn, !warn.allows(measured.value) {
                .warn
            } else {
                .pass
            }
        let got = "\(self.name) = \(measured.value)\(measured.unit)"
        return CheckOutcome.Assertion(option, expected: "\(self.name) \(expected)", got: got, status)
    }
}
