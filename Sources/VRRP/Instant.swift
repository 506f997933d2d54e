/// A point on a monotonic clock, in nanoseconds since an arbitrary epoch.
///
/// The pure rooms never read a clock; every event brings its instant along. The unit is fixed so that timers stay
/// exact: centisecond and second arithmetic truncates skew and elects two masters.
package struct Instant: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant `duration` later; saturates at the ends of the clock instead of trapping.
    package static func + (left: Instant, right: Duration) -> Instant {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.clampedNanoseconds)
        guard overflow else { return Instant(nanoseconds: sum) }
        return Instant(nanoseconds: right < .zero ? .min : .max)
    }

    package static func - (left: Instant, right: Duration) -> Instant {
        left + (.zero - right)
    }

    /// The time from `right` to `left`; negative when `left` is earlier.
    package static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds) - .nanoseconds(right.nanoseconds)
    }
}
