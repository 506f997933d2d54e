import Checks

/// The line a Nagios plugin prints: `NAME WORD - SUMMARY | PERFORMANCE DATA`.
struct NagiosWriter: RunWriter {
    func add(_ report: RunReport) -> String? {
        let word =
            switch report.outcome.status {
            case .pass: "OK"
            case .warn: "WARNING"
            case .fail: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        // A bar begins the performance data.
        let summary = report.outcome.summary.map { $0 == "|" ? "/" : String($0) }.joined()
        let seconds = (report.outcome.duration.milliseconds / 1000).short
        let data =
            ["time=\(seconds)s;;;0"]
            + report.outcome.measurements.map {
                "'\($0.name.filter { $0 != "'" && $0 != "=" })'=\($0.value.short)\($0.unit)"
            }
        return "\(report.definition.name.uppercased()) \(word) - \(summary) | \(data.joined(separator: " "))"
    }
}
