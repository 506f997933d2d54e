import Checks
import Configuration
import Failover
package import VRRP

/// A whole cluster in virtual time: one ``Node`` for each of its nodes, as the live agent runs it, and as much of their
/// kernels, their checkers and the network between them as they notice.
///
/// Every advertisement takes ``delay``, nothing is lost that no incident takes, and a run of a check takes no time. The
/// same incidents always lead to the same timeline.
package struct ClusterSimulation: Sendable {
    package let cluster: Cluster
    package private(set) var now = Self.beginning

    var machines: [SimulatedMachine]
    let links: [[SimulatedPacket.Port]]
    /// Whose address is whose, for unicast.
    let owners: [IPAddress: SimulatedPacket.Port]
    /// On their way, in the order of arrival.
    var packets: [SimulatedPacket] = []
    var firstPacket = 0
    var planned = PlannedRuns()
    /// Pairs of nodes that do not hear each other.
    var cuts: Set<[Int]> = []
    /// What kernels and checkers have to say about what was just done.
    var answers: [(node: Int, event: Event)] = []
    /// When anything last changed that an operator would call a change.
    var lastChange = Self.beginning
    var lastTransmission: Instant?
    var recorder: TimelineRecorder
    var strayPeers: Set<IPAddress> = []

    /// From a sender to every receiver.
    package static let delay = Duration.microseconds(100)
    /// Long enough after the boot of every host.
    static let beginning = Instant(nanoseconds: 3_600_000_000_000)
    static let wallClock: Int64 = 1_764_000_000_000_000_000
    /// Events of one moment after which time goes on whatever is due.
    private static let patience = 100_000

    /// Every node is without power.
    package init(_ cluster: Cluster) {
        let plan = InterfacePlan(cluster)
        self.cluster = cluster
        self.links = plan.links
        self.machines = zip(cluster.nodes, plan.interfaces).map { node, interfaces in
            SimulatedMachine(name: node.name, configuration: node.configuration, interfaces: interfaces)
        }
        var owners: [IPAddress: SimulatedPacket.Port] = [:]
        for (node, interfaces) in plan.interfaces.enumerated() {
            for (place, interface) in interfaces.enumerated() {
                for address in interface.addresses where owners[address.address] == nil {
                    owners[address.address] = SimulatedPacket.Port(node: node, interface: place)
                }
            }
        }
        self.owners = owners
        self.recorder = TimelineRecorder(cluster)
        for (number, seat) in self.recorder.seats.enumerated() {
            let name = cluster.instance(of: seat.member).name
            self.machines[seat.member.node].seats[name] = number
        }
        for address in owners { self.recorder.names[address.key] = cluster.nodes[address.value.node].name }
    }

    /// The names of the interfaces a node has.
    package static func interfaces(of node: ClusterNode) -> [String] { InterfacePlan.names(of: node.configuration) }

    // MARK: Time

    /// Plays until `end`, all of that moment included.
    package mutating func run(until end: Instant) {
        var events = 0
        while let next = self.nextEvent, next <= end {
            if next > self.now {
                self.now = next
                events = 0
            }
            events += 1
            if events > Self.patience {
                self.now = self.now + .milliseconds(1)
                guard self.now <= end else { return }
            }
            self.step()
        }
        self.now = max(self.now, end)
    }

    /// What is due now, as an agent does it: packets, then reports, then deadlines.
    private mutating func step() {
        while self.firstPacket < self.packets.count, self.packets[self.firstPacket].arrival <= self.now {
            let packet = self.packets[self.firstPacket]
            self.firstPacket += 1
            self.deliver(packet)
        }
        if self.firstPacket == self.packets.count {
            self.packets.removeAll(keepingCapacity: true)
            self.firstPacket = 0
        }
        while let run = self.planned.takeFirst(by: self.now) { self.runCheck(run) }
        for node in self.machines.indices {
            guard let wakeUp = self.machines[node].wakeUp, wakeUp <= self.now, !self.machines[node].isFrozen else {
                continue
            }
            self.tell(node, .tick)
        }
    }

    var nextEvent: Instant? {
        var next = self.planned.next
        if self.firstPacket < self.packets.count {
            let arrival = self.packets[self.firstPacket].arrival
            next = next.map { min($0, arrival) } ?? arrival
        }
        // By place: a machine is too large to be copied for every event.
        for node in self.machines.indices {
            guard let wakeUp = self.machines[node].wakeUp, !self.machines[node].isFrozen else { continue }
            next = next.map { min($0, wakeUp) } ?? wakeUp
        }
        return next
    }

    // MARK: Events and effects

    /// Lets something happen to an agent, and everything its kernel has to say to what follows.
    mutating func tell(_ node: Int, _ event: Event) {
        self.handle(node, event)
        while !self.answers.isEmpty {
            let answers = self.answers
            self.answers.removeAll(keepingCapacity: true)
            for answer in answers { self.handle(answer.node, answer.event) }
        }
    }

    private mutating func handle(_ node: Int, _ event: Event) {
        guard self.machines[node].node != nil else { return }
        guard !self.machines[node].isFrozen else {
            if self.machines[node].backlog.count < SimulatedMachine.backlogLimit {
                self.machines[node].backlog.append(event)
            }
            return
        }
        let utc = UTCTime(nanoseconds: Self.wallClock + self.now.nanoseconds)
        let effects = self.machines[node].node?.handle(event, at: self.now, utc: utc) ?? []
        for effect in effects { self.perform(effect, of: node) }
        self.machines[node].wakeUp = self.machines[node].node?.nextDeadline
        if self.machines[node].node == nil, self.machines[node].startsAgain {
            self.machines[node].startsAgain = false
            self.start(node)
        }
    }
}
