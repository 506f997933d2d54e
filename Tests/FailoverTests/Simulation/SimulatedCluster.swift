import TestSupport

import Checks
import Configuration
import Failover
import VRRP

/// Whole nodes with one instance each, on a link with delay, loss and partitions, in virtual time. The kernel does what
/// a node says, keeps what comes for a frozen process, and forgets its addresses when the power goes.
struct SimulatedCluster {
    struct Member {
        /// nil = no router process: stopped, or without power.
        var node: Node?
        var configuration: AgentConfiguration
        let address: IPAddress
        /// The virtual addresses on the interface.
        var addresses: [AssignedAddress] = []
        var isFrozen = false
        /// Nodes of different segments do not hear each other.
        var segment = 0
        /// What came while it was frozen, which its sockets keep.
        var backlog: [Event] = []
        /// How wrong its clock goes, in parts per million, and what it showed at the beginning.
        let rate: Int64
        let offset: Int64
        /// What a supervisor would give to the next router process.
        var snapshot: NodeSnapshot?
        var isHealthy = true
        /// Further checks that fail.
        var failing: Set<String> = []
        /// When it last became master; nil = never.
        var becameMaster: Instant?

        func local(_ global: Instant) -> Instant {
            Instant(nanoseconds: self.offset + global.nanoseconds + global.nanoseconds / 1000 * self.rate / 1000)
        }

        /// The first moment at which its clock has reached `local`.
        func global(_ local: Instant) -> Instant {
            let passed = Double(local.nanoseconds - self.offset) / (1 + Double(self.rate) / 1_000_000)
            var moment = Instant(nanoseconds: Int64(passed) - 2000)
            while self.local(moment) < local { moment.nanoseconds += 1000 }
            return moment
        }

        var state: VirtualRouter.StateName? { self.node?.instances.first?.router.state.name }
    }

    private struct Packet {
        let arrival: Instant
        let sender: Int
        let receiver: Int
        let bytes: [UInt8]
    }

    static let virtual = IPAddress(172, 20, 128, 200)
    static let interface: Int32 = 2

    private(set) var members: [Member]
    private(set) var now = Instant(nanoseconds: 0)
    /// How often any node became master by election.
    private(set) var elections = 0
    /// What must never happen, whatever the network does.
    private(set) var violations: [String] = []
    private var packets: [Packet] = []
    private var chance: SeededGenerator
    /// When the checkers next repeat what they know, well before a check would be overdue.
    private var nextReport = Instant(nanoseconds: 0)
    private static let reportPause = Duration.seconds(5)
    private var generation: UInt32 = 1

    var maximumDelay: Duration = .zero
    /// Of a thousand packets, how many are lost.
    var loss = 0

    /// An instance of the address that the nodes move.
    static func instance(
        _ name: String = "VI_1",
        priority: UInt8,
        version: Version,
        interval: AdvertisementInterval,
        checks: [CheckDefinition],
        change: (inout InstanceConfiguration) -> Void
    ) -> InstanceConfiguration {
        Bench.instance(name, priority: priority, checks: checks) {
            $0.router.version = version
            $0.router.advertisementInterval = interval
            $0.router.addresses = [Self.virtual]
            $0.virtualAddresses = [VirtualAddress(address: Self.virtual, prefixLength: 24, device: "eth0")]
            change(&$0)
        }
    }

    init(_ configurations: [AgentConfiguration], rates: [Int64], seed: UInt64) {
        self.chance = SeededGenerator(seed: seed)
        self.members = zip(configurations, rates).enumerated().map { index, member in
            Member(
                configuration: member.0,
                address: IPAddress(172, 20, 128, UInt8(index + 1)),
                rate: member.1,
                // One hour in, clocks apart by less than a second, as where signed times are compared.
                offset: 3_600_000_000_000 + Int64(index) * 137_000_000
            )
        }
    }

    // MARK: What happens to a node

    /// Power on, or the agent is started.
    mutating func start(_ index: Int, restoring snapshot: NodeSnapshot? = nil) {
        guard self.members[index].node == nil else { return }
        let member = self.members[index]
        var node = Node(configuration: member.configuration, generation: self.generation, at: member.local(self.now))
        if let snapshot { node.restore(snapshot, at: member.local(self.now)) }
        self.members[index].node = node
        let own = AssignedAddress(address: member.address, prefixLength: 24)
        let interface = InterfaceState(
            name: "eth0",
            index: Self.interface,
            isUp: true,
            hardwareAddress: MACAddress(rawValue: 0x0200_0000_0000 + UInt64(index)),
            addresses: [own] + member.addresses
        )
        self.tell(index, .interfaces([interface]))
        self.tell(index, .checkerStarted)
        self.tell(index, .start)
        self.report(index)
    }

    mutating func losePower(_ index: Int) {
        self.members[index].node = nil
        self.members[index].addresses = []
        self.members[index].backlog = []
        self.members[index].isFrozen = false
        self.members[index].snapshot = nil
    }

    /// The router process dies and another one goes on.
    mutating func restartRouter(_ index: Int) {
        guard self.members[index].node != nil, !self.members[index].isFrozen else { return }
        self.members[index].node = nil
        self.start(index, restoring: self.members[index].snapshot)
    }

    mutating func freeze(_ index: Int) { self.members[index].isFrozen = self.members[index].node != nil }

    mutating func thaw(_ index: Int) {
        guard self.members[index].isFrozen else { return }
        self.members[index].isFrozen = false
        let backlog = self.members[index].backlog
        self.members[index].backlog = []
        // What is in the kernel is read before any deadline is looked at.
        for event in backlog { self.tell(index, event) }
    }

    mutating func move(_ index: Int, toSegment segment: Int) { self.members[index].segment = segment }

    mutating func setHealth(_ index: Int, _ isHealthy: Bool) {
        self.members[index].isHealthy = isHealthy
        self.report(index)
    }

    mutating func setFailing(_ index: Int, _ failing: Set<String>) {
        self.members[index].failing = failing
        self.report(index)
    }

    private mutating func report(_ index: Int) {
        for (number, check) in self.members[index].configuration.checks.enumerated() {
            let fails =
                self.members[index].failing.contains(check.name) || number == 0 && !self.members[index].isHealthy
            let outcome =
                fails ? CheckOutcome(.fail, .processMissing, "down") : CheckOutcome(.pass, .ok, "up")
            self.tell(index, .report(CheckReport(check: check.name, generation: self.generation, outcome: outcome)))
        }
    }

    mutating func reload(_ index: Int, _ change: (inout InstanceConfiguration) -> Void) {
        change(&self.members[index].configuration.instances[0])
        self.generation += 1
        self.tell(index, .reload(self.members[index].configuration, generation: self.generation))
        self.report(index)
    }

    /// What the node refuses is not ordered, as over the control socket.
    mutating func order(_ index: Int, _ order: OperatorOrder) {
        guard let node = self.members[index].node, node.refusal(of: order) == nil else { return }
        self.tell(index, .order(order))
    }

    mutating func stop(_ index: Int) { self.tell(index, .stop) }

    // MARK: Time

    mutating func run(for time: Duration) {
        let end = self.now + time
        while let next = self.nextEvent(), next <= end {
            self.now = max(self.now, next)
            if self.nextReport <= self.now {
                self.nextReport = self.now + Self.reportPause
                for index in self.members.indices where !self.members[index].isFrozen { self.report(index) }
            }
            let due = self.packets.filter { $0.arrival <= self.now }
            self.packets.removeAll { $0.arrival <= self.now }
            for packet in due { self.deliver(packet.bytes, to: packet.receiver) }
            for index in self.members.indices {
                if let wakeUp = self.wakeUp(index), wakeUp <= self.now { self.tell(index, .tick) }
            }
        }
        self.now = end
    }

    private func nextEvent() -> Instant? {
        let deadlines = self.members.indices.compactMap { self.wakeUp($0) }
        return (self.packets.map(\.arrival) + deadlines + [self.nextReport]).min()
    }

    private func wakeUp(_ index: Int) -> Instant? {
        let member = self.members[index]
        guard !member.isFrozen, let deadline = member.node?.nextDeadline else { return nil }
        return member.global(deadline)
    }

    private mutating func deliver(_ bytes: [UInt8], to index: Int) {
        self.tell(index, .datagram(bytes, index: Self.interface))
    }

    private mutating func tell(_ index: Int, _ event: Event) {
        guard self.members[index].node != nil else { return }
        guard !self.members[index].isFrozen else {
            if self.members[index].backlog.count < 200 { self.members[index].backlog.append(event) }
            return
        }
        let local = self.members[index].local(self.now)
        let utc = UTCTime(nanoseconds: 1_764_000_000_000_000_000 + local.nanoseconds)
        for effect in self.members[index].node?.handle(event, at: local, utc: utc) ?? [] {
            self.perform(effect, of: index)
        }
    }

    private mutating func perform(_ effect: Effect, of index: Int) {
        switch effect {
        case .transmit(let transmission):
            self.send(transmission.packet, from: index)
        case .addAddresses(let addresses, _):
            for address in addresses {
                let assigned = AssignedAddress(address: address.address, prefixLength: address.prefixLength)
                guard !self.members[index].addresses.contains(assigned) else { continue }
                self.members[index].addresses.append(assigned)
                self.tell(index, .addressAdded(assigned, index: Self.interface))
            }
        case .removeAddresses(let addresses, _):
            for address in addresses {
                let assigned = AssignedAddress(address: address.address, prefixLength: address.prefixLength)
                self.members[index].addresses.removeAll { $0 == assigned }
                self.tell(index, .addressRemoved(assigned, index: Self.interface))
            }
        case .announce:
            if self.members[index].addresses.isEmpty {
                self.violations.append("node \(index) announces an address it has not")
            }
        case .journal(let entry):
            self.members[index].snapshot = self.members[index].node?.snapshot
            if case .transition(let transition) = entry.change, transition.to == .master,
                transition.cause != .resumed
            {
                self.elections += 1
                self.members[index].becameMaster = self.now
            }
        case .stopped:
            if !self.members[index].addresses.isEmpty {
                self.violations.append("node \(index) stops and leaves an address behind")
            }
            self.members[index].node = nil
            self.members[index].snapshot = nil
        default:
            // Sockets, scripts and log lines concern nobody here.
            break
        }
    }

    private mutating func send(_ bytes: [UInt8], from sender: Int) {
        for receiver in self.members.indices
        where receiver != sender && self.members[receiver].node != nil
            && self.members[receiver].segment == self.members[sender].segment
        {
            if Int.random(in: 0..<1000, using: &self.chance) < self.loss { continue }
            let delay = Int64.random(in: 0...max(0, self.maximumDelay.clampedNanoseconds), using: &self.chance)
            // No frame overtakes another one between the same two ports of a switch.
            let earlier = self.packets.last { $0.sender == sender && $0.receiver == receiver }?.arrival ?? self.now
            let arrival = max(self.now + .nanoseconds(delay), earlier)
            self.packets.append(Packet(arrival: arrival, sender: sender, receiver: receiver, bytes: bytes))
        }
    }

    // MARK: What must hold

    /// Who takes part: it runs and is fit.
    func candidates(in segment: Int) -> [Int] {
        self.members.indices.filter { index in
            let member = self.members[index]
            return member.segment == segment && !member.isFrozen
                && [.backup, .master].contains(member.state ?? .initialize)
        }
    }

    /// What is wrong with a segment on which nothing has happened for long enough; nil = nothing.
    func fault(in segment: Int, bestMustWin: Bool) -> String? {
        let running = self.members.indices.filter {
            self.members[$0].segment == segment && !self.members[$0].isFrozen
        }
        let candidates = self.candidates(in: segment)
        let masters = running.filter { self.members[$0].state == .master }
        let holders = running.filter { !self.members[$0].addresses.isEmpty }
        guard masters.count == (candidates.isEmpty ? 0 : 1) else {
            return "masters \(masters) of candidates \(candidates)"
        }
        guard holders == masters else { return "addresses on \(holders), masters \(masters)" }
        guard bestMustWin, let master = masters.first else { return nil }
        let best = candidates.max { self.rank($0) < self.rank($1) }
        return best.map(self.priority) == self.priority(master) ? nil : "master \(master), best is \(best ?? -1)"
    }

    func priority(_ index: Int) -> UInt8 {
        self.members[index].node?.instances.first?.router.effectivePriority.rawValue ?? 0
    }

    private func rank(_ index: Int) -> Int { Int(self.priority(index)) * 256 + index }

    mutating func clearNetwork() {
        self.loss = 0
        for index in self.members.indices { self.members[index].segment = 0 }
    }
}

extension SimulatedCluster: CustomStringConvertible {
    /// Where every node stands and what its journal tells last, with times before now by its own clock.
    var description: String {
        self.members.enumerated().map { index, member in
            let state = member.isFrozen ? "frozen" : member.state?.rawValue ?? "off"
            let entries = member.node?.journal.entries.suffix(8) ?? []
            let journal = entries.map { "\n    \($0.at - member.local(self.now)) \($0.description)" }.joined()
            return "\n  node \(index), segment \(member.segment), \(state), priority \(self.priority(index)), "
                + "addresses \(member.addresses.count)" + journal
        }.joined()
    }
}
