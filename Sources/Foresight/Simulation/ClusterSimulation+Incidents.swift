import Failover
import VRRP

extension ClusterSimulation {
    /// Lets something happen now, after all that was due.
    package mutating func apply(_ incident: Incident) {
        self.recorder.happened(incident, at: self.now)
        if let reason = self.reasonForNothing(incident) {
            self.recorder.note("\(incident.description(in: self.cluster)): nothing happens, because \(reason)")
        }
        switch incident {
        case .result(let status, let check, let node): self.setStatus(status, of: check, on: node)
        case .outcome(let status, let check, let node): self.setOutcome(status, of: check, on: node)
        case .crash(let node): self.losePower(node)
        case .stop(let node):
            self.machines[node].startsAgain = false
            self.tell(node, .stop)
        case .start(let node):
            self.machines[node].startsAgain = self.isStopping(node)
            self.start(node)
        case .freeze(let node): self.machines[node].isFrozen = self.machines[node].node != nil
        case .thaw(let node): self.thaw(node)
        case .cut(let first, let second): self.cuts.insert(Self.pair(first, second))
        case .heal(let first, let second): self.cuts.remove(Self.pair(first, second))
        case .maintain(let node): self.order(Self.maintenance, of: node)
        case .unmaintain(let node): self.order(.endMaintenance(instances: [], by: Self.operator), of: node)
        case .link(let interface, let node, let isUp): self.setLink(interface, of: node, isUp: isUp)
        }
        self.reviewServices()
    }

    private static let `operator` = Operator(name: "operator", userID: 0)
    private static let maintenance = OperatorOrder.beginMaintenance(
        instances: [],
        reason: "as the scenario says",
        duration: nil,
        by: Self.operator
    )

    /// What is in maintenance is kept in a file, and holds for an agent that is started later; one that is frozen reads the order
    /// when it goes on.
    private mutating func order(_ order: OperatorOrder, of node: Int) {
        guard self.machines[node].node == nil else { return self.tell(node, .order(order)) }
        switch order {
        case .beginMaintenance(_, let reason, _, let user):
            let since = UTCTime(nanoseconds: Self.wallClock + self.now.nanoseconds)
            self.machines[node].maintenance.whole = MaintenanceEntry(reason: reason, by: user, since: since)
        case .endMaintenance:
            self.machines[node].maintenance = MaintenanceList()
        case .drain, .drill, .endDrill:
            break
        }
    }

    /// Why an incident changes nothing, which its author hardly means; nil = it may change something.
    private func reasonForNothing(_ incident: Incident) -> String? {
        switch incident {
        case .result(let status, let check, let node), .outcome(let status, let check, let node):
            guard let number = self.machines[node].checkPlaces[check] else { return "it has no such check" }
            return self.machines[node].checks[number].status == status ? "its runs end so already" : nil
        case .crash(let node): return self.machines[node].hasPower ? nil : "it has no power"
        case .stop(let node), .freeze(let node):
            guard self.machines[node].node != nil else { return "its agent does not run" }
            return self.machines[node].isFrozen ? "it is frozen" : nil
        case .maintain: return nil
        case .unmaintain(let node):
            // One that is frozen may have to read the order for it yet.
            guard !self.machines[node].isFrozen else { return nil }
            let list = self.machines[node].node?.maintenance ?? self.machines[node].maintenance
            return list.isEmpty ? "it is not in maintenance" : nil
        case .start(let node):
            return self.machines[node].node == nil || self.isStopping(node) ? nil : "its agent runs"
        case .thaw(let node): return self.machines[node].isFrozen ? nil : "it is not frozen"
        case .cut(let first, let second):
            return self.cuts.contains(Self.pair(first, second)) ? "it is cut already" : nil
        case .heal(let first, let second):
            return self.cuts.contains(Self.pair(first, second)) ? nil : "it is not cut"
        case .link(let interface, let node, let isUp):
            let known = self.machines[node].interfaces.first { $0.name == interface && !$0.isRemoved }
            guard let known else { return "it has no such interface" }
            return known.isUp == isUp ? "its link is \(isUp ? "up" : "down") already" : nil
        }
    }

    /// Power on, or the agent is started; nothing where it runs.
    package mutating func start(_ index: Int) {
        guard self.machines[index].node == nil else { return }
        let machine = self.machines[index]
        self.machines[index].node = Node(
            configuration: machine.configuration,
            generation: machine.generation,
            at: self.now
        )
        let utc = UTCTime(nanoseconds: Self.wallClock + self.now.nanoseconds)
        self.machines[index].node?.adopt(machine.maintenance, utc: utc)
        if !machine.hasPower { self.tell(index, .booted(ago: .zero)) }
        self.machines[index].hasPower = true
        self.tell(index, .interfaces(machine.interfaces.filter { !$0.isRemoved }.map(\.state)))
        self.tell(index, .checkerStarted)
        self.tell(index, .start)
        self.startChecks(of: index)
    }

    private func isStopping(_ node: Int) -> Bool { self.machines[node].node?.phase == .stopping }

    private mutating func losePower(_ node: Int) {
        self.machines[node].hasPower = false
        self.machines[node].startsAgain = false
        self.machines[node].isFrozen = false
        self.machines[node].backlog = []
        self.machines[node].items = []
        let links = self.machines[node].interfaces.map(\.isUp)
        self.machines[node].interfaces = self.machines[node].hostInterfaces
        // A cable that was pulled is still pulled when the power comes back.
        for place in self.machines[node].interfaces.indices {
            self.machines[node].interfaces[place].isUp = links[place]
        }
        self.end(node)
    }

    /// The agent has ended by itself.
    mutating func ended(_ node: Int) { self.end(node) }

    private mutating func end(_ node: Int) {
        // It is kept on the disk.
        self.machines[node].maintenance = self.machines[node].node?.maintenance ?? self.machines[node].maintenance
        self.machines[node].node = nil
        self.machines[node].wakeUp = nil
        // Reports of the checker that has ended are none of the next one's.
        self.machines[node].generation &+= 1
        self.stopChecks(of: node)
        for seat in self.machines[node].seats.values.sorted() { self.left(seat) }
    }

    private mutating func thaw(_ node: Int) {
        guard self.machines[node].isFrozen else { return }
        self.machines[node].isFrozen = false
        let backlog = self.machines[node].backlog
        self.machines[node].backlog = []
        // What is in the kernel is read before any deadline is looked at.
        for event in backlog { self.tell(node, event) }
        for check in self.machines[node].checks.indices { self.review(check, of: node) }
    }

    private mutating func setLink(_ name: String, of node: Int, isUp: Bool) {
        guard let place = self.machines[node].hostInterfaces.firstIndex(where: { $0.name == name }) else { return }
        for other in self.machines[node].interfaces.indices
        where other == place || self.machines[node].interfaces[other].base == place {
            let interface = self.machines[node].interfaces[other]
            guard interface.isUp != isUp, !interface.isRemoved else { continue }
            self.machines[node].interfaces[other].isUp = isUp
            self.tell(
                node,
                .link(
                    name: interface.name,
                    index: interface.index,
                    isUp: isUp,
                    hardwareAddress: interface.hardwareAddress
                )
            )
        }
    }
}
