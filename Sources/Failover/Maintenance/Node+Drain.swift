import VRRP

extension Node {
    /// Masters offer their addresses; whoever is none stands aside at once.
    mutating func drain(_ names: [String], reason: String, by user: Operator, at now: Instant) {
        let entry = MaintenanceEntry(.drained, reason: reason, by: user, since: self.utc)
        for index in self.places(of: names) where self.maintenance(of: index) == nil {
            let name = self.instances[index].name
            self.cause = nil
            self.drains[name] = entry
            guard self.instances[index].isMaster || self.offersForItself(index) else { continue }
            self.record(.maintenance(.drainBegan(reason: reason, by: user)), of: name, at: now)
            self.orderCause = self.cause
            self.takeOverOffer(index)
            self.perform(self.instances[index].router.offer(at: now), of: index, at: now)
            self.orderCause = nil
        }
    }

    /// Those whose addresses were taken stay away, and those whose addresses were not stay master.
    mutating func settleDrains(at now: Instant) {
        guard !self.drains.isEmpty else { return }
        // What another process began goes on when this one has started.
        guard self.phase != .waiting else { return }
        guard self.phase == .running else {
            self.drains = [:]
            return
        }
        for (name, entry) in self.drains.sorted(by: { $0.key < $1.key }) {
            guard let index = self.place(of: name) else {
                self.drains[name] = nil
                continue
            }
            let group = [index] + self.otherMembers(of: index)
            // A sync group is drained as a whole.
            guard !group.contains(where: { self.instances[$0].router.state.name == .resigning }) else { continue }
            self.cause = self.instances[index].handover?.order
            self.drains[name] = nil
            if group.contains(where: { self.instances[$0].isMaster }) {
                self.record(.maintenance(.drainKept(by: entry.by)), of: name, at: now)
            } else {
                self.maintenance.named[name] = entry
                self.record(.maintenance(.began(entry)), of: name, at: now)
                self.standAside([index], at: now)
            }
        }
        self.findMaintenanceEnd(at: now)
    }
}
