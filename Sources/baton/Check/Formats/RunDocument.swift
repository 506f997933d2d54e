import Checks

/// `baton check run --format json`: one run.
struct RunDocument: Encodable {
    struct Measurement: Encodable {
        var name: String
        var value: Double
        var unit: String
    }

    struct Assertion: Encodable {
        var name: String
        var expected: String
        var got: String
        var status: String
    }

    struct Requirement: Encodable {
        var check: String
        /// `none` = it has not run.
        var health: String
    }

    /// What rise and fall make of the runs of this command.
    struct Counting: Encodable {
        var health: String
        var streak: Int
        var rise: Int
        var fall: Int
    }

    var schema = "check-run/v1"
    var check: String
    var kind: String
    var run: Int
    var status: String
    var reason: String
    var summary: String
    var durationMs: Double
    var queueDelayMs: Double
    var time: String
    var output: String
    var score: Int?
    var mode: String
    var file: String
    var line: Int
    var assertions: [Assertion]
    var measurements: [Measurement]
    var requires: [Requirement]
    var counting: Counting

    init(_ report: RunReport) {
        let (definition, outcome) = (report.definition, report.outcome)
        self.check = definition.name
        self.kind = definition.kind
        self.run = report.run
        self.status = "\(outcome.status)"
        self.reason = outcome.reason.rawValue
        self.summary = outcome.summary
        self.durationMs = outcome.duration.milliseconds
        self.queueDelayMs = outcome.queueDelay.milliseconds
        self.time = report.time
        self.output = outcome.output
        self.score = outcome.score
        self.mode = definition.mode.rawValue
        self.file = definition.location.file
        self.line = definition.location.line
        self.assertions = outcome.assertions.map {
            Assertion(name: $0.name, expected: $0.expected, got: $0.got, status: "\($0.status)")
        }
        self.measurements = outcome.measurements.map {
            Measurement(name: $0.name, value: $0.value, unit: $0.unit)
        }
        self.requires = report.requirements.map {
            Requirement(check: $0.check, health: $0.health.map { "\($0)" } ?? "none")
        }
        self.counting = Counting(
            health: "\(report.after.health)",
            streak: report.after.streak,
            rise: report.after.rise,
            fall: report.after.fall
        )
    }
}
