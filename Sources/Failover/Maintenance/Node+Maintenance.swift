import Configuration
package import VRRP

extension Node {
    /// Why an instance does not compete, by the entry that ends last; a member of a sync group stands aside with the others.
    package func maintenance(of index: Int) -> MaintenanceEntry? {
        guard !self.maintenance.isEmpty else { return nil }
        return self.otherMembers(of: index).reduce(self.maintenance[self.instances[index].name]) { entry, other in
            .later(entry, self.maintenance[self.instances[other].name])
        }
    }

    /// Takes over what an earlier agent was told. To be called before any event: the first one ends, and tells of, what has
    /// passed meanwhile.
    package mutating func adopt(_ maintenance: MaintenanceList, utc: UTCTime) {
        self.utc = utc
        self.maintenance = maintenance
    }

    mutating func beginMaintenance(
        of names: [String],
        reason: String,
        duration: Duration?,
        by user: Operator,
        at now: Instant
    ) {
        let until = duration.map { Self.time($0, after: self.utc) }
        let entry = MaintenanceEntry(reason: reason, by: user, since: self.utc, until: until)
        self.orderCause = nil
        if names.isEmpty {
            let known = self.maintenance.whole
            let continued = entry.continuing(known)
            self.maintenance.whole = continued
            self.record(.maintenance(Self.change(continued, known)), at: now)
            self.standAside(Array(self.instances.indices), at: now)
        } else {
            for index in self.places(of: names) {
                let name = self.instances[index].name
                let known = self.maintenance.named[name]
                let continued = entry.continuing(known)
                self.maintenance.named[name] = continued
                self.cause = nil
                self.record(.maintenance(Self.change(continued, known)), of: name, at: now)
                self.standAside([index], at: now)
            }
        }
        self.findMaintenanceEnd(at: now)
    }

    private static func change(_ entry: MaintenanceEntry, _ known: MaintenanceEntry?) -> MaintenanceChange {
        known.map { $0.kind == entry.kind } ?? false ? .changed(entry) : .began(entry)
    }

    private static func time(_ duration: Duration, after utc: UTCTime) -> UTCTime {
        let (sum, overflow) = utc.nanoseconds.addingReportingOverflow(duration.clampedNanoseconds)
        return UTCTime(nanoseconds: overflow ? .max : sum)
    }

    /// Has instances do what follows from an entry that has just been recorded.
    mutating func standAside(_ indices: [Int], at now: Instant) {
        self.orderCause = self.cause
        defer { self.orderCause = nil }
        for index in indices {
            self.cause = self.orderCause
            self.drains[self.instances[index].name] = nil
            self.takeOverOffer(index)
            self.evaluate(index, at: now)
        }
    }

    /// What an instance does instead of competing. Faults, priority and checks are told of as ever.
    ///
    /// - Parameter before: The faults it had until now.
    mutating func standAside(_ index: Int, before: [FaultCause], at now: Instant) {
        let faults = self.instances[index].faults
        let effective = self.instances[index].effectivePriority
        if faults != before {
            self.record(faults.isEmpty ? .faultEnded : .faultBegan(faults), of: self.instances[index].name, at: now)
        }
        if self.instances[index].resumption == .master {
            // The process before this one held the addresses, or was handing them over, with this priority.
            self.perform(self.instances[index].router.setPriority(effective, at: now), of: index, at: now)
            self.begin(index, at: now)
        }
        self.instances[index].resumption = nil
        if faults.isEmpty || !self.instances[index].holdsAddresses {
            self.perform(self.instances[index].router.resign(at: now), of: index, at: now)
        } else {
            self.perform(self.instances[index].router.abandon(at: now), of: index, at: now)
        }
        self.perform(self.instances[index].router.setPriority(effective, at: now), of: index, at: now)
    }

    /// What is in maintenance under a name that no instance has, in the order of the names: one that was renamed while no
    /// agent ran competes.
    package var maintenanceWithoutInstance: [(name: String, entry: MaintenanceEntry)] {
        self.maintenance.named.filter { self.place(of: $0.key) == nil }.sorted { $0.key < $1.key }
            .map { (name: $0.key, entry: $0.value) }
    }

    /// - Parameter names: None = everything.
    mutating func endMaintenance(of names: [String], by user: Operator?, reason: String?, at now: Instant) {
        let concerned = names.isEmpty ? nil : Set(self.places(of: names).map { self.instances[$0].name }).union(names)
        let before = self.maintenance
        if let concerned {
            self.maintenance.remove(concerned, of: self.instances.filter { !$0.isLeaving }.map(\.name))
        } else {
            self.maintenance = MaintenanceList()
        }
        self.tellEnd(of: before, by: user, reason: reason, at: now)
    }

    /// Ends what the wall clock has passed.
    mutating func expireMaintenance(at now: Instant) {
        guard let end = self.maintenanceEnd, end.nanoseconds <= self.utc.nanoseconds,
            self.phase == .running || self.phase == .waiting
        else {
            self.findMaintenanceEnd(at: now)
            return
        }
        let before = self.maintenance
        self.maintenance = before.current(at: self.utc)
        self.cause = nil
        self.tellEnd(of: before, by: nil, reason: nil, at: now)
    }

    /// Records what is in maintenance no more, and lets it compete.
    private mutating func tellEnd(of before: MaintenanceList, by user: Operator?, reason: String?, at now: Instant) {
        let cause = self.cause
        let wasAside = self.instances.indices.filter { before.named[self.instances[$0].name] == nil }
        if let whole = before.whole, self.maintenance.whole == nil {
            self.record(.maintenance(.ended(whole, by: user, reason: reason, staying: self.whoStays)), at: now)
            let entry = self.cause
            for index in wasAside where self.maintenance(of: index) == nil {
                self.cause = entry
                self.instances[index].returnsByOrder = true
                self.evaluate(index, at: now)
            }
        }
        for (name, entry) in before.named.sorted(by: { $0.key < $1.key }) where self.maintenance.named[name] == nil {
            self.cause = cause
            let end = MaintenanceChange.ended(entry, by: user, reason: reason, staying: self.whyStays(name))
            self.record(.maintenance(end), of: name, at: now)
            let ended = self.cause
            for index in self.places(of: [name]) where self.maintenance(of: index) == nil {
                self.cause = ended
                self.instances[index].returnsByOrder = true
                self.evaluate(index, at: now)
            }
        }
        self.findMaintenanceEnd(at: now)
    }

    /// Which instances do not compete though the whole node may.
    private var whoStays: String? {
        let names = self.instances.indices.filter { !self.instances[$0].isLeaving && self.maintenance(of: $0) != nil }
            .map { self.instances[$0].name }
        guard let first = names.first else { return nil }
        let others = names.count > 1 ? " and \(names.count - 1) more" : ""
        return
            "\(first)\(others) \(names.count > 1 ? "stay" : "stays") out by an order of \(names.count > 1 ? "their" : "its") own"
    }

    /// Why an instance does not compete though its own order has ended.
    private func whyStays(_ name: String) -> String? {
        guard let entry = self.place(of: name).flatMap(self.maintenance) else { return nil }
        let others = entry == self.maintenance.whole ? "the whole node" : "its sync group"
        return "it stays out with \(others), \(entry.explanation)"
    }

    /// The wall clock may be set: it is looked at again at least once a minute.
    mutating func findMaintenanceEnd(at now: Instant) {
        guard let end = self.maintenanceEnd else {
            self.maintenanceDue = nil
            return
        }
        let (left, overflow) = end.nanoseconds.subtractingReportingOverflow(self.utc.nanoseconds)
        self.maintenanceDue = now + (overflow ? .seconds(60) : min(.nanoseconds(max(0, left)), .seconds(60)))
    }

    /// An instance that a reload names otherwise is the one it was, for whatever was ordered of it.
    ///
    /// - Parameter names: What each is called from now on, by its place.
    mutating func renameOrders(_ names: [Int: String]) {
        let changed = names.filter { self.instances[$0.key].name != $0.value }
        guard !changed.isEmpty else { return }
        let renames = Dictionary(changed.map { (self.instances[$0.key].name, $0.value) }) { first, _ in first }
        let named = self.maintenance.named.renamed(by: renames)
        if named != self.maintenance.named { self.maintenance.named = named }
        self.drains = self.drains.renamed(by: renames)
        self.drill?.rename(renames)
    }

    func refusalOfEnd(_ names: [String]) -> String? {
        guard !self.maintenance.isEmpty else { return "nothing on this node is in maintenance or drained" }
        for name in names where self.maintenance[name] == nil {
            guard let index = self.place(of: name), self.maintenance(of: index) != nil else {
                return "\(name) is not in maintenance, nor drained"
            }
        }
        return nil
    }
}

extension [String: MaintenanceEntry] {
    /// The same under other names. Names may be swapped; who is renamed goes before what was left under the new name.
    fileprivate func renamed(by renames: [String: String]) -> Self {
        var result = self.filter { renames[$0.key] == nil }
        for (name, new) in renames {
            if let entry = self[name] { result[new] = entry }
        }
        return result
    }
}

extension MaintenanceEntry {
    /// The same order given again: since when it holds does not change.
    func continuing(_ known: MaintenanceEntry?) -> MaintenanceEntry {
        guard let known, known.kind == self.kind else { return self }
        var entry = self
        entry.since = known.since
        return entry
    }
}
