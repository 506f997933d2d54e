import Checks

extension Interpreter {
    /// `vrrp_script NAME { … }`.
    mutating func readScript(_ statement: Statement) {
        guard let name = self.checkName(of: statement), let block = self.block(of: statement) else { return }
        var draft = CheckDraft()
        var script: Statement?
        for statement in block {
            guard let keyword = ScriptKeyword(rawValue: statement.keyword.text) else {
                self.reportUnrecognised(statement, in: .script)
                continue
            }
            switch keyword {
            case .script: script = statement
            // keepalived takes 0.001 s and up; timeout 0 means the interval.
            case .interval: draft.interval = self.seconds(statement, in: CheckDraft.intervalRange)
            case .timeout: draft.timeout = self.seconds(statement, in: .zero...CheckDraft.longest)
            case .weight: draft.weight = self.weight(statement.arguments[...], after: statement.keyword)
            case .rise: draft.rise = self.integer(statement, in: CheckDraft.countRange)
            case .fall: draft.fall = self.integer(statement, in: CheckDraft.countRange)
            case .user: draft.user = self.user(statement)
            case .startsDown: draft.startsDown = self.flag(statement) ?? true
            }
        }
        guard let script else {
            self.log.error(
                statement.keyword,
                "vrrp_script \(name.quoted) has no script line",
                fix: "add script \"/path/to/command arguments\""
            )
            return
        }
        guard let command = self.command(of: script) else { return }
        var definition = self.definition(ofScript: command.text, arguments: command.arguments, name: name.text)
        draft.apply(to: &definition, scriptUser: self.global.scriptUser)
        definition.location = name.location
        if self.add(definition, named: name), let line = script.arguments.first {
            let program = definition.options.arguments.first ?? ""
            self.needs.checkPrograms[name.text] = Mention(name: program, owner: statement.keyword.text, word: line)
        }
    }

    /// The command line of a `script` statement and its arguments.
    private mutating func command(of script: Statement) -> (text: String, arguments: [String])? {
        guard let line = script.arguments.first, !line.text.utf8.allSatisfy(ASCII.isBlank) else {
            self.log.error(
                script.keyword,
                "script needs a command line",
                fix: "write script \"/path/to/command arguments\""
            )
            return nil
        }
        if script.arguments.count > 1 {
            let excess = script.arguments[1]
            self.log.warning(
                excess,
                "only \(line.quoted) is run; what stands behind it is dropped, as in keepalived",
                fix: "put the whole command line in double quotes"
            )
        }
        guard let arguments = CommandLine.arguments(of: line.text), !arguments.isEmpty else {
            self.log.error(line, "a quote inside the command line is never closed", category: .syntax)
            return nil
        }
        if let word = arguments.first(where: CommandLine.looksLikeShell) {
            self.log.warning(
                line,
                "no shell runs this command: '\(word)' is passed to it as an argument",
                fix: "write script \"/bin/sh -c '…'\" if a shell is meant"
            )
        }
        return (line.text, arguments)
    }

    /// The check a command line amounts to: a built-in where it only spells one out, a program otherwise.
    private func definition(ofScript text: String, arguments: [String], name: String) -> CheckDefinition {
        if self.global.nativeScripts, let native = NativeSpelling(command: arguments) {
            switch native {
            case .process(let process) where self.plugin("process") != nil:
                return CheckDefinition(
                    name: name,
                    kind: "process",
                    options: self.options(of: "process", arguments: [process], argument: .string(process)),
                    origin: .script(command: text, native: true)
                )
            case .tcp(let host, let port) where self.plugin("tcp") != nil:
                let written = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
                return CheckDefinition(
                    name: name,
                    kind: "tcp",
                    options: self.options(
                        of: "tcp",
                        arguments: [written],
                        argument: .hostAndPort(host: host, port: port)
                    ),
                    origin: .script(command: text, native: true)
                )
            case .process, .tcp:
                break
            }
        }
        let isRedirection = text.hasPrefix("</")
        let words = isRedirection ? [text] : arguments
        return CheckDefinition(
            name: name,
            kind: isRedirection ? "shell" : "exec",
            options: self.options(
                of: isRedirection ? "shell" : "exec",
                arguments: words,
                argument: .string(words.first ?? "")
            ),
            origin: .script(command: text, native: false)
        )
    }

    /// Options with the plugin's defaults, under keepalived's reading of the exit status where that can be chosen.
    private func options(of kind: String, arguments: [String], argument: OptionValue) -> CheckOptions {
        var options = CheckOptions(arguments: arguments, argument: argument)
        guard let plugin = self.plugin(kind) else { return options }
        self.addDefaults(of: plugin, to: &options)
        if plugin.options.contains(where: { $0.name == "protocol" }) {
            options.values["protocol"] = .string("keepalived")
        }
        return options
    }

    /// A script that runs at an instance's transitions: `COMMAND [USER [GROUP]]`.
    mutating func notifyScript(_ statement: Statement) -> NotifyScript? {
        guard let line = statement.arguments.first, !line.text.utf8.allSatisfy(ASCII.isBlank) else {
            self.log.error(statement.keyword, "\(statement.keyword.quoted) needs a command line")
            return nil
        }
        self.warnOfExcess(statement, after: 3)
        guard let command = CommandLine.arguments(of: line.text), !command.isEmpty else {
            self.log.error(line, "a quote inside the command line is never closed", category: .syntax)
            return nil
        }
        let words = statement.arguments.map(\.text)
        if words.count > 1, words[1].hasPrefix("-") || words[1].contains("/") {
            self.log.warning(
                statement.arguments[1],
                "\(statement.arguments[1].quoted) is taken for the user to run \(line.quoted) as, as in keepalived",
                fix: "put the whole command line in double quotes"
            )
        }
        let program = Mention(name: command[0], owner: statement.keyword.text, word: line)
        if !self.needs.notifyPrograms.contains(program) { self.needs.notifyPrograms.append(program) }
        self.needUser(statement.arguments[1...].prefix(2), of: statement.keyword.text, takesNumbers: false)
        guard words.count > 1 else { return NotifyScript(command: command, user: self.global.scriptUser) }
        return NotifyScript(
            command: command,
            user: ScriptUser(user: words[1], group: words.count > 2 ? words[2] : nil)
        )
    }
}
