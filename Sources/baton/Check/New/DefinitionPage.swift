import Checks

/// A draft as the text of a file in `checks.d`.
struct DefinitionPage {
    private let draft: DefinitionDraft
    private let plugin: PluginDescription?

    /// - Parameter plugin: Its options that are not set are offered in comments; nil = none are.
    init(_ draft: DefinitionDraft, offering plugin: PluginDescription? = nil) {
        self.draft = draft
        self.plugin = plugin
    }

    var text: String {
        let draft = self.draft
        let inner = self.options
        let plugin =
            inner.isEmpty
            ? ["    \(draft.pluginLine)"]
            : ["    \(draft.pluginLine) {"] + inner.map { $0.isEmpty ? "" : "        \($0)" } + ["    }"]
        let lines =
            draft.comments.flatMap { Self.wrapped($0, width: 100) } + ["check \(draft.name) {"] + plugin
            + self.schedule.map { "    \($0)" } + ["}"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The lines between the plugin's braces.
    private var options: [String] {
        guard let plugin else { return self.draft.settings.map(\.line) }
        let repeating = Set(plugin.options.filter(\.repeats).map(\.name))
        var groups: [[String]] = []
        for option in plugin.options where !repeating.contains(option.name) {
            let end = option.defaultValue.map { " Default: \($0)." } ?? ""
            let lines = self.draft.lines(of: option.name)
            groups.append(
                Self.wrapped(option.documentation + end)
                    + (lines.isEmpty ? ["# \(option.sample)"] : lines)
            )
        }
        // What may repeat is a sequence: its order is the one given.
        let sequence = self.draft.settings.filter { repeating.contains($0.option) }.map(\.line)
        if !sequence.isEmpty { groups.append(sequence) }
        for option in plugin.options where option.repeats && self.draft.lines(of: option.name).isEmpty {
            groups.append(
                Self.wrapped(
                    option.documentation
                        + (option.documentation.contains("several times") ? "" : " May stand several times.")
                )
                    + ["# \(option.sample)"]
            )
        }
        return Array(groups.joined(separator: [""]))
    }

    private var schedule: [String] {
        let draft = self.draft
        var rows = [
            ("interval \(draft.interval)", "seconds from start to start"),
            ("timeout \(draft.timeout)", "a run that takes longer has failed"),
            ("rise \(draft.rise)", "passes in a row until it is up"),
            ("fall \(draft.fall)", "failures in a row until it is down"),
            ("weight \(draft.weight)", Self.meaning(of: draft.weight)),
        ]
        switch draft.mode {
        case .enforce: break
        case .observe: rows.append(("mode observe", "runs and is shown, and moves nothing; then: enforce"))
        case .disabled: rows.append(("mode disabled", "does not run; or: observe, enforce"))
        }
        rows.append(("# tracked_by VI_1", "the instances it concerns, or: all"))
        // Explained where everything is; several checks in a file need not say it all again.
        guard self.plugin != nil else { return rows.map(\.0) }
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { "\($0.0.padded(to: width))  # \($0.1)" }
    }

    private static func meaning(of weight: Int) -> String {
        if weight == 0 { return "0: while it is down, an instance that tracks it is in fault" }
        return weight < 0 ? "added to the priority while it is down" : "added to the priority while it is up"
    }

    /// Comment lines of at most so many columns; the default leaves room for an indentation.
    static func wrapped(_ text: String, width: Int = 92) -> [String] {
        var lines: [String] = []
        var line = "#"
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.count + word.count + 1 > width {
                lines.append(line)
                line = "#"
            }
            line += " \(word)"
        }
        return lines + [line]
    }
}
