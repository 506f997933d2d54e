import Configuration

/// What there is to read about a rule.
package struct RulePage: Hashable, Sendable {
    /// What the configuration does, and why.
    package var effect: String
    /// With numbers.
    package var example: String
    package var fix: String
    /// What the rule can see and what it cannot.
    package var sight: String
}

extension LintRule {
    /// For a terminal.
    package var text: String {
        let page = self.page
        return """
            \(self.rawValue)  \(self.title)  (\(self.severity.name))

            What happens
            \(Self.wrapped(page.effect))

            Example
            \(Self.wrapped(page.example))

            Fix
            \(Self.wrapped(page.fix))

            What the rule sees
            \(Self.wrapped(page.sight))
            """
    }

    /// Lines of at most 90 characters, indented by four.
    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count > 85 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        lines.append(line)
        return lines.map { "    \($0)" }.joined(separator: "\n")
    }
}
