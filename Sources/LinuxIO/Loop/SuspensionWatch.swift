import VRRP

/// Tells how long the host was suspended: `CLOCK_BOOTTIME` goes on in that time, `CLOCK_MONOTONIC` does not.
package struct SuspensionWatch {
    private var offset: Duration
    private let measure: @Sendable () -> Duration

    /// - Parameter measure: By how much the one clock is ahead of the other now.
    package init(measure: @escaping @Sendable () -> Duration = Self.difference) {
        // A process that is interrupted between the two readings takes the offset for smaller than it is.
        self.offset = (0..<8).map { _ in measure() }.max() ?? .zero
        self.measure = measure
    }

    /// The time since the last call or the start in which the host was suspended; nil = it was not, or for less than a
    /// hundredth of a second.
    package mutating func elapsed() -> Duration? {
        let offset = self.measure()
        let time = offset - self.offset
        guard time >= .milliseconds(10) else { return nil }
        self.offset = offset
        return time
    }

    @Sendable package static func difference() -> Duration {
        let sinceBoot = MonotonicClock.sinceBoot()
        return sinceBoot - .nanoseconds(MonotonicClock.now().nanoseconds)
    }
}
