import Checks

/// A plugin's description as a page of text.
struct PluginPage {
    private let plugin: PluginDescription

    init(_ plugin: PluginDescription) {
        self.plugin = plugin
    }

    var text: String {
        let argument = self.plugin.argument
        var parts = [
            "\(self.plugin.kind) \(argument.usage)\n    \(self.plugin.summary)",
            "\(argument.name): \(argument.type.expectation)\n\(Self.wrapped(argument.documentation))",
        ]
        parts.append(
            self.plugin.options.isEmpty
                ? "No options."
                : "Options, in braces behind the \(self.plugin.kind) line:\n\n"
                    + self.plugin.options.map(Self.paragraph).joined(separator: "\n\n")
        )
        for example in self.plugin.examples {
            parts.append("Example:\n\n" + example.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    private static func paragraph(_ option: OptionDescription) -> String {
        let end = option.defaultValue.map { " (default: \($0))" } ?? ""
        return "  \(option.name): \(option.type.expectation)\(end)\n\(Self.wrapped(option.documentation))"
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
