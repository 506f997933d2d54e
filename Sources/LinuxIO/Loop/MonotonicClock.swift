import Glibc
package import VRRP

/// The clock every deadline is on: `CLOCK_MONOTONIC`, as `timerfd` counts it.
package enum MonotonicClock {
    package static func now() -> Instant {
        Instant(nanoseconds: WallClock.read(CLOCK_MONOTONIC))
    }

    /// The time since the host was started, in which it may have slept.
    package static func sinceBoot() -> Duration {
        .nanoseconds(WallClock.read(CLOCK_BOOTTIME))
    }
}
