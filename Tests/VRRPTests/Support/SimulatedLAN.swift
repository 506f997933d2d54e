import TestSupport

import VRRP

/// Some virtual routers of one VRID on a link with delay, loss and partitions, in virtual time.
struct SimulatedLAN {
    struct Node {
        var router: VirtualRouter
        let address: IPAddress
        /// A frozen node neither hears nor acts; its addresses stay.
        var isFrozen = false
        /// Nodes of different segments do not hear each other.
        var segment = 0
        var holdsAddresses = false
    }

    private struct Packet {
        let arrival: Instant
        let receiver: Int
        let source: IPAddress
        let advertisement: Advertisement
    }

    private(set) var nodes: [Node]
    private(set) var now = TestRouter.epoch
    /// How often any node became master by election.
    private(set) var elections = 0
    /// Changes of state of any kind.
    private(set) var transitions = 0
    /// What must never happen.
    private(set) var violations: [String] = []
    private var packets: [Packet] = []
    private var chance: SeededGenerator

    var maximumDelay: Duration = .zero
    /// Of a thousand packets, how many are lost.
    var loss = 0
    /// Timers that run in whole ticks, as of an implementation that counts in them; nil = exact.
    var tick: Duration?

    init(settings: [VirtualRouterSettings], seed: UInt64) {
        self.chance = SeededGenerator(seed: seed)
        self.nodes = settings.enumerated().map { index, settings in
            Node(router: VirtualRouter(settings: settings), address: IPAddress(172, 20, 128, UInt8(index + 1)))
        }
    }

    /// Who has the addresses and runs.
    var masters: [Int] {
        self.nodes.indices.filter { !self.nodes[$0].isFrozen && self.nodes[$0].router.state.name == .master }
    }

    /// Who takes part.
    var candidates: [Int] {
        self.nodes.indices.filter { index in
            guard !self.nodes[index].isFrozen else { return false }
            switch self.nodes[index].router.state.name {
            case .backup, .master: return true
            case .initialize, .resigning, .fault: return false
            }
        }
    }

    /// The longest anything can take: all timers of all nodes against each other's intervals.
    var settlingTime: Duration {
        let interval = self.nodes.map(\.router.settings.advertisementInterval).max() ?? .default
        return max(.seconds(1), interval.duration) + interval.duration * 12
    }

    mutating func freeze(_ index: Int) { self.nodes[index].isFrozen = true }
    mutating func thaw(_ index: Int) { self.nodes[index].isFrozen = false }
    mutating func move(_ index: Int, toSegment segment: Int) { self.nodes[index].segment = segment }

    /// The process dies and is started again with the state it had.
    mutating func restart(_ index: Int) {
        guard !self.nodes[index].isFrozen else { return }
        let old = self.nodes[index].router
        self.nodes[index].router = VirtualRouter(settings: old.settings)
        switch old.state {
        case .initialize, .resigning, .fault:
            self.nodes[index].holdsAddresses = false
        case .backup(let backup):
            self.tell(index) { $0.resumeBackup(masterInterval: backup.masterInterval, at: $1) }
        case .master:
            self.tell(index) { $0.resumeMaster(at: $1) }
        }
        self.tell(index) { $0.setPriority(old.effectivePriority, at: $1) }
    }

    /// Sends an event to a node and does what it asks for.
    mutating func tell(_ index: Int, _ event: (inout VirtualRouter, Instant) -> [Action]) {
        guard !self.nodes[index].isFrozen else { return }
        let actions = event(&self.nodes[index].router, self.now)
        self.perform(actions, index)
    }

    mutating func run(for time: Duration) {
        let end = self.now + time
        while let next = self.nextEvent(), next <= end {
            self.now = max(self.now, next)
            self.deliver()
            self.expire()
        }
        self.now = end
    }

    private func nextEvent() -> Instant? {
        let arrivals = self.packets.map(\.arrival)
        let deadlines = self.nodes.indices.compactMap { self.wakeUp($0) }
        return (arrivals + deadlines).min()
    }

    private func wakeUp(_ index: Int) -> Instant? {
        guard !self.nodes[index].isFrozen, let deadline = self.nodes[index].router.deadline else { return nil }
        guard let tick else { return deadline }
        let nanoseconds = tick.clampedNanoseconds
        return Instant(nanoseconds: deadline.nanoseconds / nanoseconds * nanoseconds)
    }

    private mutating func deliver() {
        let due = self.packets.filter { $0.arrival <= self.now }
        self.packets.removeAll { $0.arrival <= self.now }
        for packet in due {
            let local = self.nodes[packet.receiver].address
            self.tell(packet.receiver) {
                $0.receive(packet.advertisement, from: packet.source, localAddress: local, at: $1)
            }
        }
    }

    private mutating func expire() {
        for index in self.nodes.indices {
            guard let wakeUp = self.wakeUp(index), wakeUp <= self.now else { continue }
            let deadline = self.nodes[index].router.deadline ?? self.now
            self.tell(index) { $0.expire(at: max($1, deadline)) }
        }
    }

    private mutating func perform(_ actions: [Action], _ index: Int) {
        for action in actions {
            switch action {
            case .advertise(let priority):
                self.send(self.nodes[index].router.advertisement(priority: priority), from: index)
            case .acquireAddresses:
                if self.nodes[index].holdsAddresses { self.violations.append("node \(index) acquires twice") }
                self.nodes[index].holdsAddresses = true
            case .releaseAddresses:
                if !self.nodes[index].holdsAddresses { self.violations.append("node \(index) releases twice") }
                self.nodes[index].holdsAddresses = false
            case .announce, .announceExtraInterfaces, .withdrawAnnouncements:
                break
            case .transition(let transition):
                self.transitions += 1
                if transition.to == .master, transition.cause != .resumed { self.elections += 1 }
            }
        }
        let state = self.nodes[index].router.state.name
        if self.nodes[index].holdsAddresses != (state == .master || state == .resigning) {
            self.violations.append("node \(index) is \(state), addresses held: \(self.nodes[index].holdsAddresses)")
        }
    }

    private mutating func send(_ advertisement: Advertisement, from sender: Int) {
        for receiver in self.nodes.indices
        where receiver != sender && self.nodes[receiver].segment == self.nodes[sender].segment {
            if Int.random(in: 0..<1000, using: &self.chance) < self.loss { continue }
            let delay = Int64.random(in: 0...self.maximumDelay.clampedNanoseconds, using: &self.chance)
            self.packets.append(
                Packet(
                    arrival: self.now + .nanoseconds(delay),
                    receiver: receiver,
                    source: self.nodes[sender].address,
                    advertisement: advertisement
                )
            )
        }
    }
}
