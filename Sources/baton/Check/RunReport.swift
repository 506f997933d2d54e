import Checker
import Checks

/// One run of a check as it is printed.
struct RunReport {
    var definition: CheckDefinition
    var outcome: CheckOutcome
    /// RFC 3339.
    var time: String

    func text(_ format: RunFormat) throws -> String {
        switch format {
        case .text: self.plainText
        case .json: try JSONOutput.line(RunDocument(self))
        case .nagios: self.nagiosLine
        }
    }

    private var plainText: String {
        let status = "\(self.outcome.status)".uppercased().padded(to: 7)
        let duration = self.outcome.duration.inUnits
        var text = "\(status)  \(self.definition.name)  \(duration)  \(self.outcome.reason.rawValue)"
        if !self.outcome.summary.isEmpty { text += "  \(self.outcome.summary)" }
        for measurement in self.outcome.measurements {
            text += "\n         \(measurement.name) = \(measurement.value.short) \(measurement.unit)"
        }
        if self.outcome.status != .pass {
            for line in self.outcome.output.split(separator: "\n") { text += "\n       | \(line)" }
        }
        return text
    }

    private var nagiosLine: String {
        let word =
            switch self.outcome.status {
            case .pass: "OK"
            case .warn: "WARNING"
            case .fail: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        // A bar begins the performance data.
        let summary = self.outcome.summary.map { $0 == "|" ? "/" : String($0) }.joined()
        let seconds = (self.outcome.duration.milliseconds / 1000).short
        let data =
            ["time=\(seconds)s;;;0"]
            + self.outcome.measurements.map {
                "'\($0.name.filter { $0 != "'" && $0 != "=" })'=\($0.value.short)\($0.unit)"
            }
        return "\(self.definition.name.uppercased()) \(word) - \(summary) | \(data.joined(separator: " "))"
    }
}
