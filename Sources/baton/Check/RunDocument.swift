import Checks

/// `baton check run --format json`: one run.
struct RunDocument: Encodable {
    struct Measurement: Encodable {
        var name: String
        var value: Double
        var unit: String
    }

    var schema = "check-run/v1"
    var check: String
    var kind: String
    var status: String
    var reason: String
    var summary: String
    var durationMs: Double
    var time: String
    var output: String
    var measurements: [Measurement]

    init(_ report: RunReport) {
        self.check = report.definition.name
        self.kind = report.definition.kind
        self.status = "\(report.outcome.status)"
        self.reason = report.outcome.reason.rawValue
        self.summary = report.outcome.summary
        self.durationMs = report.outcome.duration.milliseconds
        self.time = report.time
        self.output = report.outcome.output
        self.measurements = report.outcome.measurements.map {
            Measurement(name: $0.name, value: $0.value, unit: $0.unit)
        }
    }
}
