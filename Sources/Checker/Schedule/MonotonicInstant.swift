import Glibc

/// A point on the system's monotonic clock, which nobody sets and which stands still while the machine sleeps.
///
/// The clock of `SuspendingClock`, in a type whose layout the compiler knows: with the other one much of the time of a
/// schedule of thousands of checks went into copying instants.
struct MonotonicInstant: InstantProtocol, Hashable, Sendable {
    /// Since an unknown moment before the system's start.
    var nanoseconds: Int64

    static var now: MonotonicInstant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    /// Never beyond what can be written; nobody waits that long.
    func advanced(by duration: Duration) -> MonotonicInstant {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(duration.inNanoseconds)
        return MonotonicInstant(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    func duration(to other: MonotonicInstant) -> Duration {
        let (difference, overflow) = other.nanoseconds.subtractingReportingOverflow(self.nanoseconds)
        return .nanoseconds(overflow ? (other < self ? .min : .max) : difference)
    }

    static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Duration {
    /// Whole nanoseconds, clamped to 64 bits.
    var inNanoseconds: Int64 { Int64(clamping: self.attoseconds / 1_000_000_000) }
}
