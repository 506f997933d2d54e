package import VRRP

/// A virtual router: the instances of the nodes that compete for its addresses.
package struct SharedRouter: Hashable, Sendable {
    /// The instance's name where all nodes give it the same one, else the first node's.
    package var name: String
    package var identifier: VirtualRouterID
    package var family: AddressFamily
    /// In the order of the nodes; each node is in it at most once.
    package var members: [Member]

    package struct Member: Hashable, Sendable {
        /// The position in ``Cluster/nodes``.
        package var node: Int
        /// The position in the instances of the node's configuration.
        package var instance: Int

        package init(node: Int, instance: Int) {
            self.node = node
            self.instance = instance
        }
    }

    package init(name: String, identifier: VirtualRouterID, family: AddressFamily, members: [Member]) {
        self.name = name
        self.identifier = identifier
        self.family = family
        self.members = members
    }
}
