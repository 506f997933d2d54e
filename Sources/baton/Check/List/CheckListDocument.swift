import Checks

/// `baton check list --format json`.
struct CheckListDocument: Encodable {
    struct Entry: Encodable {
        var name: String
        var kind: String
        var arguments: [String]
        /// As they could stand in the file; secret values are `***`.
        var options: [String]
        var summary: String
        var mode: String
        var scope: String
        var requires: [String]
        var intervalMs: Double
        var fastIntervalMs: Double?
        var downIntervalMs: Double?
        var timeoutMs: Double
        var jitterPercent: Int
        var startOffsetMs: Double?
        var rise: Int
        var fall: Int
        /// `3/5`.
        var window: String?
        var weight: Int
        var reverse: Bool
        var user: String?
        var file: String
        var line: Int
    }

    var schema = "check-list/v1"
    var checks: [Entry]

    init(_ loaded: LoadedChecks) {
        self.checks = loaded.checks.map { check in
            Entry(
                name: check.name,
                kind: check.kind,
                arguments: check.options.arguments,
                options: DefinitionText(check, plugin: loaded.plugin(check.kind)).options,
                summary: check.summary,
                mode: check.mode.rawValue,
                scope: check.scope.rawValue,
                requires: check.requires,
                intervalMs: check.schedule.interval.milliseconds,
                fastIntervalMs: check.schedule.fastInterval?.milliseconds,
                downIntervalMs: check.schedule.downInterval?.milliseconds,
                timeoutMs: check.schedule.timeout.milliseconds,
                jitterPercent: check.schedule.jitter,
                startOffsetMs: check.schedule.startOffset?.milliseconds,
                rise: check.schedule.rise,
                fall: check.schedule.fall,
                window: check.schedule.window.map { "\($0.failures)/\($0.results)" },
                weight: check.weight.value,
                reverse: check.weight.reverse,
                user: check.user?.user,
                file: check.location.file,
                line: check.location.line
            )
        }
    }
}
