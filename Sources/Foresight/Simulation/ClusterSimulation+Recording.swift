import Checks
import Configuration
import Failover
import VRRP

/// What is worth writing down of what the agents say.
extension ClusterSimulation {
    mutating func noted(_ entry: JournalEntry, by node: Int) {
        let seat = entry.instance.flatMap { self.machines[node].seats[$0] }
        let router = seat.map { self.recorder.seats[$0].router }
        switch entry.change {
        case .transition(let transition):
            // Offers that nobody takes are made again and again, and move nothing.
            if transition.from != .resigning || transition.to != .master, transition.to != .resigning {
                self.lastChange = self.now
            }
            let cause = self.recorder.explanation(of: transition.cause)
            let text = "\(transition.from.rawValue) → \(transition.to.rawValue): \(cause)"
            self.recorder.add(text, .transition, node: node, router: router, at: self.now)
            if let seat { self.recorder.change(seat, to: transition.to, because: cause, at: self.now) }
        case .health(let check, _, let health, let evidence):
            self.lastChange = self.now
            let text = self.sentence(check, health, evidence, on: node)
            self.recorder.add(text, .health, node: node, router: router, at: self.now)
        case .priority(let before, let after):
            self.lastChange = self.now
            self.recorder.add("priority \(before) → \(after)", .priority, node: node, router: router, at: self.now)
            if let seat { self.recorder.seats[seat].reason = self.story(of: entry, on: node) }
        case .faultBegan, .faultEnded, .lastResortBegan, .lastResortEnded, .withheld, .withheldCounts,
            .withheldEnded:
            self.lastChange = self.now
            self.recorder.add(entry.change.description, .fault, node: node, router: router, at: self.now)
            if let seat { self.recorder.seats[seat].reason = self.story(of: entry, on: node) }
        case .damped, .returnSuppressed, .dampingLifted:
            self.lastChange = self.now
            self.recorder.add(
                self.recorder.named(entry.change.description),
                .other,
                node: node,
                router: router,
                at: self.now
            )
        case .dampingEnded:
            self.lastChange = self.now
            self.recorder.add(entry.change.description, .other, node: node, router: router, at: self.now)
            if let seat, self.hasWaited(entry, on: node) { self.recorder.seats[seat].reason = "no longer damped" }
        case .linkChanged, .syncGroup, .startGateExpired, .score, .observedHealth, .wouldHave:
            self.lastChange = self.now
            self.recorder.add(entry.change.description, .other, node: node, router: router, at: self.now)
        case .maintenance, .drill:
            self.lastChange = self.now
            self.recorder.add(entry.change.description, .other, node: node, router: router, at: self.now)
            for seat in seat.map({ [$0] }) ?? Array(self.machines[node].seats.values)
            where !self.isStillLeaving(seat, entry.change) {
                self.recorder.seats[seat].reason = entry.change.description
            }
        case .stopRequested:
            self.recorder.add(entry.change.description, .other, node: node, router: router, at: self.now)
            for seat in self.machines[node].seats.values { self.recorder.seats[seat].reason = "asked to stop" }
        case .stalled, .addressLost, .addressRefused, .addressDuplicate, .itemRefused, .itemSet,
            .itemRestored, .virtualInterfaceLost, .filterRefused, .clockBehind, .checkerExited,
            .lastResortHeld:
            self.recorder.add(entry.change.description, .other, node: node, router: router, at: self.now)
        case .masterChanged, .sourceChanged, .leftoverRemoved, .checkerStarted, .reloaded:
            break
        }
    }

    /// The order an instance hands over for is over, and is the reason for the move all the same.
    private func isStillLeaving(_ seat: Int, _ change: Change) -> Bool {
        if case .maintenance(.ended) = change { self.recorder.seats[seat].state == .resigning } else { false }
    }

    /// Whether the end of damping ends the suppression of a return.
    private func hasWaited(_ end: JournalEntry, on node: Int) -> Bool {
        let cause = self.machines[node].node?.journal.entries.last { $0.id == end.cause }?.change
        return if case .returnSuppressed = cause { true } else { false }
    }

    private func sentence(_ check: String, _ health: Health, _ evidence: CheckOutcome, on node: Int) -> String {
        guard let state = self.machines[node].node?.checks[check] else { return "check \(check) is \(health)" }
        switch (health, evidence.status) {
        case (.unknown, _): return "check \(check) is blocked: \(evidence.summary)"
        case (.down, .fail) where state.streak < state.definition.schedule.fall && state.failuresInWindow != nil:
            return "check \(check) is down after \(state.failuresInWindow ?? 0) failures in its window"
        case (.down, .fail): return "check \(check) is down after \(Self.count(state.streak, "failure"))"
        case (.down, _): return "check \(check) is down: \(evidence.summary)"
        case (.up, _): return "check \(check) is up after \(Self.count(state.streak, "pass", "passes"))"
        }
    }

    private static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s") in a row"
    }

    /// An entry and the entries that led to it, the first one first.
    private func story(of entry: JournalEntry, on node: Int) -> String {
        let entries = self.machines[node].node?.journal.entries ?? []
        var chain = [entry]
        while let cause = chain.last?.cause, chain.count < 8,
            let before = entries.last(where: { $0.id == cause })
        {
            chain.append(before)
        }
        return chain.reversed().map { link in
            switch link.change {
            case .health(let check, _, let health, let evidence): self.sentence(check, health, evidence, on: node)
            case .faultBegan where link.cause != nil: "fault"
            default: link.change.description
            }
        }.joined(separator: ", ")
    }

    /// An agent is gone without a word of its own.
    mutating func left(_ seat: Int) {
        guard self.recorder.seats[seat].state != .initialize else { return }
        self.lastChange = self.now
        let cause = self.recorder.lastIncident ?? "the agent has ended"
        self.recorder.change(seat, to: .initialize, because: cause, at: self.now)
    }

    /// Finds out who could serve addresses now.
    mutating func reviewServices() {
        for seat in self.recorder.seats.indices {
            let member = self.recorder.seats[seat].member
            self.recorder.setFitness(
                self.isFit(member),
                isReachable: self.isReachable(member),
                of: seat,
                at: self.now
            )
        }
    }

    private func isReachable(_ member: SharedRouter.Member) -> Bool {
        let machine = self.machines[member.node]
        let name = self.cluster.instance(of: member).interface
        guard machine.hasPower, !machine.isFrozen else { return false }
        return machine.interfaces.first { $0.name == name && !$0.isRemoved }?.isUp ?? false
    }

    private func isFit(_ member: SharedRouter.Member) -> Bool {
        let machine = self.machines[member.node]
        guard self.isReachable(member) else { return false }
        let instance = self.cluster.instance(of: member)
        func isUp(_ name: String) -> Bool {
            machine.interfaces.first { $0.name == name && !$0.isRemoved }?.isUp ?? false
        }
        let linksServe = instance.trackedInterfaces.allSatisfy { isUp($0.name) == Self.isBetterUp($0.weight) }
        return linksServe
            && instance.trackedChecks.allSatisfy { tracked in
                guard let place = machine.checkPlaces[tracked.name],
                    machine.checks[place].definition.mode == .enforce
                else { return true }
                switch machine.truth(of: place) {
                case .pass, .warn: return Self.isBetterUp(tracked.weight)
                case .fail: return !Self.isBetterUp(tracked.weight)
                // The check is broken; of the service nothing is known.
                case .unknown: return true
                }
            }
    }

    /// Whether up is the good health of something with this weight: so it is, but for what counts in reverse.
    private static func isBetterUp(_ weight: CheckWeight) -> Bool {
        let (up, down) = (weight.effect(of: .up), weight.effect(of: .down))
        return up.fault == down.fault ? up.delta >= down.delta : down.fault
    }
}
