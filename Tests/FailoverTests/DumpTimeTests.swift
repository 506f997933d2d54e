import Testing
import VRRP

@testable import Failover

@Suite("Times in files as keepalived's")
struct DumpTimeTests {
    /// As `date -u -d @SECONDS '+%a %b %e %T %Y'` prints them.
    static let times: [(seconds: Int64, text: String)] = [
        (0, "Thu Jan  1 00:00:00.000000 1970"), (951_782_399, "Mon Feb 28 23:59:59.000000 2000"),
        (951_782_400, "Tue Feb 29 00:00:00.000000 2000"), (951_868_800, "Wed Mar  1 00:00:00.000000 2000"),
        (1_795_904_914, "Sat Nov 28 22:28:34.000000 2026"), (4_107_542_400, "Mon Mar  1 00:00:00.000000 2100"),
        (4_107_542_399, "Sun Feb 28 23:59:59.000000 2100"), (-1, "Wed Dec 31 23:59:59.000000 1969"),
        (2_147_483_648, "Tue Jan 19 03:14:08.000000 2038"), (1_735_689_599, "Tue Dec 31 23:59:59.000000 2024"),
    ]

    @Test(arguments: times)
    func calendar(seconds: Int64, text: String) {
        let time = DumpTime(utc: UTCTime(nanoseconds: seconds * 1_000_000_000))
        #expect(time.calendar(offset: 0) == text)
        #expect(time.seconds == "\(seconds).000000")
    }

    @Test("the host's time may be another day")
    func offset() {
        let time = DumpTime(utc: UTCTime(nanoseconds: 1_795_904_914_438_081_999))
        #expect(time.calendar(offset: 2 * 3600) == "Sun Nov 29 00:28:34.438081 2026")
        #expect(time.calendar(offset: -23 * 3600) == "Fri Nov 27 23:28:34.438081 2026")
        #expect(time.seconds == "1795904914.438081")
    }
}
