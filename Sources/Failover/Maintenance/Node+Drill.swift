import Configuration
import VRRP

extension Node {
    func refusalOfDrill(_ name: String) -> String? {
        guard let index = self.place(of: name) else { return "no instance \(name)" }
        if let drill = self.drill, drill.isUnderWay {
            return "a drill of \(drill.instance) is under way; wait for its end, or end it with: baton drill "
                + "\(drill.instance) --end"
        }
        for index in self.places(of: [name]) {
            let instance = self.instances[index]
            if let entry = self.maintenance(of: index) {
                return "\(instance.name) is \(entry.explanation); end that first with: baton maintenance off"
            }
            if instance.configuration.router.basePriority == .owner {
                return
                    "\(instance.name) has priority 255 and owns its addresses: no other node keeps them while it lives; "
                    + "give it a priority of 254 or less"
            }
        }
        guard self.instances[index].isMaster || self.offersForItself(index) else {
            let holder = self.instances[index].router.currentMaster.map { "; \($0.address) is: run it there" } ?? ""
            return "\(name) is not master here but \(self.instances[index].router.state.name.rawValue)\(holder)"
        }
        return self.isLate(self.places(of: [name]), at: self.lastHandled)
            ? "\(Drill.End.lateness); try again in a few seconds" : nil
    }

    /// Whether a master among them was held up for so long that it listens before it speaks, and can offer nothing.
    private func isLate(_ places: [Int], at now: Instant) -> Bool {
        places.contains { index in
            guard case .master(let master) = self.instances[index].router.state else { return false }
            return self.instances[index].router.isStale(master, at: now)
        }
    }

    mutating func beginDrill(
        of name: String,
        reason: String,
        returnAfter: Duration,
        by user: Operator,
        at now: Instant
    ) {
        guard self.refusalOfDrill(name) == nil else { return }
        let places = self.places(of: [name])
        self.record(.drill(.began(reason: reason, by: user, returnAfter: returnAfter)), of: name, at: now)
        self.drill = Drill(
            instance: name,
            members: places.map { self.instances[$0].name },
            reason: reason,
            by: user,
            beganAt: now,
            returnAfter: returnAfter,
            entry: self.cause
        )
        guard !self.isLate(places, at: now) else { return self.endDrill(.late, at: now) }
        self.orderCause = self.cause
        defer { self.orderCause = nil }
        for index in places {
            self.cause = self.orderCause
            self.settlePreemption(of: index, at: now)
            self.takeOverOffer(index)
            self.perform(self.instances[index].router.offer(at: now), of: index, at: now)
        }
        for index in places { self.touchGroup(of: index) }
    }

    /// The time is not waited for any longer.
    mutating func returnFromDrill(by user: Operator, at now: Instant) {
        switch self.drill?.phase {
        case .offering: self.drill?.returnAfter = .zero
        case .away: self.demandReturn(by: user, at: now)
        case .returning, .ended, nil: break
        }
    }

    /// The process before this one ended while it offered, as a drain or a drill has it: the offer goes on.
    mutating func resumeOffer(_ index: Int, at now: Instant) {
        guard self.isOffered(index) || self.drains[self.instances[index].name] != nil,
            self.maintenance(of: index) == nil
        else { return }
        self.perform(self.instances[index].router.offer(at: now), of: index, at: now)
    }

    /// Whether a drill offers its addresses.
    func isOffered(_ index: Int) -> Bool {
        guard let drill = self.drill, case .offering = drill.phase else { return false }
        return drill.members.contains(self.instances[index].name)
    }

    /// Whether another node has its addresses for the time of a drill.
    func isAway(_ index: Int) -> Bool {
        guard let drill = self.drill, case .away = drill.phase else { return false }
        return drill.members.contains(self.instances[index].name)
    }

    /// A reload may have changed the sync group: whoever is in it goes along, and whoever has left it does not.
    mutating func findDrillMembers() {
        guard let drill = self.drill, drill.isUnderWay else { return }
        let places = self.places(of: [drill.instance])
        if !places.isEmpty { self.drill?.members = places.map { self.instances[$0].name } }
    }

    /// Follows a drill from one phase to the next.
    mutating func settleDrill(at now: Instant) {
        guard let drill = self.drill, drill.isUnderWay else { return }
        // One that another process began goes on when this one has started.
        guard self.phase != .waiting else { return }
        guard self.phase == .running else { return self.endDrill(.stopped, at: now) }
        let places = drill.members.compactMap(self.place)
        guard places.count == drill.members.count, let first = self.place(of: drill.instance) else {
            return self.endDrill(.removed, at: now)
        }
        if places.contains(where: { self.maintenance(of: $0) != nil }) { return self.endDrill(.maintenance, at: now) }
        if let faulty = places.first(where: { self.instances[$0].router.state.name == .fault }) {
            let faults = self.instances[faulty].faults.map(\.description).joined(separator: "; ")
            return self.endDrill(.fault(faults), at: now)
        }
        let areMaster = places.allSatisfy { self.instances[$0].isMaster }
        switch drill.phase {
        case .offering:
            if areMaster { return self.endDrill(.notTaken, at: now) }
            if places.allSatisfy({ self.instances[$0].router.state.name == .backup }) {
                self.handedOver(drill, places, at: now)
            }
        case .away(let until):
            if areMaster {
                let cause = self.instances[first].lastTransition?.transition.cause.explanation ?? "it was needed"
                self.endDrill(.neededEarlier(cause), at: now)
            } else if until <= now {
                self.demandReturn(by: nil, at: now)
            }
        case .returning(let since, let until):
            if areMaster {
                self.endDrill(.returned(now - since), at: now)
            } else if until <= now {
                let router = self.instances[first].router
                let end = Drill.End.notReturned(
                    router.effectivePriority,
                    holder: router.currentMaster,
                    after: now - since
                )
                self.endDrill(end, at: now)
            }
        case .ended:
            break
        }
    }

    private mutating func handedOver(_ drill: Drill, _ places: [Int], at now: Instant) {
        let handovers = places.compactMap { self.instances[$0].handover }
        let time = handovers.compactMap(\.time).max() ?? (now - drill.beganAt)
        let holder = self.place(of: drill.instance).flatMap { self.instances[$0].handover?.successor }
        self.drill?.handover = time
        self.drill?.holder = holder
        self.drill?.phase = .away(until: now + drill.returnAfter)
        self.tell(.handedOver(to: holder?.address, after: time, obstacle: self.obstacleToReturn), at: now)
        if drill.returnAfter == .zero { self.demandReturn(by: nil, at: now) }
    }

    /// Why the one that has the addresses of a drill will not give them back by priority; nil = it will.
    var obstacleToReturn: String? {
        guard let drill = self.drill, drill.isUnderWay, let index = self.place(of: drill.instance) else { return nil }
        let router = self.instances[index].router
        guard let holder = router.currentMaster ?? drill.holder, router.state.name == .backup,
            holder.priority >= router.effectivePriority
        else { return nil }
        return
            "\(holder.address) has priority \(holder.priority), and the \(router.effectivePriority) here is not higher: this "
            + "node will not take the addresses back from it, and the drill will end with it as master, as the configuration "
            + "has it"
    }

    /// A rival is heard within an interval and preempted after a skew. What takes twice as long as a master that is
    /// silent, and five seconds, does not come any more.
    private static func patience(_ settings: VirtualRouterSettings) -> Duration {
        let timing = Timing(
            version: settings.version,
            priority: Priority(rawValue: 1),
            masterInterval: settings.advertisementInterval,
            advertisements: settings.masterDownAdvertisements
        )
        return timing.masterDownInterval * 2 + .seconds(5)
    }

    private mutating func demandReturn(by user: Operator?, at now: Instant) {
        guard let drill = self.drill else { return }
        let places = drill.members.compactMap(self.place)
        let patience = places.map { Self.patience(self.instances[$0].configuration.router) }.max() ?? .zero
        self.tell(.returning(by: user), at: now)
        self.drill?.phase = .returning(since: now, until: now + patience)
        for index in places { self.settlePreemption(of: index, at: now) }
    }

    /// Records what a drill does, as a consequence of its beginning.
    private mutating func tell(_ change: DrillChange, at now: Instant) {
        guard let drill = self.drill else { return }
        self.cause = drill.entry
        self.record(.drill(change), of: drill.instance, at: now)
        self.drill?.entry = self.cause
    }

    private mutating func endDrill(_ end: Drill.End, at now: Instant) {
        guard let drill = self.drill else { return }
        self.drill?.phase = .ended(end, at: now)
        self.tell(.ended(end), at: now)
        for index in drill.members.compactMap(self.place) { self.settlePreemption(of: index, at: now) }
    }
}
