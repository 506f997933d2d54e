import Checks

/// The Test Anything Protocol, version 14: a test point for each run, with its facts in a YAML block.
///
/// `warn` is a test point that is ok; a blocked run was not carried out and is skipped; `unknown` is not ok.
struct TAPWriter: RunWriter {
    private var count = 0

    mutating func add(_ report: RunReport) -> String? {
        self.count += 1
        let outcome = report.outcome
        let verdict =
            switch outcome.status {
            case .pass, .warn: "ok"
            case .fail: "not ok"
            case .unknown: report.isBlocked ? "ok" : "not ok"
            }
        var point = "\(verdict) \(self.count) - \(TAP.escaped(report.definition.name))"
        if report.isBlocked { point += " # SKIP \(TAP.escaped(outcome.summary))" }
        var lines = self.count == 1 ? [TAP.heading] : []
        lines += [
            point, "  ---", "  status: \(outcome.status)", "  reason: \(outcome.reason.rawValue)",
            "  message: \(Self.quoted(outcome.summary))", "  duration_ms: \(outcome.duration.milliseconds.short)",
        ]
        if !outcome.assertions.isEmpty {
            lines.append("  assertions:")
            for assertion in outcome.assertions {
                lines += [
                    "    - name: \(Self.quoted(assertion.name))", "      expected: \(Self.quoted(assertion.expected))",
                    "      got: \(Self.quoted(assertion.got))", "      status: \(assertion.status)",
                ]
            }
        }
        lines.append("  ...")
        return lines.joined(separator: "\n")
    }

    func ending(isInterrupted: Bool) -> String? {
        let head = self.count == 0 ? "\(TAP.heading)\n" : ""
        return isInterrupted ? "\(head)Bail out! interrupted" : "\(head)1..\(self.count)"
    }

    /// A text in double quotes is the same in YAML and in JSON.
    private static func quoted(_ text: String) -> String {
        JSONValue.string(text).text
    }
}
