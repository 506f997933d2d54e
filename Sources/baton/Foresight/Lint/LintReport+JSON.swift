import Checks
import Configuration
import Foresight

extension LintReport {
    /// One object; its names are documented in Documentation/Lint.md and stay.
    var json: JSONValue {
        .object([
            "schema": .string("lint/v1"),
            "nodes": .array(self.nodes.map(JSONValue.string)),
            "findings": .array(self.findings.map { .object(Self.members(of: $0)) }),
            "silenced": .array(
                self.silenced.map { silenced in
                    var members = Self.members(of: silenced.finding)
                    members["reason"] = .string(silenced.reason)
                    return .object(members)
                }
            ),
            "summary": .object([
                "errors": .number(Double(self.count(.error))),
                "warnings": .number(Double(self.count(.warning))),
                "notices": .number(Double(self.count(.notice))),
                "silenced": .number(Double(self.silenced.count)),
            ]),
        ])
    }

    private static func members(of finding: Finding) -> [String: JSONValue] {
        let text = { (text: String?) in text.map(JSONValue.string) ?? .null }
        return [
            "rule": .string(finding.subject.identifier),
            "title": text(finding.subject.rule?.title),
            "severity": .string(finding.severity.name),
            "file": .string(finding.location.file),
            "line": .number(Double(finding.location.line)),
            "column": .number(Double(finding.location.column)),
            "node": .string(finding.node),
            "instance": text(finding.instance),
            "check": text(finding.check),
            "message": .string(finding.message),
            "counterexample": text(finding.counterexample),
            "fix": text(finding.fix),
        ]
    }
}
