package import Configuration
import VRRP

/// The nodes that share virtual routers, as their configurations describe them.
package struct Cluster: Hashable, Sendable {
    package let nodes: [ClusterNode]
    /// In the order in which the nodes define them, the first node's first. Those of one member are among them.
    package let routers: [SharedRouter]

    package init(_ nodes: [ClusterNode]) {
        self.nodes = nodes
        self.routers = Self.routers(of: nodes)
    }

    package func instance(of member: SharedRouter.Member) -> InstanceConfiguration {
        self.nodes[member.node].configuration.instances[member.instance]
    }

    private struct Key: Hashable {
        let identifier: VirtualRouterID
        let family: AddressFamily

        init(_ instance: InstanceConfiguration) {
            self.identifier = instance.router.virtualRouterID
            self.family = instance.router.family
        }
    }

    /// An identifier and a family are a virtual router. Where a node has several of them, on several links, the addresses
    /// that are moved tell which is whose; failing that, the interface.
    private static func routers(of nodes: [ClusterNode]) -> [SharedRouter] {
        let crowded = self.crowded(nodes)
        var routers: [SharedRouter] = []
        var places: [Key: [Int]] = [:]
        func instance(_ member: SharedRouter.Member) -> InstanceConfiguration {
            nodes[member.node].configuration.instances[member.instance]
        }
        for (position, node) in nodes.enumerated() {
            var assigned: [Int: Int] = [:]
            let instances = node.configuration.instances
            /// Joins an instance to a router that this node is not in yet.
            func assign(where belongs: (InstanceConfiguration, SharedRouter) -> Bool) {
                for (number, candidate) in instances.enumerated() where assigned[number] == nil {
                    let match = (places[Key(candidate)] ?? []).first { place in
                        !routers[place].members.contains { $0.node == position } && belongs(candidate, routers[place])
                    }
                    guard let match else { continue }
                    routers[match].members.append(SharedRouter.Member(node: position, instance: number))
                    assigned[number] = match
                }
            }
            assign { candidate, router in
                let addresses = Set(self.addresses(of: candidate))
                return !crowded.contains(Key(candidate))
                    || router.members.contains { !addresses.isDisjoint(with: self.addresses(of: instance($0))) }
            }
            assign { candidate, router in router.members.contains { instance($0).interface == candidate.interface } }
            for (number, candidate) in instances.enumerated() where assigned[number] == nil {
                let key = Key(candidate)
                places[key, default: []].append(routers.count)
                routers.append(
                    SharedRouter(
                        name: candidate.name,
                        identifier: key.identifier,
                        family: key.family,
                        members: [SharedRouter.Member(node: position, instance: number)]
                    )
                )
            }
        }
        return routers
    }

    /// Of these some node has several.
    private static func crowded(_ nodes: [ClusterNode]) -> Set<Key> {
        var crowded: Set<Key> = []
        for node in nodes {
            var seen: Set<Key> = []
            for instance in node.configuration.instances where !seen.insert(Key(instance)).inserted {
                crowded.insert(Key(instance))
            }
        }
        return crowded
    }

    private static func addresses(of instance: InstanceConfiguration) -> [IPAddress] {
        (instance.virtualAddresses + instance.excludedAddresses).map(\.address)
    }
}
