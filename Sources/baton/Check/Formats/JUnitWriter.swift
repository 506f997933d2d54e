import Checks

/// One JUnit XML document: a suite for each check, a case for each run.
///
/// `fail` is a failure, `unknown` an error, a run that a requirement blocked is skipped, `warn` passes with a note.
struct JUnitWriter: RunWriter {
    private var reports: [RunReport] = []

    mutating func add(_ report: RunReport) -> String? {
        self.reports.append(report)
        return nil
    }

    func ending(isInterrupted: Bool) -> String? {
        var names: [String] = []
        for report in self.reports where !names.contains(report.definition.name) {
            names.append(report.definition.name)
        }
        let suites = names.map { name in self.reports.filter { $0.definition.name == name } }
        let head = "<testsuites name=\"baton check run\"\(Self.totals(self.reports))>"
        let lines =
            ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", head] + suites.flatMap(Self.suite) + ["</testsuites>"]
        return lines.joined(separator: "\n")
    }

    private static func suite(_ reports: [RunReport]) -> [String] {
        guard let first = reports.first else { return [] }
        let name = XMLText.attribute(first.definition.name)
        return [
            "  <testsuite name=\"\(name)\" timestamp=\"\(XMLText.attribute(first.time))\"\(self.totals(reports))>"
        ] + reports.flatMap(self.testCase) + ["  </testsuite>"]
    }

    private static func testCase(_ report: RunReport) -> [String] {
        let outcome = report.outcome
        let head =
            "    <testcase name=\"run \(report.run)\""
            + " classname=\"\(XMLText.attribute("\(report.definition.kind).\(report.definition.name)"))\""
            + " file=\"\(XMLText.attribute(report.definition.location.file))\""
            + " time=\"\(self.seconds(outcome.duration))\">"
        var lines = [head]
        let element: String? =
            switch outcome.status {
            case .pass, .warn: nil
            case .fail: "failure"
            case .unknown: report.isBlocked ? "skipped" : "error"
            }
        let message = XMLText.attribute(outcome.summary)
        if element == "skipped" {
            lines.append("      <skipped message=\"\(message)\"/>")
        } else if let element {
            let body = XMLText.content(self.assertions(outcome).joined(separator: "\n"))
            lines.append(
                "      <\(element) type=\"\(outcome.reason.rawValue)\" message=\"\(message)\">\(body)</\(element)>"
            )
        }
        var output = outcome.status == .warn ? ["warn: \(outcome.reason.rawValue): \(outcome.summary)"] : []
        if outcome.status == .warn { output += self.assertions(outcome) }
        if !outcome.output.isEmpty { output.append(outcome.output) }
        if !output.isEmpty {
            lines.append("      <system-out>\(XMLText.content(output.joined(separator: "\n")))</system-out>")
        }
        return lines + ["    </testcase>"]
    }

    private static func assertions(_ outcome: CheckOutcome) -> [String] {
        outcome.assertions.map { "\($0.status): \($0.name): expected \($0.expected), got \($0.got)" }
    }

    private static func totals(_ reports: [RunReport]) -> String {
        let count = { (matches: (RunReport) -> Bool) in reports.count(where: matches) }
        let time = reports.reduce(Duration.zero) { $0 + $1.outcome.duration }
        return " tests=\"\(reports.count)\" failures=\"\(count { $0.outcome.status == .fail })\""
            + " errors=\"\(count { $0.outcome.status == .unknown && !$0.isBlocked })\""
            + " skipped=\"\(count(\.isBlocked))\" time=\"\(self.seconds(time))\""
    }

    private static func seconds(_ duration: Duration) -> String {
        let seconds = duration.seconds
        return Int64(exactly: seconds).map(String.init) ?? "\(seconds)"
    }
}
