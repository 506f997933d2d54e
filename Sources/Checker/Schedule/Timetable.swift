/// The starting times of a check: one at once, then one every interval, measured start to start.
///
/// The times are a fixed grid, so that late wake-ups do not add up; the grid's offset differs from check to check, so
/// that checks of one interval do not all run in the same moment.
struct Timetable: Sendable {
    /// The first point of the grid; within one interval after the start.
    private let origin: MonotonicInstant
    /// In nanoseconds; at least a millisecond.
    private let interval: Int64

    /// - Parameter offset: Where in the second half of the first interval the grid begins, 0…1.
    init(start: MonotonicInstant, interval: Duration, offset: Double) {
        let interval = max(interval, .milliseconds(1))
        self.interval = interval.inNanoseconds
        self.origin = start.advanced(by: interval * (0.5 + min(max(offset, 0), 1) / 2))
    }

    /// The first starting time after `now`, and how many have passed unused since `last`, the start before.
    func next(after now: MonotonicInstant, last: MonotonicInstant) -> (time: MonotonicInstant, missed: Int) {
        let next = self.index(after: now)
        let (offset, overflow) = self.interval.multipliedReportingOverflow(by: next)
        let time = self.origin.advanced(by: .nanoseconds(overflow ? .max : offset))
        return (time, Int(max(0, next - self.index(after: last))))
    }

    /// Number of the first grid point after a point in time.
    private func index(after now: MonotonicInstant) -> Int64 {
        now < self.origin ? 0 : (now.nanoseconds - self.origin.nanoseconds) / self.interval + 1
    }
}
