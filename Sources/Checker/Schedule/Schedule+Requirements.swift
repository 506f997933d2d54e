import Checks

extension Schedule {
    mutating func healthChanged(_ id: Int, at now: Instant) {
        let entry = self.entries[id]
        self.actions.append(.health(check: entry.definition.name, entry.cycle.health.health))
        for dependant in entry.dependants { self.reviewGate(of: dependant, at: now) }
    }

    mutating func reviewGate(of id: Int, at now: Instant) {
        guard !self.entries[id].isGone else { return }
        let gate = self.gate(of: self.entries[id])
        guard gate != self.entries[id].cycle.gate else { return }
        let step = self.entries[id].cycle.setGate(gate, at: now)
        self.follow(step, of: id, at: now)
    }

    private func gate(of entry: Entry) -> CheckCycle.Gate {
        // A composite that judged members before their first results would be unknown after every start of the
        // checker, and a check that was up all the time would move an address.
        let isKnown = entry.members.allSatisfy { self.entries[$0].cycle.health.hasResult }
        var gate = isKnown ? CheckCycle.Gate.open : .awaiting
        for id in entry.requires {
            let required = self.entries[id]
            let name = required.definition.name
            switch required.cycle.health.health {
            case .up:
                continue
            case .down:
                return .closed("waits for \(name), which is down")
            case .unknown where !required.cycle.health.hasResult:
                gate = .awaiting
            case .unknown:
                if case .closed = required.cycle.gate { return .closed("waits for \(name), which is blocked") }
                return .closed("waits for \(name), of which nothing is known")
            }
        }
        return gate
    }
}
