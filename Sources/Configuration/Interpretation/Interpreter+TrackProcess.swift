import Checks

extension Interpreter {
    /// `vrrp_track_process NAME { … }`: a native process check by another spelling.
    mutating func readTrackProcess(_ statement: Statement) {
        guard let name = self.checkName(of: statement), let block = self.block(of: statement) else { return }
        var draft = ProcessDraft()
        var line: Word?
        for statement in block {
            guard let keyword = TrackProcessKeyword(rawValue: statement.keyword.text) else {
                self.reportUnrecognised(statement, in: .trackProcess)
                continue
            }
            switch keyword {
            case .process:
                line = statement.keyword
                draft.command = statement.arguments.map(\.text).filter { !$0.isEmpty }
            case .parameterMatch: draft.match = self.parameterMatch(statement)
            case .weight: draft.weight = self.weight(statement.arguments[...], after: statement.keyword, limit: 254)
            case .quorum: draft.quorum = self.integer(statement, in: ProcessDraft.quorumRange)
            case .quorumMaximum: draft.quorumMaximum = self.integer(statement, in: ProcessDraft.quorumMaximumRange)
            case .delay:
                let delay = self.seconds(statement, in: ProcessDraft.delayRange)
                draft.forkDelay = delay
                draft.terminateDelay = delay
            case .forkDelay: draft.forkDelay = self.seconds(statement, in: ProcessDraft.delayRange)
            case .terminateDelay: draft.terminateDelay = self.seconds(statement, in: ProcessDraft.delayRange)
            case .fullCommand: draft.comparesFullCommand = self.flag(statement) ?? true
            }
        }
        guard let program = draft.command.first else {
            self.log.error(
                line ?? statement.keyword,
                line.map { "\($0.quoted) needs the name of a process" }
                    ?? "vrrp_track_process \(name.quoted) has no process line",
                fix: line == nil ? "add process NAME" : "write it as process NAME"
            )
            return
        }
        if let quorum = draft.quorum, let maximum = draft.quorumMaximum, maximum < quorum {
            self.log.error(
                statement.keyword,
                "vrrp_track_process \(name.quoted): quorum_max \(maximum) is less than quorum \(quorum)",
                fix: "make it at least as large, or remove it"
            )
            return
        }
        if !draft.looksAtCommandLine, program.contains("/") {
            self.log.warning(
                name,
                "\(Word.quoted(program)) is compared with the name of a process, which holds no path; its last part is used",
                fix: "write the name alone, or add full_command to compare the command line"
            )
        }
        self.add(self.definition(of: draft, program: program), tracker: .process, named: name)
    }

    private func definition(of draft: ProcessDraft, program: String) -> CheckDefinition {
        var options = CheckOptions(arguments: [], argument: .string(""))
        if draft.looksAtCommandLine {
            options.values[ProcessPlugin.Option.commandLine] = .string(draft.commandLinePattern)
        } else {
            let last = program.split(separator: "/").last.map(String.init) ?? program
            options = CheckOptions(arguments: [last], argument: .string(last))
        }
        options.values[ProcessPlugin.Option.count] = .integerRanges([draft.counts])
        if let plugin = self.plugin(ProcessPlugin.kind) { self.addDefaults(of: plugin, to: &options) }
        return CheckDefinition(
            name: "",
            kind: ProcessPlugin.kind,
            options: options,
            schedule: draft.schedule,
            weight: draft.weight ?? .fault,
            origin: .trackProcess(command: draft.command)
        )
    }

    private mutating func parameterMatch(_ statement: Statement) -> ProcessDraft.ParameterMatch? {
        guard !statement.arguments.isEmpty else { return .exact }
        return self.choice(statement, of: ProcessDraft.ParameterMatch.self)
    }

    /// Adds the check a tracker has become. It has the tracker's name, with the defining word before it where a check of
    /// another kind has that name.
    mutating func add(_ definition: CheckDefinition, tracker kind: TrackerKind, named name: Word) {
        if self.trackers[kind]?[name.text] != nil {
            self.log.error(
                name,
                "a \(kind.noun) named \(name.quoted) is defined already",
                fix: "give one of them another name",
                category: .reference
            )
            return
        }
        let isTaken = self.checkNames[name.text] != nil
        var definition = definition
        definition.name = isTaken ? "\(kind.definingWord):\(name.text)" : name.text
        definition.location = name.location
        self.trackers[kind, default: [:]][name.text] = definition.name
        self.checkNames[definition.name] = name
        self.checks.append(definition)
    }
}
