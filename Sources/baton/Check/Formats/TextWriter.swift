import Checker
import Checks

/// Lines for people.
struct TextWriter: RunWriter {
    private let explains: Bool
    private let plugins: [String: PluginDescription]
    private let identity: String

    private static let margin = String(repeating: " ", count: 9)

    init(explains: Bool, plugins: [PluginDescription], identity: String) {
        self.explains = explains
        self.plugins = Dictionary(plugins.map { ($0.kind, $0) }) { first, _ in first }
        self.identity = identity
    }

    func add(_ report: RunReport) -> String? {
        let outcome = report.outcome
        let status = "\(outcome.status)".uppercased().padded(to: 7)
        var head = "\(status)  \(report.definition.name)  \(outcome.duration.inUnits)  \(outcome.reason.rawValue)"
        if !outcome.summary.isEmpty { head += "  \(outcome.summary)" }
        var lines = [head]
        if self.explains {
            let explanation = Explanation(
                report,
                plugin: self.plugins[report.definition.kind],
                identity: self.identity
            )
            lines += explanation.assertions.map { Self.margin + $0 }
            lines += Self.measurements(outcome)
            lines += explanation.resolved.map { Self.margin + $0 }
        } else {
            lines += Self.measurements(outcome)
        }
        if outcome.status != .pass || self.explains {
            lines += outcome.output.split(separator: "\n").map { "       | \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    private static func measurements(_ outcome: CheckOutcome) -> [String] {
        outcome.measurements.map {
            Self.margin + "\($0.name) = \($0.value.short)" + ($0.unit.isEmpty ? "" : " \($0.unit)")
        }
    }
}
