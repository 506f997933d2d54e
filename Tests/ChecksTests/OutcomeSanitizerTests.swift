import Checks
import TestSupport
import Testing

@Suite struct OutcomeSanitizerTests {
    @Test(arguments: [
        ("plain", "plain"),
        ("  two\n\tlines \r\n", "two lines"),
        ("\u{1b}[31mred\u{7}", "[31mred"),
        ("a\u{202e}b\u{2066}c", "a b c"),
        ("\u{0}\u{9b}", ""),
        ("größer 🙂", "größer 🙂"),
    ])
    func linesAreClean(text: String, expected: String) {
        #expect(OutcomeSanitizer.line(text, limit: 256) == expected)
    }

    @Test func aLineIsCutBetweenCharacters() {
        #expect(OutcomeSanitizer.line("abcdef", limit: 6) == "abcdef")
        #expect(OutcomeSanitizer.line("abcdefg", limit: 6) == "abc…")
        #expect(OutcomeSanitizer.line("ääää", limit: 7) == "ää…")
        #expect(OutcomeSanitizer.line("abc", limit: 2) == "")
    }

    @Test func outputKeepsItsLines() {
        #expect(OutcomeSanitizer.text("a\tb\r\n\u{1b}c\n", limit: 100) == "a\tb\nc\n")
        #expect(OutcomeSanitizer.text("ääää", limit: 5) == "ää")
    }

    @Test func anOutcomeOfRandomBytesIsBounded() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let text = String(decoding: generator.bytes(upTo: 9000), as: UTF8.self)
            let measurement = CheckOutcome.Measurement(name: text, value: .nan, unit: text)
            let finite = CheckOutcome.Measurement(name: text, value: 1, unit: text)
            let outcome = OutcomeSanitizer.sanitized(
                CheckOutcome(
                    .fail,
                    .execExit,
                    text,
                    duration: .seconds(-1),
                    output: text,
                    measurements: [measurement] + Array(repeating: finite, count: 100)
                )
            )
            #expect(outcome.summary.utf8.count <= CheckOutcome.summaryLimit)
            #expect(!outcome.summary.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
            #expect(outcome.output.utf8.count <= CheckOutcome.outputLimit)
            #expect(outcome.measurements.count == OutcomeSanitizer.measurementLimit)
            #expect(outcome.measurements.allSatisfy { $0.name.utf8.count <= 64 && $0.unit.utf8.count <= 8 })
            #expect(outcome.duration == .zero)
            #expect(OutcomeSanitizer.sanitized(outcome) == outcome)
        }
    }
}
