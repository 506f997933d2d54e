import Checks

/// `baton plugin describe --format json`.
struct PluginDocument: Encodable {
    struct Argument: Encodable {
        var name: String
        var expects: String
        var takesMore: Bool
        /// Options one of which stands for it; empty = it is needed.
        var alternatives: [String]
        var documentation: String
    }

    struct Option: Encodable {
        var name: String
        var expects: String
        var example: String
        var defaultValue: String?
        var repeats: Bool
        var isSecret: Bool
        var documentation: String
    }

    struct Conflict: Encodable {
        var option: String
        var excludes: String
        var reason: String
        var fix: String
    }

    struct Measurement: Encodable {
        var name: String
        var unit: String
        var documentation: String
    }

    var schema = "plugin/v1"
    var kind: String
    var summary: String
    var watches: Bool
    var argument: Argument
    var options: [Option]
    var conflicts: [Conflict]
    var measurements: [Measurement]
    var reasons: [String]
    var examples: [String]

    init(_ plugin: PluginDescription) {
        self.kind = plugin.kind
        self.summary = plugin.summary
        self.watches = plugin.watches
        self.argument = Argument(
            name: plugin.argument.name,
            expects: plugin.argument.type.expectation,
            takesMore: plugin.argument.takesMore,
            alternatives: plugin.argument.alternatives,
            documentation: plugin.argument.documentation
        )
        self.options = plugin.options.map {
            Option(
                name: $0.name,
                expects: $0.type.expectation,
                example: $0.type.example,
                defaultValue: $0.defaultValue,
                repeats: $0.repeats,
                isSecret: $0.isSecret,
                documentation: $0.documentation
            )
        }
        self.conflicts = plugin.conflicts.map {
            Conflict(option: $0.option, excludes: $0.excluded, reason: $0.reason, fix: $0.fix)
        }
        self.measurements = plugin.measurements.map {
            Measurement(name: $0.name, unit: $0.unit, documentation: $0.documentation)
        }
        self.reasons = plugin.reasons.map(\.rawValue)
        self.examples = plugin.examples
    }
}
