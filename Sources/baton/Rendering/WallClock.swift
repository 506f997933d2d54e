import Checker
import Glibc

enum WallClock {
    /// Since the beginning of 1970, in UTC.
    static func seconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec)
    }

    /// Now, as in log lines.
    static func now() -> String {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return LogLine.timestamp(secondsSince1970: Int64(time.tv_sec), microseconds: Int64(time.tv_nsec) / 1000)
    }
}
