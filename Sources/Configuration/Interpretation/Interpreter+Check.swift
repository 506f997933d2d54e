import Checks

extension Interpreter {
    /// `check NAME { KIND ARGUMENT { options } … }`.
    mutating func readCheck(_ statement: Statement) {
        guard let name = self.checkName(of: statement), let block = self.block(of: statement) else { return }
        var draft = CheckDraft()
        var plugin: Statement?
        var hasPluginLine = false
        for statement in block {
            if let keyword = CheckKeyword(rawValue: statement.keyword.text) {
                self.readCheckWord(keyword, statement, into: &draft)
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
        self.checkRelations(of: draft)
        self.checkMembers(of: options, description.kind, in: plugin)
        var definition = CheckDefinition(name: name.text, kind: description.kind, options: options)
        draft.apply(to: &definition, scriptUser: self.global.scriptUser)
        definition.location = name.location
        if self.add(definition, named: name) {
            let word = plugin.arguments.first ?? plugin.keyword
            self.needs.checkPrograms[name.text] = Mention(name: word.text, owner: statement.keyword.text, word: word)
            self.references[name.text] = CheckReferences(
                instances: draft.isTrackedByAll ? [] : draft.trackedBy,
                requires: draft.requires,
                members: CompositePlugin.members(of: options, kind: description.kind).map {
                    plugin.arguments.suffix($0.count)
                } ?? []
            )
        }
    }

    private mutating func readCheckWord(_ keyword: CheckKeyword, _ statement: Statement, into draft: inout CheckDraft) {
        draft.places[keyword] = statement.arguments.first ?? statement.keyword
        switch keyword {
        case .interval, .timeout, .rise, .fall, .fastInterval, .downInterval, .jitter, .startOffset, .window:
            self.readScheduleWord(keyword, statement, into: &draft)
        case .weight: draft.weight = self.weight(statement.arguments[...], after: statement.keyword)
        case .user: draft.user = self.user(statement)
        case .startsDown: draft.startsDown = self.flag(statement) ?? true
        case .initialHealth: draft.initialHealth = self.initialHealth(statement)
        case .onUnknown: draft.onUnknown = self.unknownPolicy(statement)
        case .mode: draft.mode = self.choice(statement, of: CheckMode.self)
        case .scope: draft.scope = self.choice(statement, of: CheckScope.self)
        case .summary: draft.summary = self.summary(statement)
        case .requires: self.readRequires(statement, into: &draft)
        case .trackedBy: self.readTrackedBy(statement, into: &draft)
        }
    }

    /// The names of instances, or `all`.
    private mutating func readTrackedBy(_ statement: Statement, into draft: inout CheckDraft) {
        guard !statement.arguments.isEmpty else {
            self.log.error(statement.keyword, "tracked_by needs the names of instances, or all")
            return
        }
        for word in statement.arguments {
            if word.text == "all" {
                draft.isTrackedByAll = true
            } else if !draft.trackedBy.contains(where: { $0.text == word.text }) {
                draft.trackedBy.append(word)
            }
        }
    }

    /// The names of other checks.
    private mutating func readRequires(_ statement: Statement, into draft: inout CheckDraft) {
        self.warnOfExcess(statement, after: .max)
        guard !statement.arguments.isEmpty else {
            self.log.error(
                statement.keyword,
                "requires needs the names of other checks",
                fix: "write it as requires NAME NAME…"
            )
            return
        }
        for word in statement.arguments where !draft.requires.contains(where: { $0.text == word.text }) {
            draft.requires.append(word)
        }
    }

    /// What a check is for, in one line.
    private mutating func summary(_ statement: Statement) -> String? {
        guard let word = self.value(of: statement, expected: "a text in double quotes") else { return nil }
        return OutcomeSanitizer.line(word.text, limit: CheckOutcome.summaryLimit)
    }

    /// `pass`, `fail` or `unknown`: as if such results had come before the first one.
    private mutating func initialHealth(_ statement: Statement) -> Health? {
        switch self.choice(statement, of: InitialResult.self) {
        case .pass: .up
        case .fail: .down
        case .unknown: .unknown
        case nil: nil
        }
    }

    private enum InitialResult: String, CaseIterable {
        case pass
        case fail
        case unknown
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

    /// - Returns: False if the name is taken.
    @discardableResult
    mutating func add(_ definition: CheckDefinition, named name: Word) -> Bool {
        if let first = self.checkNames[name.text] {
            self.log.error(
                name,
                "a check named \(name.quoted) stands at \(first.location) already",
                fix: "give one of them another name",
                category: .reference
            )
            return false
        }
        self.checkNames[name.text] = name
        self.checks.append(definition)
        return true
    }
}
