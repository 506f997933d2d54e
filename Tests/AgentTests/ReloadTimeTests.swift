import Glibc
import Testing

@testable import Agent

@Suite("The line of a reload_time_file")
struct ReloadTimeTests {
    /// 2026-01-31 12:00:00 UTC, a Saturday.
    static let noon = 1_769_860_800

    @Test(
        "a moment of UTC",
        arguments: [
            ("12:00:01Z", noon + 1),
            // What has been today is tomorrow, and the day after the 31st is the 1st.
            ("12:00:00Z", noon + 86_400), ("00:00:00Z", noon + 43_200), ("11:59:59Z", noon + 86_399),
            ("2026-01-31 12:00:00Z", noon), ("26-01-31 12:00:00Z", noon), ("2026-02-01 00:00:00Z", noon + 43_200),
            ("1970-01-01 00:00:10Z", 10), ("70-01-01 00:00:10Z", 10), ("2028-02-29 00:00:00Z", 1_835_395_200),
        ]
    )
    func moments(line: String, moment: Int) throws {
        let time = try #require(ReloadTime(line))
        #expect(time.isUTC)
        #expect(time.next(after: Self.noon) == moment)
    }

    @Test("without a Z it is local time")
    func local() throws {
        let time = try #require(ReloadTime("2026-06-30 06:07:08"))
        let moment = try #require(time.next(after: Self.noon))
        var clock = time_t(moment)
        var parts = tm()
        localtime_r(&clock, &parts)
        #expect([parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday] == [2026, 6, 30])
        #expect([parts.tm_hour, parts.tm_min, parts.tm_sec] == [6, 7, 8])
    }

    @Test(
        "what is none of the three forms is no time",
        arguments: [
            "", "Z", "12:00", "12:00:00 ", " 12:00:00", "12:00:0Z", "24:00:00", "12:60:00", "12:00:60", "1:2:3:4",
            "12-00-00",
            "2026-01-31  12:00:00", "2026-01-31T12:00:00", "2026-1-31 12:00:00Z", "2026-13-01 00:00:00",
            "2026-00-01 00:00:00",
            "2026-01-00 00:00:00", "-026-01-01 00:00:00", "+1:00:00", "tomorrow", "12:00:00z", "１２:00:00",
        ]
    )
    func refused(line: String) {
        #expect(ReloadTime(line) == nil)
    }

    @Test("a day that its month does not have is never", arguments: ["2026-02-29 00:00:00Z", "2026-04-31 12:00:00Z"])
    func noSuchDay(line: String) throws {
        #expect(try #require(ReloadTime(line)).next(after: Self.noon) == nil)
    }
}
