/// Reports as the Test Anything Protocol has them, version 14.
struct TAPText {
    private let suites: [SuiteReport]

    init(_ suites: [SuiteReport]) {
        self.suites = suites
    }

    var text: String {
        var lines = [TAP.heading, "1..\(self.suites.cases)"]
        var number = 0
        for suite in self.suites {
            for report in suite.cases {
                if case .skipped(CaseReport.notDescribed) = report.verdict {
                    return (lines + ["Bail out! \(suite.name): \(CaseReport.notDescribed)"]).joined(separator: "\n")
                }
                number += 1
                let name = TAP.escaped("\(suite.name): \(report.name)")
                switch report.verdict {
                case .passed: lines.append("ok \(number) - \(name)")
                case .skipped(let reason): lines.append("ok \(number) - \(name) # SKIP \(TAP.escaped(reason))")
                case .failed(let reasons), .broken(let reasons):
                    lines.append("not ok \(number) - \(name)")
                    lines += reasons.flatMap { $0.split(separator: "\n") }.map { "# \($0)" }
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}
