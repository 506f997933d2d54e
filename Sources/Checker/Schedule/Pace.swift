import Checks

/// The starting times of one check: a first one, and then one an interval after the other, whatever interval that is.
///
/// The plain interval without jitter keeps to a fixed grid. Every other interval counts from when the run before was
/// due, not from when it started, so that late starts do not add up either.
struct Pace: Sendable {
    typealias Instant = MonotonicInstant

    /// When the first run is due.
    let first: Instant
    private let interval: Duration
    private let jitter: Int
    private let timetable: Timetable
    private var randomState: UInt64

    /// - Parameters:
    ///   - spread: Place of the check among those of its interval, 0…1.
    ///   - seed: Of the jitter, so that a test can repeat it. Not for secrets.
    init(_ schedule: CheckSchedule, start: Instant, spread: Double, seed: UInt64) {
        self.first = start.advanced(by: max(.zero, schedule.startOffset ?? .zero))
        self.interval = schedule.interval
        self.jitter = min(max(schedule.jitter, 0), 50)
        // Who names an offset wants the runs there, and not spread.
        self.timetable = Timetable(
            start: self.first,
            interval: schedule.interval,
            offset: schedule.startOffset == nil ? spread : 1
        )
        self.randomState = seed
    }

    /// The next starting time, and how many have passed unused.
    ///
    /// - Parameters:
    ///   - last: When the run before was due.
    ///   - interval: The one for the state the check is in.
    mutating func next(after now: Instant, last: Instant, interval: Duration) -> (time: Instant, missed: Int) {
        if self.jitter == 0, interval == self.interval { return self.timetable.next(after: now, last: last) }
        let interval = max(interval, .milliseconds(1))
        let wait = self.jitter == 0 ? interval : self.jittered(interval)
        let time = last.advanced(by: wait)
        guard time <= now else { return (time, 0) }
        let missed = Int(min(time.duration(to: now) / interval, Double(Int32.max))) + 1
        let later = time.advanced(by: interval * missed)
        return (later > now ? later : now.advanced(by: interval), missed)
    }

    private mutating func jittered(_ interval: Duration) -> Duration {
        // SplitMix64: even, quick, and no more is asked of it.
        self.randomState &+= 0x9e37_79b9_7f4a_7c15
        var bits = self.randomState
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        bits ^= bits >> 31
        let unit = Double(bits >> 11) / Double(1 << 53)
        return max(.milliseconds(1), interval * (1 + (unit * 2 - 1) * Double(self.jitter) / 100))
    }
}
