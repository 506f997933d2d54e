import Checks

extension Interpreter {
    /// `track_script` and `track_interface`: `{ NAME [weight N [reverse|noreverse]] … }`, one a line.
    mutating func readTracked(
        _ statement: Statement,
        to list: WritableKeyPath<InstanceDraft, [InstanceDraft.TrackedDraft]>,
        of draft: inout InstanceDraft
    ) {
        draft[keyPath: list] = self.tracked(statement, knowing: draft[keyPath: list])
    }

    mutating func tracked(
        _ statement: Statement,
        knowing before: [InstanceDraft.TrackedDraft]
    ) -> [InstanceDraft.TrackedDraft] {
        var list = before
        guard let block = self.block(of: statement) else { return list }
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
                    tracked.weight = self.weight(entry.arguments.dropFirst(), after: word)
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
        return list
    }

    /// Every check that concerns an instance: its own `track_script` lines first, then the checks that name it.
    mutating func trackedChecks(of draft: InstanceDraft, priority: Int) -> [TrackedCheck] {
        var tracked: [TrackedCheck] = []
        let named = Set(draft.trackedScripts.map(\.name.text))
        var definitions: [String: CheckDefinition] = [:]
        for check in self.checks where named.contains(check.name) {
            definitions[check.name] = check
        }
        for entry in draft.trackedScripts {
            guard let check = definitions[entry.name.text] else {
                self.reportMissingCheck(entry.name)
                continue
            }
            guard check.mode != .disabled else { continue }
            let weight = entry.weight ?? check.weight
            guard !self.isDiscarded(weight, at: priority, word: entry.name, of: draft),
                !self.isNeutralised(weight, word: entry.name, of: draft, "it is not tracked")
            else { continue }
            tracked.append(TrackedCheck(name: check.name, weight: weight))
        }
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
            fix: "lower its priority to 254 or give the check weight 0"
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
        let isOfGroup = (group.trackedScripts + group.trackedInterfaces).contains { $0.name.location == word.location }
        guard !isOfGroup || self.neutralised.insert(word.location).inserted else { return true }
        let subject = isOfGroup ? "sync group \(group.name.quoted)" : "instance \(draft.name.quoted)"
        self.log.warning(
            word,
            "weights do not count in a sync group: \(word.quoted) of \(subject) has weight \(weight.value), so "
                + consequence,
            fix: "give it weight 0, or write sync_group_tracking_weight in the group"
        )
        return true
    }

    private mutating func reportMissingCheck(_ word: Word) {
        let known = self.checks.map(\.name)
        let fix: String
        if let nearest = NearestWord.find(word.text, in: known) {
            fix = "did you mean '\(nearest)'?"
        } else if known.isEmpty {
            fix = "define it with vrrp_script \(word.text) { … }"
        } else {
            fix = "known are: \(known.prefix(10).joined(separator: ", "))"
        }
        self.log.error(
            word,
            "track_script names no check: \(word.quoted) is not defined anywhere",
            fix: fix,
            category: .reference
        )
    }
}
