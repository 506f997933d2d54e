import Checks

extension Interpreter {
    /// `track_script` and `track_interface`: `{ NAME [weight N [reverse|noreverse]] … }`, one a line.
    mutating func readTracked(
        _ statement: Statement,
        to list: WritableKeyPath<InstanceDraft, [InstanceDraft.TrackedDraft]>,
        of draft: inout InstanceDraft
    ) {
        guard let block = self.block(of: statement) else { return }
        var known = Set(draft[keyPath: list].map(\.name.text))
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
            draft[keyPath: list].append(tracked)
        }
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
            guard !self.isDiscarded(weight, at: priority, word: entry.name, of: draft) else { continue }
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
            guard !self.isDiscarded(check.weight, at: priority, word: word, of: draft) else { continue }
            tracked.append(TrackedCheck(name: check.name, weight: check.weight))
        }
        return tracked
    }

    mutating func trackedInterfaces(of draft: InstanceDraft, priority: Int) -> [TrackedInterface] {
        var tracked: [TrackedInterface] = []
        for entry in draft.trackedInterfaces {
            guard let name = self.interfaceName(entry.name) else { continue }
            let weight = entry.weight ?? .fault
            guard !self.isDiscarded(weight, at: priority, word: entry.name, of: draft) else { continue }
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
