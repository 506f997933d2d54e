import Checks

extension Interpreter {
    /// `check NAME { KIND ARGUMENT { options } … }`.
    mutating func readCheck(_ statement: Statement) {
        guard let name = self.checkName(of: statement), let block = self.block(of: statement) else { return }
        var draft = CheckDraft()
        var tracking = Tracking()
        var plugin: Statement?
        var hasPluginLine = false
        for statement in block {
            if let keyword = CheckKeyword(rawValue: statement.keyword.text) {
                self.readCheckWord(keyword, statement, draft: &draft, tracking: &tracking)
            } else if self.plugin(statement.keyword.text) != nil {
                if let first = plugin {
                    self.log.error(
                        statement.keyword,
                        "check \(name.quoted) has a plugin already, in line \(first.keyword.location.line)",
                        fix: "write two checks"
                    )
                }
                plugin = statement
                hasPluginLine = true
            } else if !hasPluginLine, self.isMeantAsPlugin(statement) {
                hasPluginLine = true
                self.reportUnknownPlugin(statement.keyword)
            } else {
                self.reportUnrecognised(statement, in: .check)
            }
        }
        guard hasPluginLine else {
            self.log.error(
                name,
                "check \(name.quoted) has no plugin line: expected one of \(self.kinds)",
                fix: "add a line such as: process nginx"
            )
            return
        }
        guard let plugin, let description = self.plugin(plugin.keyword.text) else { return }
        guard let options = self.pluginOptions(plugin, description) else { return }
        var definition = CheckDefinition(name: name.text, kind: description.kind, options: options)
        draft.apply(to: &definition, scriptUser: self.global.scriptUser)
        definition.location = name.location
        definition.trackedBy = tracking.all ? .all : .instances(tracking.instances.map(\.text))
        if !tracking.all { self.trackedBy[name.text] = tracking.instances }
        self.add(definition, named: name)
    }

    private struct Tracking {
        var all = false
        var instances: [Word] = []
    }

    private mutating func readCheckWord(
        _ keyword: CheckKeyword,
        _ statement: Statement,
        draft: inout CheckDraft,
        tracking: inout Tracking
    ) {
        switch keyword {
        case .interval: draft.interval = self.seconds(statement, in: CheckDraft.intervalRange)
        case .timeout: draft.timeout = self.seconds(statement, in: .zero...CheckDraft.longest)
        case .rise: draft.rise = self.integer(statement, in: CheckDraft.countRange)
        case .fall: draft.fall = self.integer(statement, in: CheckDraft.countRange)
        case .weight: draft.weight = self.weight(statement.arguments[...], after: statement.keyword)
        case .user: draft.user = self.user(statement)
        case .startsDown: draft.startsDown = self.flag(statement) ?? true
        case .onUnknown: draft.onUnknown = self.unknownPolicy(statement)
        case .trackedBy:
            guard !statement.arguments.isEmpty else {
                self.log.error(statement.keyword, "tracked_by needs the names of instances, or all")
                return
            }
            for word in statement.arguments {
                if word.text == "all" {
                    tracking.all = true
                } else if !tracking.instances.contains(where: { $0.text == word.text }) {
                    tracking.instances.append(word)
                }
            }
        }
    }

    /// `fail`, `hold SECONDS` or `ignore`.
    private mutating func unknownPolicy(_ statement: Statement) -> UnknownPolicy? {
        switch statement.arguments.first?.text {
        case "fail":
            self.warnOfExcess(statement, after: 1)
            return .fail
        case "ignore":
            self.warnOfExcess(statement, after: 1)
            return .ignore
        case "hold":
            self.warnOfExcess(statement, after: 2)
            if statement.arguments.count > 1, let time = Decimal.seconds(statement.arguments[1].text), time > .zero {
                return .hold(time)
            }
            self.log.error(statement.arguments.last ?? statement.keyword, "hold needs seconds, such as: hold 30")
            return nil
        case nil, .some:
            self.log.error(
                statement.arguments.first ?? statement.keyword,
                "on_unknown expects fail, hold SECONDS or ignore"
            )
            return nil
        }
    }

    /// The name of a check or script: one word, unique over both.
    mutating func checkName(of statement: Statement) -> Word? {
        guard let name = statement.arguments.first, !name.text.isEmpty else {
            self.log.error(
                statement.keyword,
                "\(statement.keyword.quoted) needs a name",
                fix: "write it as \(statement.keyword.text) NAME { … }"
            )
            return nil
        }
        if let excess = statement.arguments.dropFirst().first {
            self.log.warning(excess, "unexpected word \(excess.quoted) behind the name is ignored")
        }
        return name
    }

    mutating func add(_ definition: CheckDefinition, named name: Word) {
        if let first = self.checkNames[name.text] {
            self.log.error(
                name,
                "a check named \(name.quoted) stands at \(first.location) already",
                fix: "give one of them another name",
                category: .reference
            )
            return
        }
        self.checkNames[name.text] = name
        self.checks.append(definition)
    }
}
