import Checks

/// The text format of Prometheus, as a textfile collector reads it: what the last run of each check found.
struct PrometheusWriter: RunWriter {
    private struct Family {
        var name: String
        var help: String
        var samples: [String] = []

        /// Labels in the order given; a label set that stood before is dropped, for the format forbids it.
        mutating func add(_ labels: [(String, String)], _ value: Double) {
            let text = labels.map { "\($0.0)=\"\(PrometheusWriter.escaped($0.1))\"" }.joined(separator: ",")
            let head = "baton_check_\(self.name){\(text)} "
            guard !self.samples.contains(where: { $0.hasPrefix(head) }) else { return }
            self.samples.append(head + PrometheusWriter.number(value))
        }

        var text: String {
            "# HELP baton_check_\(self.name) \(self.help)\n# TYPE baton_check_\(self.name) gauge\n"
                + self.samples.joined(separator: "\n")
        }
    }

    /// In the order of the first run.
    private var names: [String] = []
    private var last: [String: RunReport] = [:]

    mutating func add(_ report: RunReport) -> String? {
        let name = report.definition.name
        if self.last.updateValue(report, forKey: name) == nil { self.names.append(name) }
        return nil
    }

    func ending(isInterrupted: Bool) -> String? {
        var state = Family(name: "state", help: "Whether the last run ended so: 1 or 0 for each state.")
        var reason = Family(name: "reason_info", help: "Why the last run ended as it did; always 1.")
        var duration = Family(name: "duration_seconds", help: "Wall time of the last run.")
        var delay = Family(name: "queue_delay_seconds", help: "How long the last run waited for a free place.")
        var score = Family(name: "score", help: "The graded answer of the last run, -254 to 254.")
        var assertion = Family(name: "assertion", help: "Whether an assertion of the last run held: 1 or 0.")
        var measurement = Family(name: "measurement", help: "A value the last run measured, in its unit.")
        for report in self.names.compactMap({ self.last[$0] }) {
            let outcome = report.outcome
            let labels = [("check", report.definition.name), ("kind", report.definition.kind)]
            for status in CheckStatus.allCases {
                state.add(labels + [("state", "\(status)")], status == outcome.status ? 1 : 0)
            }
            reason.add(labels + [("reason", outcome.reason.rawValue)], 1)
            duration.add(labels, outcome.duration.seconds)
            delay.add(labels, outcome.queueDelay.seconds)
            if let value = outcome.score { score.add(labels, Double(value)) }
            for (index, item) in outcome.assertions.enumerated() {
                let holds = item.status == .pass || item.status == .warn
                assertion.add(labels + [("assertion", item.name), ("number", "\(index + 1)")], holds ? 1 : 0)
            }
            for item in outcome.measurements {
                measurement.add(labels + [("name", item.name), ("unit", item.unit)], item.value)
            }
        }
        return [state, reason, duration, delay, score, assertion, measurement].filter { !$0.samples.isEmpty }
            .map(\.text).joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n", "\r\n": "\\n"
            default: String(character)
            }
        }.joined()
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
