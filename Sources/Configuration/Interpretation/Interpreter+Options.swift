import Checks

extension Interpreter {
    /// The options in the block of a plugin line, with the plugin's defaults for those that are not written; false
    /// after an error.
    mutating func readOptions(
        of statement: Statement,
        _ plugin: PluginDescription,
        into options: inout CheckOptions
    ) -> Bool {
        var isComplete = true
        var seen: [String: Word] = [:]
        for option in statement.block ?? [] {
            let first = seen[option.keyword.text]
            seen[option.keyword.text] = option.keyword
            if !self.readOption(option, of: plugin, standsSince: first, into: &options) { isComplete = false }
        }
        if isComplete, !plugin.needsOneOf.isEmpty, !plugin.needsOneOf.contains(where: { seen[$0] != nil }) {
            let names = plugin.needsOneOf.joined(separator: ", ")
            self.log.error(statement.keyword, "\(plugin.kind) needs one of the options \(names)")
            isComplete = false
        }
        self.addDefaults(of: plugin, to: &options)
        for conflict in plugin.conflicts where isComplete && conflict.applies(to: options) {
            let place = seen[conflict.option] ?? seen[conflict.other] ?? statement.keyword
            let message = "\(conflict.option) and \(conflict.excluded) exclude one another"
            self.log.error(place, "\(message): \(conflict.reason)", fix: conflict.fix)
            isComplete = false
        }
        return isComplete
    }

    /// The values a plugin assumes where nothing is written.
    func addDefaults(of plugin: PluginDescription, to options: inout CheckOptions) {
        for option in plugin.options {
            guard let text = option.defaultValue else { continue }
            let isWritten =
                option.repeats
                ? options.entries.contains { $0.name == option.name } : options.values[option.name] != nil
            let words = text.split(separator: " ").map(String.init)
            // A default that is no value of its type is the plugin's mistake; it then has none.
            guard !isWritten, let value = try? OptionValue(parsing: words, as: option.type) else { continue }
            if option.repeats {
                options.entries.append(CheckOptions.Entry(name: option.name, value: value))
            } else {
                options.values[option.name] = value
            }
        }
    }

    /// An option a plugin does not have is an error, not a warning: a check that asks for less than its author
    /// thinks would pass for the wrong reason.
    private mutating func readOption(
        _ statement: Statement,
        of plugin: PluginDescription,
        standsSince first: Word?,
        into options: inout CheckOptions
    ) -> Bool {
        let name = statement.keyword
        guard let option = plugin.options.first(where: { $0.name == name.text }) else {
            self.reportUnknownOption(name, of: plugin)
            return false
        }
        if let first, !option.repeats {
            self.log.warning(
                name,
                "option \(option.name) stands in line \(first.location.line) already; this one is used"
            )
        }
        if statement.block != nil {
            self.log.error(name, "option \(option.name) takes no block")
            return false
        }
        do throws(OptionError) {
            let value = try OptionValue(parsing: statement.arguments.map(\.text), as: option.type)
            if option.repeats {
                options.entries.append(CheckOptions.Entry(name: option.name, value: value))
            } else {
                options.values[option.name] = value
            }
            if option.isSecret { self.warnOfShortSecret(statement, option) }
            return true
        } catch {
            self.log.error(statement.arguments.first ?? name, "option \(option.name): \(error.message)")
            return false
        }
    }

    /// What is so short is not masked, for it would blot out ordinary words; an environment or a header may hold it
    /// all the same.
    private mutating func warnOfShortSecret(_ statement: Statement, _ option: OptionDescription) {
        guard let value = statement.arguments.last, value.text.utf8.count < OutcomeSanitizer.shortestSecret else {
            return
        }
        self.log.warning(
            value,
            "option \(option.name): so short a value is shown where the check says it; "
                + "expected a secret of at least \(OutcomeSanitizer.shortestSecret) bytes"
        )
    }

    private mutating func reportUnknownOption(_ name: Word, of plugin: PluginDescription) {
        let names = plugin.options.map(\.name)
        let known = names.isEmpty ? "it has none" : "expected one of \(names.joined(separator: ", "))"
        let nearest = self.log.nearest(name.text, in: names)
        self.concealIfMeantAsSecret(name)
        self.log.error(
            name,
            "plugin \(plugin.kind) has no option \(name.quoted): \(known)",
            fix: nearest.map { "did you mean '\($0)'?" }
        )
    }

    /// What stands behind a misspelt name of a secret option is a secret all the same.
    mutating func concealIfMeantAsSecret(_ name: Word) {
        guard !self.secretOptions.isEmpty, NearestWord.find(name.text, in: self.secretOptions) != nil else { return }
        self.log.conceal(name.line)
    }
}
