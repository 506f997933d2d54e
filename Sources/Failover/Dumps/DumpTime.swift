import VRRP

/// A time of day as keepalived's dumps write it, to the microsecond.
struct DumpTime: Hashable {
    private let microseconds: Int64

    init(utc: UTCTime) {
        self.microseconds = utc.nanoseconds / 1000
    }

    /// Since 1970.
    var wholeSeconds: Int64 { Self.floor(self.microseconds, by: 1_000_000) }

    private var fraction: String {
        let rest = self.microseconds - self.wholeSeconds * 1_000_000
        return String(String(rest + 1_000_000).dropFirst())
    }

    /// `1795904914.438081`
    var seconds: String { "\(self.wholeSeconds).\(self.fraction)" }

    /// `Sat Nov 28 22:28:34.438081 2026`, as `ctime` has it.
    ///
    /// - Parameter offset: Seconds ahead of UTC.
    func calendar(offset: Int64) -> String {
        let local = self.wholeSeconds.addingReportingOverflow(offset).partialValue
        let days = Self.floor(local, by: 86_400)
        let second = local - days * 86_400
        let (year, month, day) = Self.date(days)
        let weekday = (days + 4) % 7
        let clock = [second / 3600, second / 60 % 60, second % 60].map(Self.two).joined(separator: ":")
        let place = day < 10 ? " \(day)" : "\(day)"
        return "\(Self.weekdays[Int(weekday < 0 ? weekday + 7 : weekday)]) \(Self.months[month - 1]) \(place) "
            + "\(clock).\(self.fraction) \(year)"
    }

    /// `2026-11-28T22:28:34.438081Z`
    var timestamp: String {
        let days = Self.floor(self.wholeSeconds, by: 86_400)
        let second = self.wholeSeconds - days * 86_400
        let (year, month, day) = Self.date(days)
        let clock = [second / 3600, second / 60 % 60, second % 60].map(Self.two).joined(separator: ":")
        return "\(year)-\(Self.two(Int64(month)))-\(Self.two(Int64(day)))T\(clock).\(self.fraction)Z"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func floor(_ number: Int64, by divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }

    /// The Gregorian date of a day counted from 1970-01-01. Years are counted from March, so that the leap day is the
    /// last of its year.
    private static func date(_ days: Int64) -> (year: Int64, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = self.floor(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * fromMarch + 2) / 5) + 1
        let month = Int(fromMarch < 10 ? fromMarch + 3 : fromMarch - 9)
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}
