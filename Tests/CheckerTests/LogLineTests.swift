import Testing

@testable import Checker

@Suite struct LogLineTests {
    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000000Z"),
        (951_782_400, 1, "2000-02-29T00:00:00.000001Z"),
        (1_795_370_400, 123_456, "2026-11-22T18:00:00.123456Z"),
        (4_107_542_399, 999_999, "2100-02-28T23:59:59.999999Z"),
    ])
    func theTimeIsUTC(seconds: Int64, microseconds: Int64, text: String) {
        #expect(LogLine.timestamp(secondsSince1970: seconds, microseconds: microseconds) == text)
    }

    @Test(arguments: [
        ("plain", "plain"), ("http://[::1]:80/a=b", "http://[::1]:80/a=b"), ("", "\"\""),
        ("two words", "\"two words\""),
        ("a\"b", "\"a\\\"b\""), ("a\\b", "\"a\\\\b\""), ("a\nb\tc", "\"a\\nb\\tc\""), ("\u{1B}[31m", "\"?[31m\""),
    ])
    func valuesAreQuotedWhereTheyMust(value: String, text: String) {
        #expect(LogLine.value(value) == text)
    }

    @Test func aLineIsOneLineAndFitsAPipe() {
        let line = LogLine.format(
            secondsSince1970: 0,
            microseconds: 0,
            level: "info",
            source: "checker",
            message: "first\nsecond",
            fields: [("key", String(repeating: "ä", count: 5000))]
        )
        #expect(line.hasPrefix("1970-01-01T00:00:00.000000Z info checker: first second key=ää"))
        #expect(line.utf8.count < LogLine.limit)
        #expect(line.hasSuffix("ä…"))
        #expect(!line.contains("\n"))
    }
}
