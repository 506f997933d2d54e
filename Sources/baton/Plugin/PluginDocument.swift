import Checks

/// `baton plugin describe --format json`.
struct PluginDocument: Encodable {
    struct Argument: Encodable {
        var name: String
        var expects: String
        var takesMore: Bool
        var documentation: String
    }

    struct Option: Encodable {
        var name: String
        var expects: String
        var example: String
        var defaultValue: String?
        var documentation: String
    }

    var schema = "plugin/v1"
    var kind: String
    var summary: String
    var argument: Argument
    var options: [Option]
    var examples: [String]

    init(_ plugin: PluginDescription) {
        self.kind = plugin.kind
        self.summary = plugin.summary
        self.argument = Argument(
            name: plugin.argument.name,
            expects: plugin.argument.type.expectation,
            takesMore: plugin.argument.takesMore,
            documentation: plugin.argument.documentation
        )
        self.options = plugin.options.map {
            Option(
                name: $0.name,
                expects: $0.type.expectation,
                example: $0.type.example,
                defaultValue: $0.defaultValue,
                documentation: $0.documentation
            )
        }
        self.examples = plugin.examples
    }
}
