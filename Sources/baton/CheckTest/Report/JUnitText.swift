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
        return #"  <testsuite name="\#(self.escaped(suite.name))" tests="\#(suite.cases.count)""#
            + #" failures="\#(suite.failures - errors)" errors="\#(errors)" skipped="\#(skipped)""#
            + #" time="\#(seconds.short)">"#
    }

    private static func lines(of report: CaseReport, in suite: SuiteReport) -> [String] {
        let head =
            #"    <testcase name="\#(self.escaped(report.name))" classname="\#(self.escaped(suite.name))""#
            + #" time="\#((report.duration.milliseconds / 1000).short)""#
        switch report.verdict {
        case .passed: return [head + "/>"]
        case .skipped(let reason):
            return [head + ">", #"      <skipped message="\#(self.escaped(reason))"/>"#, "    </testcase>"]
        case .failed(let reasons): return [head + ">", self.element("failure", reasons), "    </testcase>"]
        case .broken(let reasons): return [head + ">", self.element("error", reasons), "    </testcase>"]
        }
    }

    private static func element(_ name: String, _ reasons: [String]) -> String {
        let message = self.escaped(reasons.first ?? "")
        return #"      <\#(name) message="\#(message)">\#(self.escaped(reasons.joined(separator: "\n")))</\#(name)>"#
    }

    /// Text as XML 1.0 takes it; what it cannot hold at all becomes `?`.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xfffe && scalar.value != 0xffff
                escaped.unicodeScalars.append(isAllowed ? scalar : "?")
            }
        }
        return escaped
    }
}
