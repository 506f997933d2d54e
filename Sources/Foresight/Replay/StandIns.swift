import Checks
import Configuration
package import Failover
import VRRP

/// The other nodes of a cluster of which one journal and one configuration are there, as far as that journal tells of
/// them: one for each address that its transitions name, and one more for instances in which they name nobody.
package struct StandIns: Hashable, Sendable {
    /// The node itself is the first.
    package let cluster: Cluster
    /// What was taken for granted, in sentences.
    package private(set) var assumptions: [String] = []
    /// By address, the position in ``cluster``.
    private var positions: [String: Int] = [:]
    /// Of the one that nobody names.
    private var other: Int?
    /// By instance and address, the priority it is played with.
    private var priorities: [Key: Priority] = [:]

    private struct Key: Hashable, Sendable {
        var instance: String
        var peer: String
    }

    /// Other nodes than so many are not played.
    private static let limit = 16
    private static let otherName = "another node"
    /// Where a node that is heard by unicast does not say its address: one for documentation.
    private static let ownAddresses: [AddressFamily: IPAddress] = [
        .ipv4: IPAddress(203, 0, 113, 1), .ipv6: .v6(IPv6Address(rawValue: 0xfe80 << 112 | 0xb0)),
    ]

    /// - Parameters:
    ///   - node: With the configuration to try.
    ///   - records: Of its journal.
    package init(of node: ClusterNode, heardIn records: [JournalRecord]) {
        var node = node
        let heard = Self.named(in: records)
        let peers = heard.compactMap { text in IPAddress(text).map { (text: text, address: $0) } }.prefix(Self.limit)
        for index in node.configuration.instances.indices {
            guard let unicast = node.configuration.instances[index].unicast, unicast.source == nil else { continue }
            let family = node.configuration.instances[index].router.family
            node.configuration.instances[index].unicast?.source = Self.ownAddresses[family]
        }
        var nodes = [node]
        let all = node.configuration.instances
        for peer in peers {
            let places = all.indices.filter { all[$0].router.family == peer.address.family }
            guard !places.isEmpty else { continue }
            var instances: [InstanceConfiguration] = []
            for place in places {
                let recorded = Self.priority(of: peer.text, in: all[place].name, records)
                let priority = recorded ?? Self.next(below: all[place].router.basePriority)
                self.priorities[Key(instance: all[place].name, peer: peer.text)] = priority
                let others = peers.map(\.address).filter { $0 != peer.address && $0.family == peer.address.family }
                instances.append(Self.standIn(for: all[place], at: peer.address, priority, others))
                self.assumptions.append(
                    recorded == nil
                        ? "\(peer.text) has priority \(priority.rawValue) in \(all[place].name): no transition names its own"
                        : "\(peer.text) has priority \(priority.rawValue) in \(all[place].name), as it was heard"
                )
            }
            self.positions[peer.text] = nodes.count
            nodes.append(Self.node(peer.text, instances, like: node))
        }
        let families = Set(peers.map(\.address.family))
        let unheard = all.filter { !families.contains($0.router.family) }
        if !unheard.isEmpty {
            self.other = nodes.count
            var instances: [InstanceConfiguration] = []
            for instance in unheard {
                let priority = Self.next(below: instance.router.basePriority)
                instances.append(Self.standIn(for: instance, at: instance.unicast?.peers.first, priority, []))
                self.assumptions.append(
                    "\(Self.otherName) has priority \(priority.rawValue) in \(instance.name): no transition names a peer"
                )
            }
            nodes.append(Self.node(Self.otherName, instances, like: node))
        }
        self.assumptions.append(
            "the other nodes are configured as \(node.name) is, without checks; they are away where it took over because "
                + "they had resigned or were silent"
        )
        self.cluster = Cluster(nodes)
    }

    // MARK: Who there is

    private static func named(in records: [JournalRecord]) -> [String] {
        var seen: Set<String> = []
        return records.compactMap(\.peer).filter { seen.insert($0).inserted }
    }

    /// The one that was heard most often; of several the highest.
    private static func priority(of peer: String, in instance: String, _ records: [JournalRecord]) -> Priority? {
        var counts: [Int: Int] = [:]
        for record in records where record.peer == peer && record.instance == instance {
            guard let priority = record.members["peer_priority"]?.integer, (1...255).contains(priority) else {
                continue
            }
            counts[priority, default: 0] += 1
        }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { Priority(rawValue: UInt8($0.key)) }
    }

    private static func next(below priority: Priority) -> Priority {
        Priority(rawValue: priority.rawValue > 1 ? priority.rawValue - 1 : 1)
    }

    private static func standIn(
        for instance: InstanceConfiguration,
        at address: IPAddress?,
        _ priority: Priority,
        _ others: [IPAddress]
    ) -> InstanceConfiguration {
        var standIn = instance
        standIn.router.basePriority = priority
        standIn.startsAsMaster = false
        standIn.trackedChecks = []
        standIn.trackedInterfaces = []
        if let unicast = instance.unicast {
            standIn.unicast?.source = address
            standIn.unicast?.peers = [unicast.source].compactMap(\.self) + others
            standIn.unicast?.timeToLiveRanges = [:]
        } else {
            standIn.multicastSource = address
        }
        return standIn
    }

    private static func node(_ name: String, _ instances: [InstanceConfiguration], like node: ClusterNode)
        -> ClusterNode
    {
        var configuration = node.configuration
        configuration.checks = []
        configuration.instances = instances
        let names = Set(instances.map(\.name))
        configuration.syncGroups.removeAll { !names.isSuperset(of: $0.members) }
        configuration.trackGroups = [:]
        return ClusterNode(name: name, configuration: configuration, mainFile: node.mainFile)
    }

    // MARK: What they did

    /// Something that a peer did, this long after a record, or before it.
    struct Deed {
        var record: JournalRecord
        var distance: Duration
        var incident: Incident
    }

    /// When the others were away, as the node knew it.
    func deeds(in records: [JournalRecord]) -> [Deed] {
        var deeds: [Deed] = []
        var away: Set<Int> = []
        var master: [String: Int] = [:]
        var beginning = FirstTakeovers(in: records)
        for record in records {
            guard let name = record.instance, record.states != nil else { continue }
            let isFirst = beginning.isFirst(record)
            let peer = record.peer.flatMap { self.positions[$0] }
            let down = self.masterDownTime(of: name)
            var gone: Incident?
            switch record.members["why"]?.string {
            case "master_resigned": gone = peer.map { .stop($0) }
            case "no_master_heard" where !isFirst:
                gone = (master[name] ?? self.onlyOne).map { .crash($0) }
            default: break
            }
            switch gone {
            case .stop(let node), .crash(let node):
                guard away.insert(node).inserted else { break }
                // A successor takes over after a skew time, or after three intervals and that.
                let isStop = gone == .stop(node)
                deeds.append(
                    Deed(record: record, distance: .zero - (isStop ? down / 8 : down), incident: gone ?? .stop(node))
                )
                guard self.isWeaker(node, in: name) else { break }
                // It may be back any time without being noticed.
                deeds.append(Deed(record: record, distance: .seconds(10), incident: .start(node)))
                away.remove(node)
            default:
                guard let peer else { break }
                if away.remove(peer) != nil {
                    deeds.append(Deed(record: record, distance: .zero - down, incident: .start(peer)))
                }
                if record.isLossToPeer { master[name] = peer }
            }
            if record.isTakeover { master[name] = nil }
        }
        return deeds
    }

    private var onlyOne: Int? { self.positions.count == 1 && self.other == nil ? self.positions.first?.value : nil }

    private func masterDownTime(of instance: String) -> Duration {
        let configuration = self.cluster.nodes[0].configuration.instances.first { $0.name == instance }
        return .milliseconds((configuration?.router.advertisementInterval.centiseconds ?? 100) * 40)
    }

    private func isWeaker(_ node: Int, in name: String) -> Bool {
        func priority(_ position: Int) -> Priority? {
            self.cluster.nodes[position].configuration.instances.first { $0.name == name }?.router.basePriority
        }
        guard let own = priority(0), let other = priority(node) else { return true }
        return other <= own
    }

    /// Takeovers because a peer had lowered its priority, by peer: nobody knows what lowered it.
    func unexplained(in records: [JournalRecord]) -> [(peer: String, count: Int)] {
        var counts: [String: Int] = [:]
        for record in records where record.members["why"]?.string == "preempted" {
            guard let peer = record.peer, let name = record.instance,
                let priority = record.members["peer_priority"]?.integer,
                let base = self.priorities[Key(instance: name, peer: peer)], priority < Int(base.rawValue)
            else { continue }
            counts[peer, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The node that took the addresses over when the node at hand left: the peer it names, or whoever may be meant.
    func successor(_ peer: String?) -> String {
        if let peer, self.positions[peer] != nil { return peer }
        return self.onlyOne.map { self.cluster.nodes[$0].name } ?? Self.otherName
    }
}
