import Checks
import Configuration
import VRRP

extension Node {
    /// Puts another configuration in force. What did not change is not touched: masters stay masters, addresses stay,
    /// health stays.
    mutating func reload(_ configuration: AgentConfiguration, generation: UInt32, at now: Instant) {
        guard self.phase == .running || self.phase == .waiting else { return }
        self.configuration = configuration
        self.generation = generation
        // What is read again may change an instance's settings and its priority: its peers hear of both at once.
        self.holdAdvertisements()
        defer { self.sendOwedAdvertisements(at: now) }
        self.record(.reloaded(generation: generation), at: now)
        let cause = self.cause
        self.reloadChecks(at: now)
        if self.phase == .running {
            let come = self.exchangeItems(of: nil)
            if !come.isEmpty { self.effects.append(.addItems(come, owner: .node, isRestoring: false)) }
        }

        let successors = self.successors(in: configuration.instances)
        self.renameOrders(successors.mapValues { configuration.instances[$0].name })
        // Removals first: an address may move from one instance to another.
        for index in self.instances.indices where !self.instances[index].isLeaving {
            self.cause = cause
            if let successor = successors[index] {
                self.reconfigure(index, to: configuration.instances[successor], at: now)
            } else {
                self.instances[index].isLeaving = true
                self.instances[index].gate = nil
                self.perform(self.instances[index].router.resign(at: now), of: index, at: now)
            }
        }
        let gate = max(now + configuration.global.startupTimeout, self.holdUntil ?? now)
        let known = Set(successors.values)
        let oldCount = self.instances.count
        for (position, instance) in configuration.instances.enumerated() where !known.contains(position) {
            self.instances.append(Instance(configuration: instance, gate: gate, at: now))
        }
        self.findTrackers()
        self.findGroups(at: now)
        self.findDrillMembers()
        for index in self.instances.indices { self.settlePreemption(of: index, at: now) }
        guard self.phase == .running else { return }
        for index in self.instances.indices where index >= oldCount || !self.instances[index].holdsAddresses {
            if index >= oldCount { self.clearLeftoverItems(of: index) }
            self.clearLeftovers(of: index, at: now)
        }
        self.rebindAll(at: now)
        self.reconcileGroups(at: now)
        self.pollLinks(at: now)
        if configuration.global.repeatsStatesOnReload { self.repeatStates() }
        self.sendOwedAdvertisements(at: now)
        self.settle(at: now)
    }

    /// What makes an instance the same one across a reload: not its name, so that a rename keeps the state; as
    /// keepalived does.
    private struct Identity: Hashable {
        var interface: String
        var virtualRouterID: VirtualRouterID
        var version: Version
        var family: AddressFamily
        var isUnicast: Bool
        var source: IPAddress?

        init(_ configuration: InstanceConfiguration) {
            self.interface = configuration.interface
            self.virtualRouterID = configuration.router.virtualRouterID
            self.version = configuration.router.version
            self.family = configuration.router.family
            self.isUnicast = configuration.unicast != nil
            self.source = configuration.unicast?.source
        }
    }

    /// Which new instance continues which old one: the one of the same name first, then one that was renamed.
    private func successors(in new: [InstanceConfiguration]) -> [Int: Int] {
        var positions: [Identity: [Int]] = [:]
        for (position, instance) in new.enumerated() { positions[Identity(instance), default: []].append(position) }
        var successors: [Int: Int] = [:]
        for mustKeepName in [true, false] {
            for index in self.instances.indices where !self.instances[index].isLeaving && successors[index] == nil {
                let identity = Identity(self.instances[index].configuration)
                let name = self.instances[index].name
                let match = positions[identity]?.firstIndex { !mustKeepName || new[$0].name == name }
                if let match { successors[index] = positions[identity]?.remove(at: match) }
            }
        }
        return successors
    }

    private mutating func reloadChecks(at now: Instant) {
        var checks: [String: CheckState] = [:]
        for definition in self.configuration.checks where definition.mode != .disabled {
            if var existing = self.checks[definition.name], existing.asksTheSame(as: definition) {
                existing.adopt(definition, grace: self.configuration.global.checkerGrace, at: now)
                checks[definition.name] = existing
            } else {
                checks[definition.name] = CheckState(
                    definition: definition,
                    generation: self.generation,
                    startupTimeout: self.configuration.global.startupTimeout,
                    replacing: self.checks[definition.name],
                    at: now
                )
            }
        }
        self.checks = checks
        self.findCheckDeadline()
    }

    private mutating func reconfigure(_ index: Int, to new: InstanceConfiguration, at now: Instant) {
        guard self.instances[index].configuration != new else { return }
        let oldName = self.instances[index].name
        if new.router.addresses.isEmpty, !new.mayHaveNoAddress {
            // Nothing is left to be master of; a priority 0 without addresses would be discarded by peers.
            self.perform(self.instances[index].router.fail(at: now), of: index, at: now)
        }
        let before = self.instances[index].held
        self.instances[index].configuration = new
        self.instances[index].router.hasLastResorts = new.guards.hasLastResortBackups
        self.adoptDamping(index, at: now)
        if oldName != new.name {
            // What waits to be sent under the old name could not be withdrawn any more.
            self.effects.append(.withdrawAnnouncements(instance: oldName))
        }
        if self.instances[index].holdsAddresses {
            let after = self.placedAddresses(of: self.instances[index])
            let gone = before.filter { !after.contains($0) && !self.isHeld($0, exceptBy: index) }
            let come = after.filter { !before.contains($0) }
            self.instances[index].held = after
            let items = self.exchangeItems(of: index)
            if !gone.isEmpty {
                self.effects.append(.removeAddresses(gone, instance: new.name))
            }
            if !come.isEmpty {
                self.effects.append(.addAddresses(come, instance: new.name))
            }
            if !items.isEmpty {
                self.effects.append(.addItems(items, owner: .instance(new.name), isRestoring: false))
            }
            self.perform(self.instances[index].router.reconfigure(new.router, at: now), of: index, at: now)
            if !come.isEmpty {
                self.perform(self.instances[index].router.announceAgain(at: now), of: index, at: now)
            }
        } else {
            self.perform(self.instances[index].router.reconfigure(new.router, at: now), of: index, at: now)
        }
    }
}
