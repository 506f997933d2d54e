/// Reports as the Test Anything Protocol has them, version 13.
struct TAPText {
    private let suites: [SuiteReport]

    init(_ suites: [SuiteReport]) {
        self.suites = suites
    }

    var text: String {
        var lines = ["TAP version 13", "1..\(self.suites.cases)"]
        var number = 0
        for suite in self.suites {
            for report in suite.cases {
                number += 1
                let name = "\(suite.name): \(report.name)".map { $0 == "#" ? "\\#" : String($0) }.joined()
                switch report.verdict {
                case .passed: lines.append("ok \(number) - \(name)")
                case .skipped(let reason): lines.append("ok \(number) - \(name) # SKIP \(reason)")
                case .failed(let reasons), .broken(let reasons):
                    lines.append("not ok \(number) - \(name)")
                    lines += reasons.flatMap { $0.split(separator: "\n") }.map { "# \($0)" }
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}
