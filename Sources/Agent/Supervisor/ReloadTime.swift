import Glibc

/// The line of a `reload_time_file`: `HH:MM:SS`, `YY-MM-DD HH:MM:SS` or `YYYY-MM-DD HH:MM:SS`, each with a `Z` behind it
/// where it is UTC and not local time. Exactly so, as in keepalived.
struct ReloadTime: Hashable {
    /// nil = every day.
    var date: Date?
    var hour: Int
    var minute: Int
    var second: Int
    var isUTC: Bool

    struct Date: Hashable {
        var year: Int
        var month: Int
        var day: Int
    }

    /// - Returns: nil for anything else, and for dates and times that do not exist.
    init?(_ line: String) {
        var bytes = Array(line.utf8)
        self.isUTC = bytes.last == UInt8(ascii: "Z")
        if self.isUTC { bytes.removeLast() }
        switch bytes.count {
        case 8:
            self.date = nil
        case 17, 19:
            guard bytes[bytes.count - 9] == UInt8(ascii: " "),
                let date = Self.numbers(bytes.dropLast(9), separator: "-")
            else { return nil }
            // As strptime has it: 69 to 99 are of the last century.
            let century = bytes.count == 19 ? 0 : date[0] < 69 ? 2000 : 1900
            self.date = Date(year: century + date[0], month: date[1], day: date[2])
        default:
            return nil
        }
        guard let time = Self.numbers(bytes.suffix(8), separator: ":"), time[0] < 24, time[1] < 60, time[2] < 60 else {
            return nil
        }
        (self.hour, self.minute, self.second) = (time[0], time[1], time[2])
        guard self.date.map({ (1...12).contains($0.month) && (1...31).contains($0.day) }) ?? true else { return nil }
    }

    /// Three numbers, two digits each but for the first one of a date, which may have four.
    private static func numbers(_ bytes: some Collection<UInt8>, separator: Unicode.Scalar) -> [Int]? {
        let parts = bytes.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].count == 2, parts[2].count == 2, parts[0].count == bytes.count - 6 else {
            return nil
        }
        let numbers = parts.compactMap { part -> Int? in
            guard part.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
            return Int(String(decoding: part, as: UTF8.self))
        }
        return numbers.count == 3 ? numbers : nil
    }

    /// When it is next, in seconds since 1970: a time without a date that has been today is tomorrow.
    ///
    /// - Returns: nil where the date, or the time on that day of local time, does not exist. May be in the past.
    func next(after now: Int) -> Int? {
        var clock = time_t(now)
        var parts = unsafe tm()
        if self.isUTC {
            unsafe gmtime_r(&clock, &parts)
        } else {
            unsafe localtime_r(&clock, &parts)
        }
        if let date = self.date {
            unsafe parts.tm_year = Int32(clamping: date.year - 1900)
            unsafe parts.tm_mon = Int32(clamping: date.month - 1)
            unsafe parts.tm_mday = Int32(clamping: date.day)
        }
        unsafe parts.tm_hour = Int32(clamping: self.hour)
        unsafe parts.tm_min = Int32(clamping: self.minute)
        unsafe parts.tm_sec = Int32(clamping: self.second)
        guard let moment = unsafe self.moment(of: parts) else { return nil }
        guard self.date == nil, moment <= now else { return moment }
        unsafe parts.tm_mday += 1
        return unsafe self.moment(of: parts, mayBeOutOfMonth: true)
    }

    private func moment(of wanted: tm, mayBeOutOfMonth: Bool = false) -> Int? {
        var parts = unsafe wanted
        unsafe parts.tm_isdst = -1
        let moment = unsafe self.isUTC ? timegm(&parts) : mktime(&parts)
        // 30 February becomes 2 March, and an hour that summer time skips another one.
        let isSameDay = unsafe parts.tm_mday == wanted.tm_mday && parts.tm_mon == wanted.tm_mon
        let isSameTime = unsafe parts.tm_hour == wanted.tm_hour && parts.tm_min == wanted.tm_min
        guard mayBeOutOfMonth || (isSameDay && isSameTime) else { return nil }
        return moment
    }
}
