import Checker

/// Reports for people.
struct ReportText {
    private let suites: [SuiteReport]

    init(_ suites: [SuiteReport]) {
        self.suites = suites
    }

    var text: String {
        let lines = self.suites.flatMap { suite in
            [suite.name] + suite.cases.flatMap(Self.lines)
        }
        return (lines + [self.summary]).joined(separator: "\n")
    }

    private static func lines(of report: CaseReport) -> [String] {
        switch report.verdict {
        case .passed: ["  ok      \(report.name)  (\(report.duration.inUnits))"]
        case .skipped(let reason): ["  skip    \(report.name): \(reason)"]
        case .failed(let reasons): ["  FAILED  \(report.name)"] + reasons.map { "          \($0)" }
        case .broken(let reasons): ["  BROKEN  \(report.name)"] + reasons.map { "          \($0)" }
        }
    }

    private var summary: String {
        let skipped = self.suites.flatMap(\.cases).count { report in
            if case .skipped = report.verdict { true } else { false }
        }
        var text = "\(self.suites.cases) tests, \(self.suites.failures) failed"
        if self.suites.cases == 1 { text = "1 test, \(self.suites.failures) failed" }
        if skipped > 0 { text += ", \(skipped) skipped" }
        return text
    }
}
