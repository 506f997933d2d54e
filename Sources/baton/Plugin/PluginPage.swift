import Checks

/// A plugin's description as a page of text.
struct PluginPage {
    private let plugin: PluginDescription

    init(_ plugin: PluginDescription) {
        self.plugin = plugin
    }

    var text: String {
        var parts = ["\(self.plugin.kind) \(self.plugin.argument.usage)\n    \(self.plugin.summary)", self.argument]
        if self.plugin.watches { parts.append("Notices changes between its polls.") }
        parts.append(
            self.plugin.options.isEmpty
                ? "No options."
                : "Options, in braces behind the \(self.plugin.kind) line:\n\n"
                    + self.plugin.options.map(Self.paragraph).joined(separator: "\n\n")
        )
        for conflict in self.plugin.conflicts {
            parts.append(
                "\(conflict.option) and \(conflict.excluded) exclude one another:\n"
                    + Self.wrapped("\(conflict.reason); \(conflict.fix).")
            )
        }
        parts += [self.measurements, self.reasons].compactMap { $0 }
        for example in self.plugin.examples {
            parts.append("Example:\n\n" + example.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    private var argument: String {
        let argument = self.plugin.argument
        let alternatives =
            argument.alternatives.isEmpty
            ? "" : "; may be left out where one of \(argument.alternatives.joined(separator: ", ")) is given"
        return "\(argument.name): \(argument.type.expectation)\(alternatives)\n\(Self.wrapped(argument.documentation))"
    }

    private var measurements: String? {
        guard !self.plugin.measurements.isEmpty else { return nil }
        var table = Table(indentation: "    ")
        for measurement in self.plugin.measurements {
            table.add([measurement.name, measurement.unit, measurement.documentation])
        }
        return "Measures:\n\n\(table.text)"
    }

    private var reasons: String? {
        guard !self.plugin.reasons.isEmpty else { return nil }
        return "Reasons, besides those every check may have:\n"
            + Self.wrapped(self.plugin.reasons.map(\.rawValue).joined(separator: ", "))
    }

    static func paragraph(_ option: OptionDescription) -> String {
        var facts = ""
        if let value = option.defaultValue { facts += "; default: \(value)" }
        if option.repeats { facts += "; may stand several times" }
        if option.isSecret { facts += "; secret, never shown" }
        return "  \(option.name): \(option.type.expectation)\(facts)\n\(Self.wrapped(option.documentation))"
    }

    /// Indented lines of at most 80 columns.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = "   "
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.count + word.count + 1 > 80 {
                lines.append(line)
                line = "   "
            }
            line += " \(word)"
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
