import Checks

extension Interpreter {
    /// What can be said only when everything has been read; nil after an error.
    mutating func finished() -> AgentConfiguration? {
        self.resolveSyncGroups()
        var instances: [InstanceConfiguration] = []
        // Those that lack something, which was said.
        var incomplete: [InstanceConfiguration] = []
        instances.reserveCapacity(self.instances.count)
        var words: [String: Word] = [:]
        self.reserveInterfaceNames()
        for draft in self.instances {
            words[draft.name.text] = draft.name
            guard let (instance, isComplete) = self.completed(draft) else { continue }
            if isComplete { instances.append(instance) } else { incomplete.append(instance) }
        }
        self.checkTrackedBy(words)
        self.checkConflicts(among: &instances, words: words)
        self.settleGuardsOfGroups(&instances)
        self.checkLinkDelays(of: instances)
        self.checkTrackGroups(words)
        self.checkRequirements(namesAreComplete: true)
        let all = incomplete.isEmpty ? instances : instances + incomplete
        self.warnOfWeakRequirements(all)
        self.noteUntracked(all)
        self.needInterfaces(of: all)
        guard !self.log.hasErrors else { return nil }
        let checks = self.finishedNeeds().checks
        var configuration = AgentConfiguration(global: self.global, checks: checks, instances: instances)
        configuration.syncGroups = self.syncGroups(of: instances)
        configuration.statics = self.staticAddresses + self.staticRoutes + self.staticRules
        configuration.trackGroups = self.trackGroups.mapValues { Set($0.map(\.text)) }
        return configuration
    }

    private mutating func checkTrackedBy(_ instances: [String: Word]) {
        for check in self.checks {
            for word in self.references[check.name]?.instances ?? [] where instances[word.text] == nil {
                self.log.error(
                    word,
                    "tracked_by names no instance: there is no vrrp_instance \(word.quoted)",
                    fix: self.log.nearest(word.text, in: instances.keys).map { "did you mean '\($0)'?" }
                        ?? "name a vrrp_instance, or write tracked_by all",
                    category: .reference
                )
            }
        }
    }

    private mutating func noteUntracked(_ instances: [InstanceConfiguration]) {
        var used = Set(instances.flatMap { $0.trackedChecks.map(\.name) })
        for references in self.references.values {
            used.formUnion((references.requires + references.members).map(\.text))
        }
        for check in self.checks where check.mode == .enforce && !used.contains(check.name) {
            guard let word = self.checkNames[check.name] else { continue }
            self.log.notice(
                word,
                "check \(word.quoted) moves nothing: no instance tracks it",
                category: .reference,
                mistake: .untrackedCheck
            )
        }
    }
}
