import Checks
import Configuration
import VRRP

extension Node {
    /// Makes an instance's ledger and fault causes anew from the facts and tells the router what changed.
    mutating func evaluate(_ index: Int, at now: Instant) {
        guard self.phase == .running, !self.instances[index].isLeaving else { return }
        let consequenceOf = self.cause
        defer { self.cause = consequenceOf }

        self.beginIfReady(index, at: now)
        let (ledger, faults) = self.assess(self.instances[index])
        let before = self.instances[index].faults
        self.instances[index].ledger = ledger
        self.instances[index].faults = faults
        let name = self.instances[index].name

        if ledger.effective != self.instances[index].router.effectivePriority {
            self.record(
                .priority(from: self.instances[index].router.effectivePriority, to: ledger.effective),
                of: name,
                at: now
            )
        }
        guard self.instances[index].gate == nil else {
            // It does not compete yet; nothing of this concerns others.
            self.perform(self.instances[index].router.setPriority(ledger.effective, at: now), of: index, at: now)
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
            self.perform(self.instances[index].router.setPriority(ledger.effective, at: now), of: index, at: now)
            return
        }
        self.perform(self.instances[index].router.setPriority(ledger.effective, at: now), of: index, at: now)
        switch self.instances[index].router.state {
        case .initialize:
            self.begin(index, at: now)
        case .fault:
            self.record(.faultEnded, of: name, at: now)
            self.perform(self.instances[index].router.recover(at: now), of: index, at: now)
        case .backup, .master, .resigning:
            break
        }
    }

    private mutating func begin(_ index: Int, at now: Instant) {
        let resumption = self.instances[index].resumption
        self.instances[index].resumption = nil
        switch resumption {
        case .master:
            self.perform(self.instances[index].router.resumeMaster(at: now), of: index, at: now)
            self.restoreMissing(index, at: now)
        case .backup(let interval):
            let actions = self.instances[index].router.resumeBackup(masterInterval: interval, at: now)
            self.perform(actions, of: index, at: now)
        case .other, nil:
            self.perform(self.instances[index].router.start(at: now), of: index, at: now)
        }
    }

    /// The fold: base priority, contributions, fault causes.
    func assess(_ instance: Instance) -> (Ledger, [FaultCause]) {
        var ledger = Ledger(base: instance.configuration.router.basePriority)
        var faults = self.linkFaults(of: instance)
        if instance.configuration.router.addresses.isEmpty {
            faults.append(.noVirtualAddress)
        }
        if let refusal = instance.refusal {
            faults.append(.addressesRefused(refusal.reason))
        }
        for tracked in instance.configuration.trackedChecks {
            let check = self.checks[tracked.name]
            ledger.add(
                .check(tracked.name),
                weight: tracked.weight,
                health: check?.health ?? .unknown,
                score: check?.score,
                isObserved: check?.isObserved ?? false
            )
            if let contribution = ledger.contributions.last, let fault = Self.fault(of: contribution, tracked.name) {
                faults.append(fault)
            }
        }
        for tracked in instance.configuration.trackedInterfaces {
            let isUp = self.interface(named: tracked.name)?.isUp ?? false
            ledger.add(.interface(tracked.name), weight: tracked.weight, health: isUp ? .up : .down)
            if ledger.contributions.last?.isFault == true {
                faults.append(.trackedInterface(tracked.name, isUp: isUp))
            }
        }
        return (ledger, faults)
    }

    private static func fault(of contribution: Ledger.Contribution, _ check: String) -> FaultCause? {
        guard contribution.isFault, !contribution.isObserved else { return nil }
        if contribution.health == .up, let score = contribution.score { return .checkScore(check, score) }
        return contribution.weight.reverse ? .checkUp(check) : .checkDown(check)
    }

    private func linkFaults(of instance: Instance) -> [FaultCause] {
        let name = instance.configuration.interface
        guard let interface = self.interface(named: name) else { return [.interfaceMissing(name)] }
        if !interface.isUp, !instance.configuration.ignoresOwnInterface {
            return [.interfaceDown(name)]
        }
        if let deafness = self.deafness[interface.index] {
            return [.cannotListen(interface: name, reason: deafness.reason)]
        }
        if instance.source == nil {
            return [.noSourceAddress(interface: name, configured: instance.configuration.unicast?.source)]
        }
        return []
    }
}
