/// Reports for machines.
struct ReportDocument: Encodable {
    struct Entry: Encodable {
        var suite: String
        var name: String
        /// `passed`, `failed`, `skipped`, `broken`.
        var verdict: String
        var reasons: [String]
        var durationMs: Double
    }

    var schema = "test-report/v1"
    var tests: Int
    var failures: Int
    var cases: [Entry]

    init(_ suites: [SuiteReport]) {
        self.tests = suites.cases
        self.failures = suites.failures
        self.cases = suites.flatMap { suite in suite.cases.map { Entry(suite.name, $0) } }
    }
}

extension ReportDocument.Entry {
    fileprivate init(_ suite: String, _ report: CaseReport) {
        self.suite = suite
        self.name = report.name
        self.durationMs = report.duration.milliseconds
        switch report.verdict {
        case .passed:
            self.verdict = "passed"
            self.reasons = []
        case .skipped(let reason):
            self.verdict = "skipped"
            self.reasons = [reason]
        case .failed(let reasons):
            self.verdict = "failed"
            self.reasons = reasons
        case .broken(let reasons):
            self.verdict = "broken"
            self.reasons = reasons
        }
    }
}
