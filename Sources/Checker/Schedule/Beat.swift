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

    /// A whole part of the shortest interval: at most a twenty-fifth of it, and no longer than this.
    private static let longest = Duration.milliseconds(40)
    /// Shorter ones would gather nothing; but never more than a quarter of the shortest interval.
    private static let shortest = Duration.milliseconds(2)

    /// In nanoseconds; at least one.
    private let period: Int64

    init(period: Duration) {
        self.period = max(1, period.inNanoseconds)
    }

    /// How exact starts have to be for these checks.
    init(for checks: [CheckDefinition]) {
        let intervals = checks.lazy.filter { $0.mode != .disabled }.map { check in
            let schedule = check.schedule
            return [schedule.fastInterval, schedule.downInterval].reduce(schedule.interval) { min($0, $1 ?? $0) }
        }
        guard let interval = intervals.min()?.inNanoseconds, interval > 0 else {
            self = .exact
            return
        }
        let longest = Self.longest.inNanoseconds
        let parts = min(max(25, (interval - 1) / longest + 1), max(4, interval / Self.shortest.inNanoseconds))
        self.init(period: .nanoseconds(interval / parts))
    }

    /// When that starts which is due then.
    func start(of due: Instant) -> Instant {
        let rest = due.nanoseconds % self.period
        guard rest > 0 else { return due }
        let (start, overflow) = due.nanoseconds.addingReportingOverflow(self.period - rest)
        return Instant(nanoseconds: overflow ? .max : start)
    }
}
