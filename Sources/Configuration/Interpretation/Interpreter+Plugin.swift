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
        let nearest = self.log.nearest(word.text, in: self.plugins.map(\.kind))
        if nearest == nil { self.concealIfMeantAsSecret(word) }
        self.log.error(
            word,
            "unknown plugin \(word.quoted): expected one of \(self.kinds)",
            fix: nearest.map { "did you mean '\($0)'?" },
            category: .reference
        )
    }

    /// The argument and options of a plugin line, checked against the plugin's description; nil after an error.
    mutating func pluginOptions(_ statement: Statement, _ plugin: PluginDescription) -> CheckOptions? {
        guard var options = self.pluginArgument(statement, plugin) else { return nil }
        return self.readOptions(of: statement, plugin, into: &options) ? options : nil
    }

    /// What stands behind the kind on its line; without options yet.
    private mutating func pluginArgument(_ statement: Statement, _ plugin: PluginDescription) -> CheckOptions? {
        let argument = plugin.argument
        guard let first = statement.arguments.first else {
            let written = Set((statement.block ?? []).map(\.keyword.text))
            guard argument.alternatives.contains(where: written.contains) else {
                let others =
                    argument.alternatives.isEmpty
                    ? "" : ", or one of the options \(argument.alternatives.joined(separator: ", "))"
                self.log.error(
                    statement.keyword,
                    "\(plugin.kind) needs \(argument.name)\(others): \(argument.documentation)"
                )
                return nil
            }
            return CheckOptions(arguments: [], argument: .string(""))
        }
        if !argument.takesMore, let excess = statement.arguments.dropFirst().first {
            self.log.error(
                excess,
                "\(plugin.kind) takes one \(argument.name), found \(statement.arguments.count) words",
                fix: "put it in double quotes if it has blanks, and options in braces behind it"
            )
            return nil
        }
        do throws(OptionError) {
            let value = try OptionValue(parsing: [first.text], as: argument.type)
            if argument.type == .url { self.noteSecret(inQueryOf: first) }
            return CheckOptions(arguments: statement.arguments.map(\.text), argument: value)
        } catch {
            self.log.error(
                first,
                "\(plugin.kind) \(argument.name): \(error.message)",
                fix: self.fix(for: first, as: plugin)
            )
            return nil
        }
    }

    /// A URL is shown wherever its check is.
    private mutating func noteSecret(inQueryOf url: Word) {
        guard let query = url.text.split(separator: "?", maxSplits: 1).dropFirst().first else { return }
        let names = query.prefix { $0 != "#" }.split(separator: "&").compactMap { part in
            part.contains("=") ? part.split(separator: "=").first?.lowercased() : nil
        }
        guard let name = names.first(where: Self.secretParameters.contains) else { return }
        self.log.notice(
            url,
            "what stands in a URL is shown in logs and status, \(name) too",
            fix: "send it in a header, or with bearer_file or basic_auth_file, where the service takes it there"
        )
    }

    private static let secretParameters: Set = [
        "token", "access_token", "key", "api_key", "apikey", "pw", "password", "secret",
    ]

    /// The name that a path was written for.
    private func fix(for word: Word, as plugin: PluginDescription) -> String? {
        guard plugin.argument.type == .programName else { return nil }
        return word.text.split(separator: "/").last.map { "write: \(plugin.kind) \($0)" }
    }
}
