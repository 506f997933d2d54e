import Glibc
package import VRRP

/// The clock every deadline is on: `CLOCK_MONOTONIC`, as `timerfd` counts it.
package enum MonotonicClock {
    package static func now() -> Instant {
        Instant(nanoseconds: WallClock.read(CLOCK_MONOTONIC))
    }
}
