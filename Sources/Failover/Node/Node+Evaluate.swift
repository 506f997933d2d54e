import Checks
import Configuration
import VRRP

extension Node {
    /// Makes an instance's ledger and fault causes anew from the facts and tells the router what changed.
    mutating func evaluate(_ index: Int, at now: Instant) {
        guard self.phase == .running, !self.instances[index].isLeaving else { return }
        self.reviewGraces(of: index, at: now)
        self.instances[index].ledger = self.ledger(of: self.instances[index])
        self.weigh(index, at: now)
    }

    /// The same where only one of its tracked checks has changed: with thousands of them, reading them all again for
    /// each that fails would take longer than an advertisement may be late.
    ///
    /// - Parameter position: Of the check among those the instance tracks.
    mutating func evaluate(_ index: Int, check position: Int, at now: Instant) {
        guard self.phase == .running, !self.instances[index].isLeaving else { return }
        let tracked = self.instances[index].configuration.trackedChecks
        // What was reported while it waited for first results is not in the ledger yet.
        guard self.instances[index].gate == nil, position < tracked.count,
            self.instances[index].ledger.contributions.count >= tracked.count
        else {
            self.evaluate(index, at: now)
            return
        }
        self.reviewGrace(of: tracked[position], index, at: now)
        let standing = self.standing(of: tracked[position], on: self.instances[index])
        self.instances[index].ledger.replace(at: position, health: standing.health, score: standing.score)
        self.weigh(index, at: now)
    }

    /// What follows from the ledger as it is now, for the instance and for the others of its sync group.
    private mutating func weigh(_ index: Int, at now: Instant) {
        let cause = self.cause
        let before = self.instances[index].ownFaults
        let waited = self.instances[index].gate != nil
        self.weighAlone(index, at: now)
        let hasBegun = waited && self.instances[index].gate == nil
        let hasChanged = before != self.instances[index].ownFaults
        guard hasChanged || hasBegun else { return }
        // Last resorts are judged together with one that begins.
        for other in self.otherMembers(of: index) where hasChanged || self.instances[other].lastResort != nil {
            self.cause = cause
            self.weighAlone(other, at: now)
        }
    }

    private mutating func weighAlone(_ index: Int, at now: Instant) {
        let consequenceOf = self.cause
        defer { self.cause = consequenceOf }

        self.beginIfReady(index, at: now)
        self.instances[index].ownFaults = self.faults(of: self.instances[index])
        let judgement = self.judgement(of: index, at: now)
        let faults = judgement.faults
        let before = self.instances[index].faults
        self.instances[index].faults = faults
        self.note(judgement.lastResort, of: index, at: now)
        let effective = self.instances[index].effectivePriority
        let name = self.instances[index].name
        let isMoved = effective != self.instances[index].router.effectivePriority
        defer { if isMoved { self.tellPriorityChange(of: index) } }

        if effective != self.instances[index].router.effectivePriority {
            self.record(
                .priority(from: self.instances[index].router.effectivePriority, to: effective),
                of: name,
                at: now
            )
        }
        guard self.instances[index].gate == nil else {
            // It does not compete yet; nothing of this concerns others.
            self.perform(self.instances[index].router.setPriority(effective, at: now), of: index, at: now)
            return
        }
        guard self.maintenance(of: index) == nil else {
            self.standAside(index, before: before, at: now)
            return
        }
        if !faults.isEmpty {
            if faults != before || self.instances[index].router.state.name != .fault {
                self.record(.faultBegan(faults), of: name, at: now)
            }
            if self.instances[index].resumption == .master {
                // The router before this one held the addresses, and this one may not.
                self.instances[index].resumption = nil
                self.perform([.advertise(.resign), .releaseAddresses], of: index, at: now)
            }
            // A fault leaves at once; the new priority is told afterwards, so that no advertisement of a faulty node
            // comes between.
            self.perform(self.instances[index].router.fail(at: now), of: index, at: now)
            self.perform(self.instances[index].router.setPriority(effective, at: now), of: index, at: now)
            return
        }
        self.offerIfDue(index, at: now)
        self.perform(self.instances[index].router.setPriority(effective, at: now), of: index, at: now)
        self.withdrawOffer(index, at: now)
        switch self.instances[index].router.state {
        case .initialize:
            self.begin(index, at: now)
        case .fault:
            self.record(.faultEnded, of: name, at: now)
            self.announceSource(of: index)
            self.perform(self.instances[index].router.recover(at: now), of: index, at: now)
            self.touchGroup(of: index)
        case .resigning:
            // What it was to leave for is over.
            self.instances[index].router.offerInstead()
        case .backup, .master:
            break
        }
    }

    mutating func begin(_ index: Int, at now: Instant) {
        let resumption = self.instances[index].resumption
        self.instances[index].resumption = nil
        switch resumption {
        case .master:
            self.perform(self.instances[index].router.resumeMaster(at: now), of: index, at: now)
            self.restoreMissing(index, at: now)
            self.resumeOffer(index, at: now)
        case .backup(let interval):
            let actions = self.instances[index].router.resumeBackup(masterInterval: interval, at: now)
            self.perform(actions, of: index, at: now)
        case .other, nil:
            self.perform(self.instances[index].router.start(at: now), of: index, at: now)
            self.joinGroup(index, at: now)
        }
        self.touchGroup(of: index)
    }

    /// The fold: base priority and contributions; those of the tracked checks come first, in their order.
    func ledger(of instance: Instance) -> Ledger {
        var ledger = Ledger(instance.configuration)
        for tracked in instance.configuration.trackedChecks {
            let standing = self.standing(of: tracked, on: instance)
            ledger.add(
                .check(tracked.name),
                weight: tracked.weight,
                health: standing.health,
                score: standing.score,
                isObserved: standing.isObserved
            )
        }
        for tracked in instance.configuration.trackedInterfaces {
            let isUp = self.interface(named: tracked.name)?.isUp ?? false
            ledger.add(.interface(tracked.name), weight: tracked.weight, health: isUp ? .up : .down)
        }
        return ledger
    }

    /// As it counts: what is withheld does not.
    private func standing(of tracked: TrackedCheck, on instance: Instance) -> CheckState.Standing {
        if let grace = instance.graces[tracked.name], !grace.isOver { return grace.before }
        return self.standing(of: tracked)
    }

    func standing(of tracked: TrackedCheck) -> CheckState.Standing {
        self.checks[tracked.name]?.standing ?? CheckState.Standing(health: .unknown)
    }

    private func faults(of instance: Instance) -> [FaultCause] {
        var faults = self.linkFaults(of: instance)
        if instance.configuration.router.addresses.isEmpty, !instance.configuration.mayHaveNoAddress {
            faults.append(.noVirtualAddress)
        }
        if instance.configuration.unicast?.peers.isEmpty == true {
            faults.append(.noPeer)
        }
        faults += self.missingStatics(of: instance)
        if let refusal = instance.refusal {
            faults.append(.addressesRefused(refusal.reason))
        }
        for contribution in instance.ledger.contributions where contribution.isFault && !contribution.isObserved {
            faults.append(Self.fault(of: contribution))
        }
        return faults
    }

    private static func fault(of contribution: Ledger.Contribution) -> FaultCause {
        switch contribution.source {
        case .interface(let name):
            return .trackedInterface(name, isUp: contribution.health == .up)
        case .check(let name):
            if contribution.health == .up, let score = contribution.score { return .checkScore(name, score) }
            return contribution.weight.reverse ? .checkUp(name) : .checkDown(name)
        }
    }

    private func linkFaults(of instance: Instance) -> [FaultCause] {
        let name = instance.configuration.interface
        guard let interface = self.interface(named: name) else { return [.interfaceMissing(name)] }
        if !interface.isUp, !instance.configuration.ignoresOwnInterface {
            return [.interfaceDown(name)]
        }
        let place = ListeningPlace(interfaceIndex: interface.index, family: instance.configuration.router.family)
        if let deafness = self.deafness[place] {
            return [.cannotListen(interface: name, reason: deafness.reason)]
        }
        let own = self.ownInterfaceFaults(of: instance)
        guard own.isEmpty else { return own }
        return instance.source == nil ? [self.sourceFault(of: instance, on: interface)] : []
    }

    private func sourceFault(of instance: Instance, on interface: InterfaceState) -> FaultCause {
        if let unready = self.unreadySource(for: instance.configuration, on: interface) {
            return .sourceUnready(
                interface: interface.name,
                address: unready.address,
                isDuplicate: unready.standing == .duplicate
            )
        }
        if let source = instance.configuration.multicastSource { return .multicastSourceMissing(source) }
        return .noSourceAddress(
            interface: interface.name,
            family: instance.configuration.router.family,
            configured: instance.configuration.unicast?.source
        )
    }
}
