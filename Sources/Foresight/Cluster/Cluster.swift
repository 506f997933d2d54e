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
        /// nil where no node needs it to tell its instances apart.
        let distinction: String?
    }

    /// An identifier and a family are a virtual router. Where a node has several of them, on several links, the address
    /// that is moved tells which is whose; failing that, the interface.
    private static func routers(of nodes: [ClusterNode]) -> [SharedRouter] {
        var crowded: Set<Key> = []
        for node in nodes {
            var seen: Set<Key> = []
            for instance in node.configuration.instances {
                let key = Key(
                    identifier: instance.router.virtualRouterID,
                    family: instance.router.family,
                    distinction: nil
                )
                if !seen.insert(key).inserted { crowded.insert(key) }
            }
        }
        var order: [Key] = []
        var routers: [Key: SharedRouter] = [:]
        for (position, node) in nodes.enumerated() {
            for (number, instance) in node.configuration.instances.enumerated() {
                let router = instance.router
                var key = Key(identifier: router.virtualRouterID, family: router.family, distinction: nil)
                if crowded.contains(key) {
                    let distinction = instance.virtualAddresses.first.map { "\($0.address)" } ?? instance.interface
                    key = Key(identifier: key.identifier, family: key.family, distinction: distinction)
                }
                let member = SharedRouter.Member(node: position, instance: number)
                if routers[key] == nil {
                    order.append(key)
                    routers[key] = SharedRouter(
                        name: instance.name,
                        identifier: key.identifier,
                        family: key.family,
                        members: []
                    )
                }
                guard routers[key]?.members.last?.node != position else { continue }
                routers[key]?.members.append(member)
            }
        }
        return order.compactMap { routers[$0] }
    }
}
