/// JUnit XML of things that were reckoned, not run: they take no time.
struct JUnitDocument {
    enum Verdict {
        /// With something to be said of it all the same.
        case passed(String?)
        case skipped(String)
        case failed(String, [String])
    }

    struct Case {
        var name: String
        var verdict: Verdict

        fileprivate var isFailure: Bool { if case .failed = self.verdict { true } else { false } }
        fileprivate var isSkipped: Bool { if case .skipped = self.verdict { true } else { false } }
    }

    struct Suite {
        var name: String
        var cases: [Case]
    }

    private let suites: [Suite]

    init(_ suites: [Suite]) {
        self.suites = suites
    }

    var text: String {
        let cases = self.suites.flatMap(\.cases)
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            #"<testsuites tests="\#(cases.count)" failures="\#(cases.count { $0.isFailure })" errors="0">"#,
        ]
        for suite in self.suites {
            lines.append(
                #"  <testsuite name="\#(XMLText.attribute(suite.name))" tests="\#(suite.cases.count)""#
                    + #" failures="\#(suite.cases.count { $0.isFailure })" errors="0""#
                    + #" skipped="\#(suite.cases.count { $0.isSkipped })">"#
            )
            lines += suite.cases.flatMap { Self.lines(of: $0, in: suite) }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n")
    }

    private static func lines(of item: Case, in suite: Suite) -> [String] {
        let head =
            #"    <testcase name="\#(XMLText.attribute(item.name))" classname="\#(XMLText.attribute(suite.name))""#
        switch item.verdict {
        case .passed(nil):
            return [head + "/>"]
        case .passed(let remark?):
            return [head + ">", "      <system-out>\(XMLText.content(remark))</system-out>", "    </testcase>"]
        case .skipped(let reason):
            return [head + ">", #"      <skipped message="\#(XMLText.attribute(reason))"/>"#, "    </testcase>"]
        case .failed(let summary, let details):
            let text = XMLText.content(details.joined(separator: "\n"))
            return [
                head + ">",
                #"      <failure message="\#(XMLText.attribute(summary))">\#(text)</failure>"#,
                "    </testcase>",
            ]
        }
    }
}
