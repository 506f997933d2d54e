import VRRP

/// The addresses of this host that no instance moves: found once for hundreds of instances.
struct OwnAddresses {
    private var byInterface: [Int32: [AssignedAddress]] = [:]
    /// Those that count whatever the link, and the link-local ones by their link.
    private var everywhere: [IPAddress] = []
    private var linkLocal: [Int32: [IPAddress]] = [:]

    init(of node: Node) {
        for interface in node.interfaces.values {
            let own = interface.addresses.filter { !node.isVirtual($0.address, on: interface.name) }
            self.byInterface[interface.index] = own
            self.everywhere += own.map(\.address).filter { !$0.isLinkLocal }
            let linkLocal = own.map(\.address).filter(\.isLinkLocal)
            if !linkLocal.isEmpty { self.linkLocal[interface.index] = linkLocal }
        }
    }

    func on(_ interface: InterfaceState) -> [AssignedAddress] {
        self.byInterface[interface.index] ?? []
    }

    /// What a sender on a link could have taken of them: link-local ones of other links are not among them.
    func around(_ interface: InterfaceState?) -> [IPAddress] {
        guard let interface, let linkLocal = self.linkLocal[interface.index] else { return self.everywhere }
        return self.everywhere + linkLocal
    }
}
