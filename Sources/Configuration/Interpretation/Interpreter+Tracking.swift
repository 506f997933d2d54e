import Checks

extension Interpreter {
    /// `track_script` and its like: `{ NAME [weight N [reverse|noreverse]] … }`, one a line.
    ///
    /// - Parameter limit: The largest weight that is taken.
    mutating func readTracked(
        _ statement: Statement,
        to list: WritableKeyPath<InstanceDraft, [InstanceDraft.TrackedDraft]>,
        limit: Int = 253,
        of draft: inout InstanceDraft
    ) {
        self.readTracked(statement, to: &draft[keyPath: list], limit: limit)
    }

    /// The same for any block that tracks.
    mutating func readTracked(
        _ statement: Statement,
        to list: inout [InstanceDraft.TrackedDraft],
        limit: Int = 253
    ) {
        guard let block = self.block(of: statement) else { return }
        var known = Set(list.map(\.name.text))
        for entry in block {
            guard known.insert(entry.keyword.text).inserted else {
                self.log.warning(
                    entry.keyword,
                    "\(entry.keyword.quoted) is tracked already; this line is ignored"
                )
                continue
            }
            var tracked = InstanceDraft.TrackedDraft(name: entry.keyword)
            if let word = entry.arguments.first {
                if word.text == "weight" {
                    tracked.weight = self.weight(entry.arguments.dropFirst(), after: word, limit: limit)
                } else {
                    self.log.error(
                        word,
                        "unexpected word \(word.quoted) behind \(entry.keyword.quoted)",
                        fix: "expected weight N [reverse], and one name a line"
                    )
                }
            }
            list.append(tracked)
        }
    }

    /// Every check that concerns an instance: its own `track_script`, `track_process` and `track_file` lines first, then
    /// the checks that name it.
    mutating func trackedChecks(of draft: InstanceDraft, priority: Int) -> [TrackedCheck] {
        let own =
            self.resolved(draft.trackedScripts, of: .script) + self.resolved(draft.trackedProcesses, of: .process)
            + self.resolved(draft.trackedFiles, of: .file)
        var tracked: [TrackedCheck] = []
        for (word, check) in own {
            guard !self.isDiscarded(check.weight, at: priority, word: word, of: draft),
                !self.isNeutralised(check.weight, word: word, of: draft, "it is not tracked")
            else { continue }
            tracked.append(check)
        }
        let named = Set(draft.trackedScripts.map(\.name.text)).union(own.map(\.check.name))
        for check in self.checks where !named.contains(check.name) && check.mode != .disabled {
            let isMeant: Bool
            switch check.trackedBy {
            case .all: isMeant = true
            case .instances(let names): isMeant = names.contains(draft.name.text)
            }
            guard isMeant else { continue }
            let word = self.checkNames[check.name] ?? draft.name
            guard !self.isDiscarded(check.weight, at: priority, word: word, of: draft),
                !self.isNeutralised(check.weight, word: word, of: draft, "it is not tracked")
            else { continue }
            tracked.append(TrackedCheck(name: check.name, weight: check.weight))
        }
        return tracked
    }

    /// The checks that lines of a tracking block name, each with its weight: the line's, or what is tracked has.
    /// Disabled ones are left out, and a name that is not defined is an error.
    mutating func resolved(
        _ drafts: [InstanceDraft.TrackedDraft],
        of kind: TrackerKind
    ) -> [(word: Word, check: TrackedCheck)] {
        let wanted = Set(drafts.compactMap { self.checkName(of: $0.name.text, kind) })
        var definitions: [String: CheckDefinition] = [:]
        for check in self.checks where wanted.contains(check.name) {
            definitions[check.name] = check
        }
        var tracked: [(word: Word, check: TrackedCheck)] = []
        for entry in drafts {
            guard let name = self.checkName(of: entry.name.text, kind), let check = definitions[name] else {
                self.reportMissing(entry.name, kind)
                continue
            }
            guard check.mode != .disabled else { continue }
            tracked.append((entry.name, TrackedCheck(name: name, weight: entry.weight ?? check.weight)))
        }
        return tracked
    }

    /// The name of the check that a tracker has become; nil if there is no such tracker.
    private func checkName(of name: String, _ kind: TrackerKind) -> String? {
        switch kind {
        case .script: self.trackers[.process]?[name] == name || self.trackers[.file]?[name] == name ? nil : name
        case .process, .file: self.trackers[kind]?[name]
        }
    }

    mutating func trackedInterfaces(of draft: InstanceDraft, priority: Int) -> [TrackedInterface] {
        var tracked: [TrackedInterface] = []
        for entry in draft.trackedInterfaces {
            guard let name = self.interfaceName(entry.name) else { continue }
            var weight = entry.weight ?? .fault
            guard !self.isDiscarded(weight, at: priority, word: entry.name, of: draft) else { continue }
            if self.isNeutralised(weight, word: entry.name, of: draft, "it has weight 0: down is a fault") {
                weight = .fault
            }
            tracked.append(TrackedInterface(name: name, weight: weight))
        }
        return tracked
    }

    /// An address owner is never weighted: keepalived takes such trackers off the instance, and so is done here.
    private mutating func isDiscarded(
        _ weight: CheckWeight,
        at priority: Int,
        word: Word,
        of draft: InstanceDraft
    ) -> Bool {
        guard priority == 255, weight.value != 0 else { return false }
        self.log.warning(
            word,
            "instance \(draft.name.quoted) does not track \(word.quoted): priority 255 takes no weights",
            fix: "lower its priority to 254 or give the check weight 0",
            mistake: .weightOfOwner
        )
        return true
    }

    /// Weights of a member would let it disagree with its group; keepalived takes them away, and so is done here.
    private mutating func isNeutralised(
        _ weight: CheckWeight,
        word: Word,
        of draft: InstanceDraft,
        _ consequence: String
    ) -> Bool {
        guard weight.value != 0, let group = self.groupOfInstance[draft.name.text], !group.usesWeights else {
            return false
        }
        // A tracker of the group concerns every member, and is reported once.
        let isOfGroup = group.tracked.contains { $0.name.location == word.location }
        guard !isOfGroup || self.neutralised.insert(word.location).inserted else { return true }
        let subject = isOfGroup ? "sync group \(group.name.quoted)" : "instance \(draft.name.quoted)"
        self.log.warning(
            word,
            "weights do not count in a sync group: \(word.quoted) of \(subject) has weight \(weight.value), so "
                + consequence,
            fix: "give it weight 0, or write sync_group_tracking_weight in the group",
            mistake: .weightInSyncGroup
        )
        return true
    }

    private mutating func reportMissing(_ word: Word, _ kind: TrackerKind) {
        let known: [String] =
            switch kind {
            case .script: self.checks.map(\.name)
            case .process, .file: (self.trackers[kind] ?? [:]).keys.sorted()
            }
        let fix: String
        if let nearest = self.log.nearest(word.text, in: known) {
            fix = "did you mean '\(nearest)'?"
        } else if known.isEmpty {
            fix = "define it with \(kind.definingWord) \(word.text) { … }"
        } else {
            fix = "known are: \(known.prefix(10).joined(separator: ", "))"
        }
        self.log.error(
            word,
            "\(kind.trackingWord) names no \(kind.noun): \(word.quoted) is not defined anywhere",
            fix: fix,
            category: .reference,
            mistake: .undefinedCheck
        )
    }
}
