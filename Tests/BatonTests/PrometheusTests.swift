import Checks
import Testing

@testable import baton

/// The lines against the grammar of the text format, version 0.0.4.
@Suite struct PrometheusTests {
    private func lines(_ reports: [RunReport]) throws -> [String] {
        try printed(.prometheus, reports).split(separator: "\n").map(String.init)
    }

    @Test func everyLineIsOfTheGrammar() throws {
        let hard = Sample.definition("a\"b\\c\nd")
        let lines = try self.lines([
            Sample.report(Sample.pass), Sample.report(Sample.fail), Sample.report(Sample.fail, of: hard),
            Sample.report(Sample.blocked, of: Sample.definition("other", kind: "process")),
        ])
        let label = #"[a-z_]+="([^"\\]|\\["\\n])*""#
        let sample = try Regex("baton_check_[a-z_]+\\{\(label)(,\(label))*\\} -?[0-9]+(\\.[0-9]+)?(e-?[0-9]+)?")
        let comment = try Regex("# (HELP baton_check_[a-z_]+ [^\\n]+|TYPE baton_check_[a-z_]+ gauge)")
        for line in lines {
            #expect(line.wholeMatch(of: line.hasPrefix("#") ? comment : sample) != nil, "\(line)")
        }
    }

    @Test func aFamilyStandsTogetherBehindItsType() throws {
        let lines = try self.lines([Sample.report(Sample.pass), Sample.report(Sample.fail, of: Sample.definition("b"))])
        var family = ""
        var seen: Set<String> = []
        for line in lines {
            if line.hasPrefix("# TYPE ") {
                family = String(line.split(separator: " ")[2])
                #expect(seen.insert(family).inserted)
            } else if !line.hasPrefix("#") {
                #expect(line.hasPrefix("\(family){"), "\(line)")
            }
        }
    }

    @Test func theLastRunOfEachCheckCounts() throws {
        let lines = try self.lines([Sample.report(Sample.fail), Sample.report(Sample.pass, run: 2)])
        #expect(lines.contains(#"baton_check_state{check="web",kind="http",state="pass"} 1"#))
        #expect(lines.contains(#"baton_check_state{check="web",kind="http",state="fail"} 0"#))
        #expect(lines.contains(#"baton_check_reason_info{check="web",kind="http",reason="ok"} 1"#))
        #expect(lines.contains(#"baton_check_duration_seconds{check="web",kind="http"} 0.012345"#))
        #expect(lines.contains(#"baton_check_measurement{check="web",kind="http",name="first_byte",unit="ms"} 11.5"#))
    }

    @Test func noLabelSetStandsTwice() throws {
        var outcome = Sample.pass
        outcome.measurements += outcome.measurements
        outcome.assertions += outcome.assertions
        let samples = try self.lines([Sample.report(outcome)]).filter { !$0.hasPrefix("#") }
        #expect(Set(samples.map { $0.split(separator: "}")[0] }).count == samples.count)
    }

    @Test func gradedAnswersAndAssertionsAreThere() throws {
        let lines = try self.lines([Sample.report(Sample.fail)])
        #expect(lines.contains(#"baton_check_score{check="web",kind="http"} -7"#))
        #expect(lines.contains(#"baton_check_queue_delay_seconds{check="web",kind="http"} 0.004"#))
        #expect(lines.contains(#"baton_check_assertion{check="web",kind="http",assertion="connect",number="1"} 1"#))
        #expect(
            lines.contains(#"baton_check_assertion{check="web",kind="http",assertion="expect_status",number="2"} 0"#)
        )
    }
}
