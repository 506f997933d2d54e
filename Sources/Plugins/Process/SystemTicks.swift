import Glibc

/// The clock of `/proc/PID/stat`: ticks since the system's start.
enum SystemTicks {
    static let perSecond = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))

    static var now: UInt64 {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * self.perSecond + UInt64(time.tv_nsec) * self.perSecond / 1_000_000_000
    }

    /// How long a process has run that started then.
    static func age(since start: UInt64, now: UInt64 = Self.now) -> Duration {
        let ticks = now > start ? now - start : 0
        return .milliseconds(Int64(ticks * 1000 / self.perSecond))
    }
}
