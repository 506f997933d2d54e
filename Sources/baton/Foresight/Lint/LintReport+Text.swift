import Checks
import Configuration
import Foresight

extension LintReport {
    /// As compilers write it, with a last line that counts.
    var text: String {
        (self.findings.map(Self.paragraph) + [self.summary]).joined(separator: "\n")
    }

    private static func paragraph(_ finding: Finding) -> String {
        let location = finding.location
        let place = location.line > 0 ? location.description : location.file
        var text =
            "\(place): \(finding.severity.name)[\(finding.subject.identifier)]: \(finding.message)"
        text = Diagnostic.printable(text)
        if let counterexample = finding.counterexample {
            text += "\n    counterexample: \(Diagnostic.printable(counterexample))"
        }
        if let fix = finding.fix { text += "\n    fix: \(Diagnostic.printable(fix))" }
        return text
    }

    private var summary: String {
        let number = { (count: Int, noun: String) in "\(count) \(noun)\(count == 1 ? "" : "s")" }
        let nodes = number(self.nodes.count, "node")
        let counts =
            self.findings.isEmpty
            ? "no findings"
            : "\(number(self.count(.error), "error")), \(number(self.count(.warning), "warning")), "
                + number(self.count(.notice), "notice")
        return "\(nodes): \(counts)" + (self.silenced.isEmpty ? "" : "; \(self.silenced.count) silenced")
    }
}
