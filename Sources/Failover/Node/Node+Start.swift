import Configuration
import VRRP

extension Node {
    /// Removes what a dead predecessor left, then lets the instances begin as their checks allow.
    mutating func start(at now: Instant) {
        guard self.phase == .waiting else { return }
        self.phase = .running
        self.hold(at: now)
        self.arrangeHost(at: now)
        self.bindAll()
        self.acquireItems(of: nil)
        for index in self.instances.indices {
            self.clearLeftoverItems(of: index)
            self.clearLeftovers(of: index, at: now)
        }
        for index in self.instances.indices {
            self.cause = nil
            self.evaluate(index, at: now)
        }
        self.pollLinks(at: now)
    }

    /// Addresses of the configuration that are already set, by nobody who lives.
    mutating func clearLeftovers(of index: Int, at now: Instant) {
        let instance = self.instances[index]
        let leftovers = self.placedAddresses(of: instance).filter { placed in
            self.isPresent(placed) && !self.isHeld(placed, exceptBy: nil) && placed.address != instance.source
        }
        guard !leftovers.isEmpty else { return }
        // A master that resumes, and an owner that will be master at once, keep them.
        let isAdopted =
            instance.resumption == .master
            || instance.configuration.router.basePriority == .owner && self.maintenance(of: index) == nil
        if isAdopted {
            if instance.resumption == .master {
                self.instances[index].held = leftovers
            }
            return
        }
        for address in leftovers {
            self.record(.leftoverRemoved(address), of: instance.name, at: now)
        }
        self.effects.append(.removeAddresses(leftovers, instance: instance.name))
    }

    /// A host that has just been started may be deaf for a while: its switch port learns, its services come up.
    private mutating func hold(at now: Instant) {
        // Whoever continues another process has waited already.
        guard !self.isRestored else { return }
        let global = self.configuration.global
        var end = now + global.startupDelay
        if let bootedAt = self.bootedAt { end = max(end, bootedAt + global.delayAfterBoot) }
        guard end > now else { return }
        self.holdUntil = end
        for index in self.instances.indices {
            if let gate = self.instances[index].gate { self.instances[index].gate = max(gate, end) }
        }
    }

    /// Lets an instance begin once its checks have reported, or their time is over.
    mutating func beginIfReady(_ index: Int, at now: Instant) {
        guard let gate = self.instances[index].gate, self.phase == .running,
            self.holdUntil.map({ $0 <= now }) ?? true
        else { return }
        let awaited = self.instances[index].configuration.trackedChecks.map(\.name).filter {
            self.checks[$0]?.isAwaited ?? false
        }
        if !awaited.isEmpty {
            guard gate <= now else { return }
            self.record(.startGateExpired(waitingFor: awaited), of: self.instances[index].name, at: now)
        }
        self.instances[index].gate = nil
        self.instances[index].since = now
    }
}
