import ArgumentParser
import Glibc
import VRRP

/// A moment as an operator names it: `10m` (ago), `2026-11-29`, `2026-11-29T03:22:04Z` or `… 03:22:04` in UTC.
enum PointInTime {
    static func parse(_ text: String, of option: String, now: UTCTime) throws -> UTCTime {
        if let span = try? TimeSpan.parse(text, of: option) {
            let (seconds, attoseconds) = span.components
            return UTCTime(nanoseconds: now.nanoseconds - seconds * 1_000_000_000 - attoseconds / 1_000_000_000)
        }
        let numbers = text.split { "-T :Z".contains($0) }.map { Int($0) }
        let shape = String(text.map { $0.isASCII && $0.isNumber ? "0" : $0 })
        let shapes = [
            "0000-00-00", "0000-00-00T00:00:00Z", "0000-00-00T00:00:00", "0000-00-00 00:00:00", "0000-00-00T00:00Z",
            "0000-00-00 00:00",
        ]
        guard shapes.contains(shape), case let parts = numbers.compactMap({ $0 }), parts.count == numbers.count,
            (1970...2200).contains(parts[0]), (1...12).contains(parts[1]), (1...31).contains(parts[2]),
            parts.dropFirst(3).first ?? 0 < 24, parts.dropFirst(4).allSatisfy({ $0 < 60 })
        else { throw Self.misunderstood(text, option) }
        var time = unsafe tm()
        unsafe time.tm_year = Int32(parts[0] - 1900)
        unsafe time.tm_mon = Int32(parts[1] - 1)
        unsafe time.tm_mday = Int32(parts[2])
        unsafe time.tm_hour = Int32(parts.count > 3 ? parts[3] : 0)
        unsafe time.tm_min = Int32(parts.count > 4 ? parts[4] : 0)
        unsafe time.tm_sec = Int32(parts.count > 5 ? parts[5] : 0)
        let seconds = Int64(unsafe timegm(&time))
        // The 31st of February would be a day in March.
        guard unsafe Int(time.tm_mday) == parts[2] else { throw Self.misunderstood(text, option) }
        return UTCTime(nanoseconds: seconds * 1_000_000_000)
    }

    private static func misunderstood(_ text: String, _ option: String) -> ValidationError {
        ValidationError(
            "\(option) \(text): expected a time ago such as 10m, or a moment such as 2026-11-29T03:22:04Z."
        )
    }

    static var now: UTCTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return UTCTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
