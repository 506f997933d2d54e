/// The reference page of one plugin, in Markdown, made of nothing but its description.
package struct PluginReference {
    private let plugin: PluginDescription

    package init(_ plugin: PluginDescription) {
        self.plugin = plugin
    }

    /// The first line of every page: whoever reads it knows where to change it.
    package static let origin =
        "<!-- Written by `baton plugin docs`. Change the plugin's description, not this page. -->"

    /// As a file in the folder of all pages.
    package var fileName: String { "\(self.plugin.kind).md" }

    package var markdown: String {
        var parts = [Self.origin, "# \(Markdown.text(self.plugin.kind))", Markdown.text(self.plugin.summary)]
        parts += [Markdown.block("\(self.plugin.kind) \(self.plugin.argument.usage)"), self.argument]
        if self.plugin.watches {
            parts.append(
                "It also notices changes between its polls: what happens is reported when it happens, not at the "
                    + "next interval."
            )
        }
        parts += self.examples + self.options + self.conflicts + self.measurements + self.reasons
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var argument: String {
        let argument = self.plugin.argument
        var text = "**\(Markdown.text(argument.name))**: *\(Markdown.text(argument.type.expectation))*.\n\n"
        if !argument.alternatives.isEmpty {
            let names = argument.alternatives.map { Markdown.code($0) }.joined(separator: ", ")
            text += "It may be left out where one of these options is given: \(names). "
        }
        return text + Markdown.text(argument.documentation)
    }

    private var examples: [String] {
        guard !self.plugin.examples.isEmpty else { return [] }
        return ["## Examples"] + self.plugin.examples.map { Markdown.block($0, language: "conf") }
    }

    private var options: [String] {
        guard !self.plugin.options.isEmpty else { return ["## Options", "None."] }
        return ["## Options", "In braces behind the \(Markdown.code(self.plugin.kind)) line."]
            + self.plugin.options.map(Self.paragraph)
    }

    private static func paragraph(_ option: OptionDescription) -> String {
        var facts = [Markdown.text(option.type.expectation)]
        if let value = option.defaultValue { facts.append("default \(Markdown.code(value))") }
        if option.repeats { facts.append("may stand several times") }
        if option.isSecret { facts.append("secret: its value is never shown") }
        return "### \(option.name)\n\n*\(facts.joined(separator: "; ")).*\n\n\(Markdown.text(option.documentation))"
            + (option.type.needsExample ? "\n\n" + Markdown.block("\(option.name) \(option.type.example)") : "")
    }

    private var conflicts: [String] {
        guard !self.plugin.conflicts.isEmpty else { return [] }
        let lines = self.plugin.conflicts.map { conflict -> String in
            let names = "\(Markdown.code(conflict.option)) and \(Markdown.code(conflict.excluded))"
            return "* \(names): \(Markdown.text(conflict.reason)); \(Markdown.text(conflict.fix))."
        }
        return ["## Options that exclude one another", lines.joined(separator: "\n")]
    }

    private var measurements: [String] {
        guard !self.plugin.measurements.isEmpty else { return [] }
        let rows = self.plugin.measurements.map {
            [Markdown.code($0.name), $0.unit.isEmpty ? "" : Markdown.code($0.unit), Markdown.text($0.documentation)]
        }
        return ["## Measurements", Markdown.table(["name", "unit", "meaning"], rows)]
    }

    private var reasons: [String] {
        guard !self.plugin.reasons.isEmpty else { return [] }
        let codes = self.plugin.reasons.map { Markdown.code($0.rawValue) }.joined(separator: ", ")
        return [
            "## Reasons",
            "\(codes); and those every check may have, see [Checks](../Checks.md#reason-codes).",
        ]
    }
}

extension OptionType {
    /// Whether the expectation alone leaves open how a value is written.
    fileprivate var needsExample: Bool {
        switch self {
        case .integerRanges, .words, .escapedText, .hexBytes, .regularExpression, .jsonCondition, .measurementThreshold,
            .exitMapping:
            true
        case .string, .path, .integer, .duration, .boolean, .choice, .url, .hostAndPort, .programName, .host,
            .numericAddress, .interfaceName, .unitName:
            false
        }
    }
}
