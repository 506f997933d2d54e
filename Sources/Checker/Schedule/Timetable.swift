/// The starting times of a check: one at once, then one every interval, measured start to start.
///
/// The times are a fixed grid, so that late wake-ups do not add up; the grid's offset differs from check to check, so
/// that checks of one interval do not all run in the same moment.
struct Timetable<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// The first point of the grid; within one interval after the start.
    private let origin: Instant
    private let interval: Duration

    /// - Parameter offset: Where in the second half of the first interval the grid begins, 0…1.
    init(start: Instant, interval: Duration, offset: Double) {
        self.interval = max(interval, .milliseconds(1))
        self.origin = start.advanced(by: self.interval * (0.5 + offset.clamped / 2))
    }

    /// The first starting time after `now`, and how many have passed unused since `last`, the start before.
    func next(after now: Instant, last: Instant) -> (time: Instant, missed: Int) {
        let next = self.index(after: now)
        let expected = self.index(after: last)
        return (self.origin.advanced(by: self.interval * next), max(0, next - expected))
    }

    /// Number of the first grid point after a point in time.
    private func index(after now: Instant) -> Int {
        let elapsed = self.origin.duration(to: now)
        guard elapsed >= .zero else { return 0 }
        let count = elapsed / self.interval
        guard count < Double(Int32.max) else { return Int(Int32.max) }
        // The quotient is rounded, in either direction; the points themselves are exact.
        var index = Int(count)
        while self.origin.advanced(by: self.interval * index) <= now { index += 1 }
        return index
    }
}

extension Double {
    fileprivate var clamped: Double { min(max(self, 0), 1) }
}
