import Checks

/// `baton check list --format json`.
struct CheckListDocument: Encodable {
    struct Entry: Encodable {
        var name: String
        var kind: String
        var arguments: [String]
        var intervalMs: Double
        var timeoutMs: Double
        var rise: Int
        var fall: Int
        var weight: Int
        var reverse: Bool
        var file: String
        var line: Int
    }

    var schema = "check-list/v1"
    var checks: [Entry]

    init(_ checks: [CheckDefinition]) {
        self.checks = checks.map {
            Entry(
                name: $0.name,
                kind: $0.kind,
                arguments: $0.options.arguments,
                intervalMs: $0.schedule.interval.milliseconds,
                timeoutMs: $0.schedule.timeout.milliseconds,
                rise: $0.schedule.rise,
                fall: $0.schedule.fall,
                weight: $0.weight.value,
                reverse: $0.weight.reverse,
                file: $0.location.file,
                line: $0.location.line
            )
        }
    }
}
