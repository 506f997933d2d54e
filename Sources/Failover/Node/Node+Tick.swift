import VRRP

extension Node {
    /// What masters owe is overdue after it, so that the next tick finds a stall like any other. What damps moves has decayed.
    mutating func slept(_ time: Duration) {
        for index in self.instances.indices {
            self.instances[index].router.slept(time)
            self.instances[index].damping?.slept(time)
        }
    }

    /// A tick this late means that the process did not run: it was frozen, or starved of CPU.
    static let stallThreshold = Duration.milliseconds(500)

    mutating func tick(at now: Instant) {
        guard self.phase == .running || self.phase == .stopping else { return }
        if let due = self.nextDeadline, now - due > Self.stallThreshold {
            let stall = now - due
            self.stalls += 1
            self.record(.stalled(stall), at: now)
            // What the checker would have said in that time could not be heard, which is no evidence of anything.
            for name in self.checks.keys {
                self.checks[name]?.excuse(stall)
            }
            self.findCheckDeadline()
        }
        if self.phase == .running {
            self.expireChecks(at: now)
            self.listenAgain(at: now)
            self.makeInterfacesAgain(at: now)
            self.settleLinks(at: now)
            self.pollLinks(at: now)
        }
        let holdEnds = self.holdUntil.map { $0 <= now } ?? false
        if holdEnds { self.holdUntil = nil }
        for index in self.instances.indices {
            self.cause = nil
            self.settleDamping(index, at: now)
            if let gate = self.instances[index].gate, gate <= now || holdEnds {
                self.evaluate(index, at: now)
            }
            if let refusal = self.instances[index].refusal, refusal.until <= now {
                self.instances[index].refusal = nil
                self.evaluate(index, at: now)
            }
            if let restoreAt = self.instances[index].restoreAt, restoreAt <= now {
                self.instances[index].restoreAt = nil
                self.restoreMissing(index, at: now)
            }
            if let deadline = self.instances[index].router.deadline, deadline <= now {
                let isLastResort = self.instances[index].offersAsLastResort
                self.cause = isLastResort ? self.instances[index].lastResort?.entry : self.orderEntry(of: index)
                self.perform(self.instances[index].router.expire(at: now), of: index, at: now)
                self.touchGroup(of: index)
                self.competeAgain(index, at: now)
            }
            self.endGraces(index, at: now)
            self.offerIfDue(index, at: now)
        }
        // Behind the addresses, which some routes are sent from.
        self.restoreDueItems(at: now)
        self.settle(at: now)
    }

    /// Forgets instances that have handed over, and notices when the last one has.
    mutating func settle(at now: Instant) {
        if self.instances.contains(where: { $0.isLeaving && $0.router.state.name == .initialize }) {
            self.instances.removeAll { $0.isLeaving && $0.router.state.name == .initialize }
            self.findTrackers()
            self.findGroups(at: now)
            self.rebindAll(at: now)
        }
        guard self.phase == .stopping,
            self.instances.allSatisfy({ $0.router.state.name == .initialize })
        else { return }
        self.releaseItems(of: nil)
        self.phase = .stopped
        self.clearHost()
        self.effects.append(.stopped)
    }
}
