import Checks
import Configuration
import Foresight
import Testing

@Suite("Comments that silence rules")
struct SilenceTests {
    /// Two nodes, the first with this text in place of the line that tracks the check; W01 is on it.
    static func heard(_ line: String) -> SilencedFindings {
        let files = LintFixture.pair(150, 100, weight: -30)
        var texts = files
        texts["a"] = files["a"]?.replacing("        chk\n", with: line + "\n")
        let bytes = Dictionary(uniqueKeysWithValues: texts.map { ("/\($0.key).conf", Array($0.value.utf8)) })
        return SilencedFindings(LintFixture.findings(in: texts), files: bytes)
    }

    @Test(
        "behind the words, or alone above them, with # or !",
        arguments: [
            "        chk # lint: ignore W01 reason: seen and meant",
            "        chk ! lint: ignore W01 reason: seen and meant",
            "        # lint: ignore W01 reason: seen and meant\n        chk",
            "        chk #lint:ignore W01 reason: seen and meant",
            "        chk ## Lint : IGNORE w01 reason:  seen and meant  ",
            "        ! lint: ignore W02, W01 reason: seen and meant\n\n        # another comment\n        chk",
        ]
    )
    func silences(line: String) {
        let heard = Self.heard(line)
        #expect(heard.findings.isEmpty, "\(heard.findings.map(\.message))")
        #expect(heard.silenced.map(\.reason) == ["seen and meant"])
        #expect(heard.silenced.map(\.finding.subject) == [.rule(.weightBelowGap)])
    }

    @Test("without a reason nothing is silenced, and that is a finding itself")
    func noReason() {
        for text in ["# lint: ignore W01", "# lint: ignore W01 reason:", "# lint: ignore W01 because"] {
            let heard = Self.heard("        chk \(text)")
            #expect(heard.silenced.isEmpty, "\(text)")
            #expect(heard.findings.contains { $0.subject == .silence && $0.severity == .warning }, "\(text)")
            #expect(heard.findings.contains { $0.subject == .rule(.weightBelowGap) }, "\(text)")
        }
    }

    @Test("a rule that is not there makes the whole comment worth nothing")
    func partlyUnknown() {
        let heard = Self.heard("        chk # lint: ignore W01 W99 reason: x")
        #expect(heard.silenced.isEmpty)
        #expect(heard.findings.contains { $0.subject == .rule(.weightBelowGap) })
        #expect(heard.findings.contains { $0.message.hasPrefix("'W99' is no rule") && $0.severity == .warning })
    }

    @Test("behind other words it is not heard, and that is said")
    func behindWords() {
        let heard = Self.heard("        chk # NB lint: ignore W01 reason: x")
        #expect(heard.silenced.isEmpty)
        #expect(heard.findings.contains { $0.subject == .rule(.weightBelowGap) })
        #expect(heard.findings.contains { $0.subject == .silence && $0.message.contains("behind other words") })
        for text in ["# flint: ignore W01", "# lint: ignored W01", "# lint W01", "# l", "# lint:"] {
            #expect(Self.heard("        chk \(text)").findings.allSatisfy { $0.subject != .silence }, "\(text)")
        }
    }

    @Test("a reason is kept as it is written")
    func reason() {
        let heard = Self.heard("        chk # lint: ignore W01 reason: bug #12, seen! and  meant\r")
        #expect(heard.silenced.map(\.reason) == ["bug #12, seen! and  meant"])
    }

    @Test("a rule that is not there is a finding")
    func unknownRule() {
        let heard = Self.heard("        chk # lint: ignore W99 reason: x")
        #expect(heard.findings.contains { $0.message.contains("'W99'") && $0.severity == .warning })
    }

    @Test("what silences nothing is a notice", arguments: ["W02", "W29"])
    func unused(rule: String) {
        let heard = Self.heard("        chk # lint: ignore \(rule) reason: x")
        #expect(heard.silenced.isEmpty)
        #expect(heard.findings.filter { $0.subject == .silence }.map(\.severity) == [.notice])
        #expect(heard.findings.filter { $0.subject == .silence }.map(\.location.line) == [20])
    }

    @Test("a comment in quotes is none, and one above another line silences that line only")
    func elsewhere() {
        let heard = Self.heard("        chk\n    # lint: ignore W01 reason: the wrong place")
        #expect(heard.findings.contains { $0.subject == .rule(.weightBelowGap) })
        let text = "vrrp_script x {\n    script \"/bin/x '# lint: ignore W01'\"\n}\n"
        #expect(SilencedFindings([], files: ["/a": Array(text.utf8)]).findings.isEmpty)
    }

    @Test("an error of the parser cannot be silenced")
    func refusal() {
        let text = "# lint: ignore W19 reason: it is meant\n" + "x"
        let files = [
            "a": LintFixture.script("pidof x")
                + LintFixture.instance(300).replacing(
                    "    priority",
                    with: "    # lint: ignore W19 reason: it is meant\n    priority"
                )
        ]
        let bytes = ["/a.conf": Array((files["a"] ?? text).utf8)]
        let heard = SilencedFindings(LintFixture.findings(in: files), files: bytes)
        #expect(heard.findings.contains { $0.subject == .rule(.priorityOutOfRange) && $0.severity == .error })
        #expect(heard.silenced.isEmpty)
    }
}
