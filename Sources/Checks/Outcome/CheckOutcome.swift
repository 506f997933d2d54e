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
    /// What was asked of the service, one by one: for people who ask why. Stays in the checker; reports to the router
    /// do not carry it.
    public var assertions: [Assertion]
    /// A graded answer, −254…254, which a weight is multiplied by as keepalived's `track_file` does; nil = pass or fail
    /// is all there is to say.
    public var score: Int?
    /// How long the run waited for a free place before it started; not part of ``duration``.
    public var queueDelay: Duration

    /// 4 KiB, as Consul keeps.
    public static let outputLimit = 4096
    public static let summaryLimit = 256

    public init(
        _ status: CheckStatus,
        _ reason: ReasonCode,
        _ summary: String,
        duration: Duration = .zero,
        output: String = "",
        measurements: [Measurement] = [],
        assertions: [Assertion] = [],
        score: Int? = nil,
        queueDelay: Duration = .zero
    ) {
        self.status = status
        self.reason = reason
        self.summary = summary
        self.duration = duration
        self.output = output
        self.measurements = measurements
        self.assertions = assertions
        self.score = score
        self.queueDelay = queueDelay
    }

    /// One thing a run asked for: what was expected, and what was found.
    public struct Assertion: Hashable, Sendable {
        /// Mostly the option that asks for it: `expect_status`, `connect`, `min_tls`.
        public var name: String
        public var expected: String
        public var got: String
        /// `unknown` where an earlier assertion kept this one from being tried.
        public var status: CheckStatus

        public init(_ name: String, expected: String, got: String, _ status: CheckStatus) {
            self.name = name
            self.expected = expected
            self.got = got
            self.status = status
        }
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
