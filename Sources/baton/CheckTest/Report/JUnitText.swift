/// Reports as the JUnit XML that continuous integration reads.
struct JUnitText {
    private let suites: [SuiteReport]

    init(_ suites: [SuiteReport]) {
        self.suites = suites
    }

    var text: String {
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            #"<testsuites tests="\#(self.suites.cases)" failures="\#(self.failures)" errors="\#(self.errors)">"#,
        ]
        for suite in self.suites {
            lines.append(Self.opening(of: suite))
            lines += suite.cases.flatMap { Self.lines(of: $0, in: suite) }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n")
    }

    private var failures: Int { self.suites.flatMap(\.cases).count { $0.isFailure } - self.errors }

    private var errors: Int { self.suites.flatMap(\.cases).count { Self.isBroken($0) } }

    private static func isBroken(_ report: CaseReport) -> Bool {
        if case .broken = report.verdict { true } else { false }
    }

    private static func opening(of suite: SuiteReport) -> String {
        let errors = suite.cases.count { self.isBroken($0) }
        let skipped = suite.cases.count { if case .skipped = $0.verdict { true } else { false } }
        let seconds = suite.cases.reduce(Duration.zero) { $0 + $1.duration }.milliseconds / 1000
        return #"  <testsuite name="\#(XMLText.attribute(suite.name))" tests="\#(suite.cases.count)""#
            + #" failures="\#(suite.failures - errors)" errors="\#(errors)" skipped="\#(skipped)""#
            + #" time="\#(seconds.short)">"#
    }

    private static func lines(of report: CaseReport, in suite: SuiteReport) -> [String] {
        let head =
            #"    <testcase name="\#(XMLText.attribute(report.name))" classname="\#(XMLText.attribute(suite.name))""#
            + #" time="\#((report.duration.milliseconds / 1000).short)""#
        switch report.verdict {
        case .passed: return [head + "/>"]
        case .skipped(let reason):
            return [head + ">", #"      <skipped message="\#(XMLText.attribute(reason))"/>"#, "    </testcase>"]
        case .failed(let reasons): return [head + ">", self.element("failure", reasons), "    </testcase>"]
        case .broken(let reasons): return [head + ">", self.element("error", reasons), "    </testcase>"]
        }
    }

    private static func element(_ name: String, _ reasons: [String]) -> String {
        let message = XMLText.attribute(reasons.first ?? "")
        return #"      <\#(name) message="\#(message)">\#(XMLText.content(reasons.joined(separator: "\n")))</\#(name)>"#
    }
}
