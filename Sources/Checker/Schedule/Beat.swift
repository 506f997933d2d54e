import Checks

/// The moments at which runs start: multiples of one period, on the monotonic clock.
///
/// What becomes due between two of them starts in one go. A thousand checks a second would otherwise wake three threads
/// a thousand times, which costs more than the checks. A check whose interval is a multiple of the period comes to the
/// same moment each time, so that gathering moves its times once and does not make them uneven.
struct Beat: Sendable {
    typealias Instant = MonotonicInstant

    /// Every run starts when it is due.
    static let exact = Beat(period: .nanoseconds(1))

    /// A twenty-fifth of the shortest interval, within these bounds.
    private static let periods = Duration.milliseconds(2) ... .milliseconds(40)

    /// In nanoseconds; at least one.
    private let period: Int64

    init(period: Duration) {
        self.period = max(1, period.inNanoseconds)
    }

    /// How exact starts have to be for these checks.
    init(for checks: [CheckDefinition]) {
        let intervals = checks.lazy.map { min($0.schedule.interval, $0.schedule.fastInterval ?? $0.schedule.interval) }
        let wanted = intervals.min().map { $0 / 25 } ?? Self.periods.lowerBound
        self.init(period: min(max(wanted, Self.periods.lowerBound), Self.periods.upperBound))
    }

    /// When that starts which is due then.
    func start(of due: Instant) -> Instant {
        let rest = due.nanoseconds % self.period
        guard rest > 0 else { return due }
        let (start, overflow) = due.nanoseconds.addingReportingOverflow(self.period - rest)
        return Instant(nanoseconds: overflow ? .max : start)
    }
}
