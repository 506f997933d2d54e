/// The result of one run of a check.
public struct CheckOutcome: Hashable, Sendable {
    public var status: CheckStatus
    public var reason: ReasonCode
    /// One line for people: what was expected and what was found. Longer texts and control characters are cut when
    /// the outcome leaves the checker.
    public var summary: String
    /// Wall time of the run; never negative.
    public var duration: Duration
    /// What the check printed, if anything, at most ``outputLimit`` bytes.
    public var output: String
    /// Measured values for people and machines, in the order of measurement.
    public var measurements: [Measurement]

    /// 4 KiB, as Consul keeps.
    public static let outputLimit = 4096
    public static let summaryLimit = 256

    public init(
        _ status: CheckStatus,
        _ reason: ReasonCode,
        _ summary: String,
        duration: Duration = .zero,
        output: String = "",
        measurements: [Measurement] = []
    ) {
        self.status = status
        self.reason = reason
        self.summary = summary
        self.duration = duration
        self.output = output
        self.measurements = measurements
    }

    /// A named value of a run, such as a phase of an HTTP exchange in milliseconds.
    public struct Measurement: Hashable, Sendable {
        public var name: String
        public var value: Double
        /// As in Nagios performance data: `s`, `ms`, `B`, `%`, `c` or empty.
        public var unit: String

        public init(name: String, value: Double, unit: String) {
            self.name = name
            self.value = value
            self.unit = unit
        }
    }
}
