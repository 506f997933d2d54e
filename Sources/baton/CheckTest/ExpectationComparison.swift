import Checks
import Configuration

/// An outcome beside what a test expects of it.
struct ExpectationComparison {
    private let expectation: TestStep.Expectation
    private let outcome: CheckOutcome

    init(_ expectation: TestStep.Expectation, _ outcome: CheckOutcome) {
        self.expectation = expectation
        self.outcome = outcome
    }

    /// One line for everything that differs.
    var problems: [String] {
        var problems: [String] = []
        let reason = self.expectation.reason
        if self.outcome.status != self.expectation.status || (reason.map { $0 != self.outcome.reason } ?? false) {
            let expected = "\(self.expectation.status)\(reason.map { " \($0.rawValue)" } ?? "")"
            problems.append("expected \(expected), found \(self.outcome.status) \(self.outcome.reason.rawValue)")
        }
        if let pattern = self.expectation.summary, !Self.matches(pattern, self.outcome.summary) {
            problems.append("expected a summary that matches '\(pattern)', found '\(self.outcome.summary)'")
        }
        if let score = self.expectation.score, score != self.outcome.score {
            problems.append("expected score \(score), found \(self.outcome.score.map(String.init) ?? "none")")
        }
        return problems
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        (try? RegularExpression(pattern))?.matches(text) ?? false
    }

    /// What the check itself says, for whoever wonders.
    static func evidence(of outcome: CheckOutcome) -> [String] {
        var lines = outcome.summary.isEmpty ? [] : ["the check says: \(outcome.summary)"]
        for assertion in outcome.assertions where assertion.status != .pass {
            lines.append("\(assertion.name): expected \(assertion.expected), got \(assertion.got)")
        }
        for line in outcome.output.split(separator: "\n").prefix(10) { lines.append("| \(line)") }
        return lines
    }
}
