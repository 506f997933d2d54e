import Checks

extension Schedule {
    mutating func healthChanged(_ id: Int, at now: Instant) {
        guard let entry = self.entries[id] else { return }
        self.actions.append(.health(check: entry.definition.name, entry.cycle.health.health))
        for dependant in entry.dependants { self.reviewGate(of: dependant, at: now) }
    }

    mutating func reviewGate(of id: Int, at now: Instant) {
        guard let entry = self.entries[id], !entry.isGone else { return }
        let gate = self.gate(of: entry)
        guard gate != entry.cycle.gate, let step = self.entries[id]?.cycle.setGate(gate, at: now) else { return }
        self.follow(step, of: id, at: now)
    }

    private func gate(of entry: Entry) -> CheckCycle.Gate {
        var gate = CheckCycle.Gate.open
        for required in entry.requires.compactMap({ self.entries[$0] }) {
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
