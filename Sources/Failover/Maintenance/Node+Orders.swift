import VRRP
import Configuration

/// What operators order, and what becomes of it.
extension Node {
    /// Obeys. What ``refusal(of:)`` refuses is not to come here; an instance that is none is passed over.
    mutating func obey(_ order: OperatorOrder, at now: Instant) {
        guard self.phase == .running || self.phase == .waiting else { return }
        switch order {
        case .beginMaintenance(let instances, let reason, let duration, let by):
            self.beginMaintenance(of: instances, reason: reason, duration: duration, by: by, at: now)
        case .endMaintenance(let instances, let by, let reason):
            self.endMaintenance(of: instances, by: by, reason: reason, at: now)
        case .drain(let instances, let reason, let by):
            self.drain(instances, reason: reason, by: by, at: now)
        case .drill(let instance, let reason, let returnAfter, let by):
            self.beginDrill(of: instance, reason: reason, returnAfter: returnAfter, by: by, at: now)
        case .endDrill(_, let by):
            self.returnFromDrill(by: by, at: now)
        }
    }

    /// Follows up on what was ordered, when all of an event has happened.
    mutating func settleOrders(at now: Instant) {
        guard !self.maintenance.isEmpty || !self.drains.isEmpty || self.drill?.isUnderWay == true else { return }
        self.expireMaintenance(at: now)
        self.settleDrains(at: now)
        self.settleDrill(at: now)
        if self.phase != .waiting, !self.touchedGroups.isEmpty { self.settleGroups(at: now) }
    }

    /// When an order asks for a tick; nil = never.
    var orderDeadline: Instant? {
        guard let due = self.drill?.due else { return self.maintenanceDue }
        return self.maintenanceDue.map { min($0, due) } ?? due
    }

    /// Why an order cannot be obeyed, and what to do instead; nil = it can.
    package func refusal(of order: OperatorOrder) -> String? {
        if self.phase != .running { return "this node is starting or stopping; try again when it runs" }
        for name in order.instances where !self.isKnown(name, to: order) { return self.unknown(name) }
        switch order {
        case .beginMaintenance: return nil
        case .endMaintenance(let instances, _, _): return self.refusalOfEnd(instances)
        case .drain: return nil
        case .drill(let instance, _, _, _): return self.refusalOfDrill(instance)
        case .endDrill(let instance, _):
            guard let drill = self.drill, drill.isUnderWay else { return "no drill is under way" }
            return drill.members.contains(instance) ? nil : "the drill that is under way is of \(drill.instance)"
        }
    }

    /// Of maintenance that ends, also a name that a reload has taken away.
    private func isKnown(_ name: String, to order: OperatorOrder) -> Bool {
        if case .endMaintenance = order, self.maintenance.named[name] != nil { return true }
        return self.place(of: name) != nil
    }

    private func unknown(_ name: String) -> String {
        let known = self.instances.filter { !$0.isLeaving }.map(\.name)
        let nearest = NearestWord.find(name, in: known).map { "; did you mean \($0)?" } ?? ""
        return "no instance \(name)\(nearest.isEmpty ? "; expected one of: \(known.joined(separator: ", "))" : nearest)"
    }

    /// Of an instance that is to stay.
    package func place(of name: String) -> Int? {
        self.instances.firstIndex { $0.name == name && !$0.isLeaving }
    }

    /// The instances an order is about: those that are named and the others of their sync groups; all where none is named.
    package func instances(concernedBy order: OperatorOrder) -> [String] {
        guard !order.instances.isEmpty else { return self.instances.filter { !$0.isLeaving }.map(\.name) }
        return self.places(of: order.instances).map { self.instances[$0].name }
    }

    /// With the other members of sync groups, in the order of the configuration.
    func places(of names: [String]) -> [Int] {
        var places: Set<Int> = []
        for index in names.compactMap(self.place) {
            places.insert(index)
            places.formUnion(self.otherMembers(of: index))
        }
        return places.sorted()
    }

    /// The journal entry of the order that what happens to an instance now goes back to.
    func orderEntry(of index: Int) -> UInt64? {
        let instance = self.instances[index]
        if instance.router.state.name == .resigning, let order = instance.handover?.order { return order }
        guard let drill = self.drill, case .returning = drill.phase, drill.members.contains(instance.name) else {
            return nil
        }
        return drill.entry
    }

    /// Whether an instance begins or ceases to hold its addresses because an operator says so, or as the agent stops: that is
    /// no sign of trouble. What a fault or the silence of a peer does is one, whatever was ordered.
    func isOrdered(_ transition: Transition, of index: Int) -> Bool {
        let instance = self.instances[index]
        switch transition.to {
        case .initialize:
            return self.phase != .running || instance.isLeaving || self.maintenance(of: index) != nil
                || instance.handover?.order != nil
                || self.drains[instance.name] != nil || self.isOffered(index)
        case .master:
            if let drill = self.drill, case .returning = drill.phase, drill.members.contains(instance.name) {
                return true
            }
            guard instance.returnsByOrder else { return false }
            switch transition.cause {
            case .preempted, .owner: return true
            case .noMasterHeard: return instance.heardMaster == nil
            default: return false
            }
        case .backup, .fault, .resigning:
            return false
        }
    }

    /// An instance that has handed over and is not to stay away competes again, as a backup.
    mutating func competeAgain(_ index: Int, at now: Instant) {
        guard self.competesAgain(index), self.instances[index].router.state.name == .initialize else { return }
        self.evaluate(index, at: now)
    }

    /// Whether it does so when it has handed over.
    func competesAgain(_ index: Int) -> Bool {
        let instance = self.instances[index]
        return self.phase == .running && !instance.isLeaving && instance.gate == nil
            && self.drains[instance.name] == nil && self.maintenance(of: index) == nil
    }
}
