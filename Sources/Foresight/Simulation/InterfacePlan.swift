import Configuration
import Failover
import VRRP

/// The interfaces and addresses that a cluster's nodes need, where their configurations do not say them.
struct InterfacePlan {
    /// By node.
    private(set) var interfaces: [[SimulatedInterface]]
    /// The interfaces of each link.
    private(set) var links: [[SimulatedPacket.Port]] = []

    private let cluster: Cluster
    /// Every address that is moved: no node has one of its own.
    private var moved: Set<IPAddress> = []
    private var places: [[String: Int]] = []

    init(_ cluster: Cluster) {
        self.cluster = cluster
        self.interfaces = []
        for (position, node) in cluster.nodes.enumerated() {
            let names = Self.names(of: node.configuration)
            self.interfaces.append(
                names.enumerated().map { place, name in
                    SimulatedInterface(
                        name: name,
                        index: Int32(truncatingIfNeeded: place + 2),
                        hardwareAddress: MACAddress(
                            rawValue: 0x0200_0000_0000 + UInt64(truncatingIfNeeded: position) << 16
                                + UInt64(truncatingIfNeeded: place + 2)
                        )
                    )
                }
            )
            self.places.append(Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first })
            for instance in node.configuration.instances {
                for address in instance.virtualAddresses + instance.excludedAddresses
                where instance.router.basePriority != .owner {
                    self.moved.insert(address.address)
                }
            }
        }
        self.connect()
        self.placeConfiguredAddresses()
        self.placePeers()
        self.placeOthers()
    }

    /// The interfaces a configuration says anything of, but for those that its agent makes.
    static func names(of configuration: AgentConfiguration) -> [String] {
        var names: [String] = []
        var made: Set<String> = []
        for instance in configuration.instances {
            made.formUnion(instance.virtualInterfaces.map(\.name))
            names.append(instance.interface)
            names += instance.virtualInterfaces.map(\.link)
            names += (instance.virtualAddresses + instance.excludedAddresses).map(\.device)
            names += instance.trackedInterfaces.map(\.name)
            names += instance.items.flatMap(\.devices)
            if let vrf = instance.vrf { names.append(vrf) }
        }
        names += configuration.statics.flatMap(\.devices)
        var seen: Set<String> = []
        return names.filter { !made.contains($0) && seen.insert($0).inserted }
    }

    /// Those who compete for one router are on one link.
    private mutating func connect() {
        for router in self.cluster.routers {
            let ports = router.members.compactMap { member -> SimulatedPacket.Port? in
                let name = self.cluster.instance(of: member).interface
                return self.places[member.node][name].map { SimulatedPacket.Port(node: member.node, interface: $0) }
            }
            let known = ports.compactMap { self.interfaces[$0.node][$0.interface].link }
            let link: Int
            if let first = known.min() {
                link = first
                for other in Set(known) where other != link { self.join(other, to: link) }
            } else {
                link = self.links.count
                self.links.append([])
            }
            for port in ports where self.interfaces[port.node][port.interface].link == nil {
                self.interfaces[port.node][port.interface].link = link
                self.links[link].append(port)
            }
        }
    }

    private mutating func join(_ other: Int, to link: Int) {
        for port in self.links[other] {
            self.interfaces[port.node][port.interface].link = link
            self.links[link].append(port)
        }
        self.links[other] = []
    }

    /// `unicast_src_ip` and `mcast_src_ip`.
    private mutating func placeConfiguredAddresses() {
        for (node, configuration) in self.cluster.nodes.map(\.configuration).enumerated() {
            for instance in configuration.instances {
                if let source = instance.configuredSource { self.add(source, to: instance.interface, of: node) }
            }
        }
    }

    /// Where a node does not say its address, the others do: it is the peer that is no peer of its own.
    private mutating func placePeers() {
        for router in self.cluster.routers {
            let peers = router.members.map { self.cluster.instance(of: $0).unicast?.peers ?? [] }
            let all = peers.flatMap { $0 }
            for (place, member) in router.members.enumerated() {
                let instance = self.cluster.instance(of: member)
                guard let unicast = instance.unicast, unicast.source == nil else { continue }
                let taken = Set(self.interfaces.joined().flatMap(\.addresses).map(\.address))
                let known = self.places[member.node][instance.interface].map {
                    self.interfaces[member.node][$0].addresses.map(\.address)
                }
                // Another instance of the node may have told it already.
                guard !(known ?? []).contains(where: { all.contains($0) }),
                    let own = all.first(where: { !peers[place].contains($0) && !taken.contains($0) })
                else { continue }
                self.add(own, to: instance.interface, of: member.node)
            }
        }
    }

    /// Every interface has an address of each family, the higher the later its node comes.
    private mutating func placeOthers() {
        for node in self.interfaces.indices {
            for place in self.interfaces[node].indices {
                let segment = self.interfaces[node][place].link ?? 128 + place
                let number = UInt32(truncatingIfNeeded: segment & 0xff) << 8 | UInt32(truncatingIfNeeded: node + 1)
                let name = self.interfaces[node][place].name
                // Networks for measurements and link-local addresses; whoever moves such an address has another one.
                for network: UInt32 in [0xc612_0000, 0xc613_0000] {
                    let address = IPAddress.v4(IPv4Address(rawValue: network | number & 0xffff))
                    guard !self.moved.contains(address) else { continue }
                    self.add(address, to: name, of: node)
                    break
                }
                for network: UInt128 in [0x5e00_0000, 0x5e01_0000] {
                    let address = IPAddress.v6(IPv6Address(rawValue: 0xfe80 << 112 | network | UInt128(number)))
                    guard !self.moved.contains(address) else { continue }
                    self.add(address, to: name, of: node)
                    break
                }
            }
        }
    }

    private mutating func add(_ address: IPAddress, to name: String, of node: Int) {
        guard let place = self.places[node][name] else { return }
        let assigned = AssignedAddress(address: address, prefixLength: address.family == .ipv4 ? 24 : 64)
        guard !self.interfaces[node][place].addresses.contains(assigned) else { return }
        self.interfaces[node][place].addresses.append(assigned)
    }
}
