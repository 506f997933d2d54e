import Checks
import Configuration

extension StateDump {
    /// Scripts and checks, files, and processes; those that are disabled do not run and are left out.
    mutating func addTrackers() {
        let sections: [(kind: TrackerKind, name: String)] = [
            (.script, "VRRP Scripts"), (.file, "VRRP Track files"), (.process, "VRRP Track processes"),
        ]
        var followers: [String: [String]] = [:]
        for instance in self.node.instances {
            for tracked in instance.configuration.trackedChecks {
                followers[tracked.name, default: []].append("\(instance.name), \(Self.text(tracked.weight))")
            }
        }
        for (kind, name) in sections {
            let checks = self.node.configuration.checks.compactMap { self.node.checks[$0.name] }.filter {
                TrackerKind($0.definition.origin) == kind
            }
            guard !checks.isEmpty else { continue }
            self.page.section(name)
            for check in checks {
                let followers = followers[check.definition.name] ?? []
                switch kind {
                case .script: self.addScript(check, followers: followers)
                case .file: self.addFile(check, followers: followers)
                case .process: self.addProcess(TrackedProcessDump(check), followers: followers)
                }
                self.addEvidence(of: check)
            }
        }
    }

    private mutating func addScript(_ check: CheckState, followers: [String]) {
        let definition = check.definition
        let schedule = definition.schedule
        // Without a timeout of its own, or with 0, it is the interval that says it.
        let timeout = schedule.timeout == schedule.interval ? Duration.zero : schedule.timeout
        self.page.field(.object, "VRRP Script", definition.name)
        self.page.field(.fact, "Command", CommandText.of(definition))
        self.page.field(.fact, "Interval", "\(schedule.interval.millisecondText) sec")
        self.page.field(.fact, "Timeout", "\(timeout.millisecondText) sec")
        self.addWeight(of: definition)
        self.page.field(.fact, "Rise", schedule.rise)
        self.page.field(.fact, "Fall", schedule.fall)
        self.page.field(.fact, "Result", check.dumpResult)
        self.page.field(.fact, "Insecure", "no")
        self.page.field(.fact, "Init state", check.lastOutcome == nil ? "INIT" : "unknown")
        self.page.field(.fact, "Status", check.health == .up ? "GOOD" : "BAD")
        self.page.field(.fact, "Script uid:gid", self.identity(of: definition.user))
        self.page.line(.fact, "VRRP instances :")
        self.page.list("Tracking instances :", followers)
        // Whether a run is under way is known in the checker alone.
        self.page.field(.fact, "State", "idle")
    }

    private mutating func addFile(_ check: CheckState, followers: [String]) {
        self.page.field(.object, "Track file", check.definition.name)
        self.page.field(.fact, "File", check.definition.options.arguments.first ?? "")
        self.page.field(.fact, "Status", check.score ?? 0)
        self.addWeight(of: check.definition)
        self.page.list("Tracking instances :", followers)
    }

    private mutating func addProcess(_ process: TrackedProcessDump, followers: [String]) {
        self.page.field(.object, "VRRP Track process", process.name)
        self.page.field(.fact, "Process", process.path)
        if let parameters = process.parameters { self.page.field(.fact, "Parameters", parameters) }
        switch process.match {
        case .none: break
        case .exact: self.page.line(.fact, "Param match")
        case .initial, .partial: self.page.field(.fact, "Param match", process.match.rawValue)
        }
        self.page.field(.fact, "Min processes", process.minimum)
        if let maximum = process.maximum { self.page.field(.fact, "Max processes", maximum) }
        self.page.field(.fact, "Current processes", process.current)
        self.page.field(.fact, "Have quorum", process.hasQuorum)
        self.addWeight(of: process.definition)
        self.page.field(.fact, "Terminate delay", "\(process.terminateDelay.microsecondText)s")
        self.page.field(.fact, "Fork delay", "\(process.forkDelay.microsecondText)s")
        self.page.line(.fact, "Fork delay timer \(process.isForkTimerRunning ? "" : "not ")running")
        self.page.line(.fact, "Terminate delay timer \(process.isTerminateTimerRunning ? "" : "not ")running")
        self.page.field(.fact, "Full command", process.comparesFullCommand)
        self.page.list("Tracking instances :", followers)
    }

    private mutating func addWeight(of definition: CheckDefinition) {
        let weight = definition.weight
        self.page.field(.fact, "Weight", "\(weight.value)\(weight.reverse ? " reverse" : "")")
    }

    /// What keepalived has no words for: why the last run ended as it did.
    private mutating func addEvidence(of check: CheckState) {
        self.page.field(.fact, "Health", check.health)
        guard let outcome = check.lastOutcome else { return }
        self.page.field(.fact, "Reason", outcome.reason.rawValue)
        self.page.field(.fact, "Summary", outcome.summary)
    }
}

extension CheckState {
    /// keepalived's counter of a script: 0…rise + fall − 1, good from `rise` on.
    var dumpResult: Int {
        let rise = self.definition.schedule.rise
        let top = rise + self.definition.schedule.fall - 1
        switch self.health {
        case .unknown: return rise - 1
        case .up: return self.lastWasPass == false ? max(rise, top - self.streak) : top
        case .down: return self.lastWasPass == true ? min(rise - 1, self.streak) : 0
        }
    }
}
