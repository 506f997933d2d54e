import Glibc

/// The time of day, only for what people read and other nodes compare with theirs.
package enum WallClock {
    /// Nanoseconds since 1970-01-01 00:00 UTC.
    package static func nanoseconds() -> Int64 {
        self.read(CLOCK_REALTIME)
    }

    /// Cannot fail: the two clocks asked for always exist.
    static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
