import Checks

extension Interpreter {
    func plugin(_ kind: String) -> PluginDescription? {
        self.plugins.first { $0.kind == kind }
    }

    /// All kinds, for a message.
    var kinds: String { self.plugins.map(\.kind).joined(separator: ", ") }

    /// Whether a word that nobody knows stands where a plugin does: it has an argument or options, and is not just a
    /// schedule word misspelt.
    func isMeantAsPlugin(_ statement: Statement) -> Bool {
        NearestWord.find(statement.keyword.text, in: Vocabulary.check.supported) == nil
            || NearestWord.find(statement.keyword.text, in: self.plugins.map(\.kind)) != nil
    }

    mutating func reportUnknownPlugin(_ word: Word) {
        let nearest = NearestWord.find(word.text, in: self.plugins.map(\.kind))
        self.log.error(
            word,
            "unknown plugin \(word.quoted): expected one of \(self.kinds)",
            fix: nearest.map { "did you mean '\($0)'?" },
            category: .reference
        )
    }

    /// The argument and options of a plugin line, checked against the plugin's description; nil after an error.
    mutating func pluginOptions(_ statement: Statement, _ plugin: PluginDescription) -> CheckOptions? {
        guard let first = statement.arguments.first else {
            self.log.error(
                statement.keyword,
                "\(plugin.kind) needs \(plugin.argument.name): \(plugin.argument.documentation)"
            )
            return nil
        }
        if !plugin.argument.takesMore, let excess = statement.arguments.dropFirst().first {
            self.log.error(
                excess,
                "\(plugin.kind) takes one \(plugin.argument.name), found \(statement.arguments.count) words",
                fix: "put it in double quotes if it has blanks, and options in braces behind it"
            )
            return nil
        }
        let argument: OptionValue
        do throws(OptionError) {
            argument = try OptionValue(parsing: [first.text], as: plugin.argument.type)
        } catch {
            self.log.error(
                first,
                "\(plugin.kind) \(plugin.argument.name): \(error.message)",
                fix: self.fix(for: first, as: plugin)
            )
            return nil
        }
        var options = CheckOptions(arguments: statement.arguments.map(\.text), argument: argument)
        options.values = self.defaults(of: plugin)
        var isComplete = true
        var seen: [String: Word] = [:]
        for option in statement.block ?? [] {
            if let first = seen.updateValue(option.keyword, forKey: option.keyword.text) {
                self.log.warning(
                    option.keyword,
                    "option \(option.keyword.quoted) stands in line \(first.location.line) already; this one is used"
                )
            }
            if !self.readOption(option, of: plugin, into: &options) { isComplete = false }
        }
        for conflict in plugin.conflicts where isComplete && conflict.applies(to: options) {
            let place = seen[conflict.option] ?? seen[conflict.other] ?? statement.keyword
            let message = "\(conflict.option) and \(conflict.other) \(conflict.value) exclude one another"
            self.log.error(place, "\(message): \(conflict.reason)", fix: conflict.fix)
            isComplete = false
        }
        return isComplete ? options : nil
    }

    /// The name that a path was written for.
    private func fix(for word: Word, as plugin: PluginDescription) -> String? {
        guard plugin.argument.type == .programName else { return nil }
        return word.text.split(separator: "/").last.map { "write: \(plugin.kind) \($0)" }
    }

    /// An option a plugin does not have is an error, not a warning: a check that asks for less than its author
    /// thinks would pass for the wrong reason.
    private mutating func readOption(
        _ statement: Statement,
        of plugin: PluginDescription,
        into options: inout CheckOptions
    ) -> Bool {
        let name = statement.keyword
        guard let option = plugin.options.first(where: { $0.name == name.text }) else {
            let names = plugin.options.map(\.name)
            let known = names.isEmpty ? "it has none" : "expected one of \(names.joined(separator: ", "))"
            self.log.error(
                name,
                "plugin \(plugin.kind) has no option \(name.quoted): \(known)",
                fix: NearestWord.find(name.text, in: names).map { "did you mean '\($0)'?" }
            )
            return false
        }
        if statement.block != nil {
            self.log.error(name, "option \(name.quoted) takes no block")
            return false
        }
        do throws(OptionError) {
            options.values[option.name] = try OptionValue(parsing: statement.arguments.map(\.text), as: option.type)
            return true
        } catch {
            self.log.error(statement.arguments.first ?? name, "option \(option.name): \(error.message)")
            return false
        }
    }

    /// The values a plugin assumes where nothing is written.
    func defaults(of plugin: PluginDescription) -> [String: OptionValue] {
        var values: [String: OptionValue] = [:]
        for option in plugin.options {
            guard let text = option.defaultValue else { continue }
            let words = text.split(separator: " ").map(String.init)
            // A default that is no value of its type is the plugin's mistake; it then has none.
            values[option.name] = try? OptionValue(parsing: words, as: option.type)
        }
        return values
    }
}
