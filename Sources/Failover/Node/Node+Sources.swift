import Configuration
import VRRP

/// Which addresses the node speaks from.
extension Node {
    /// The address advertisements are sent from: never a virtual one, except an owner's own, and none that the kernel does
    /// not let be used yet.
    func source(
        for configuration: InstanceConfiguration,
        on interface: InterfaceState?,
        _ own: OwnAddresses
    ) -> IPAddress? {
        if let configured = configuration.configuredSource {
            return self.usable(configured, on: interface) ? configured : nil
        }
        guard let interface else { return nil }
        let family = configuration.router.family
        if let own = Self.preferred(Self.usable(own.on(interface), family), for: configuration) { return own }
        guard configuration.router.basePriority == .owner else { return nil }
        return Self.preferred(Self.usable(interface.addresses, family), for: configuration)
    }

    private static func usable(_ addresses: [AssignedAddress], _ family: AddressFamily) -> [IPAddress] {
        addresses.filter { $0.address.family == family && $0.standing == .ready }.map(\.address)
    }

    /// Over IPv4 the interface's first address. Over IPv6 its link-local one (RFC 9568 section 5.1.2.1), but to peers
    /// that have others, one that they can answer.
    private static func preferred(_ addresses: [IPAddress], for configuration: InstanceConfiguration) -> IPAddress? {
        switch configuration.router.family {
        case .ipv4: return addresses.first
        case .ipv6:
            let linkLocal = addresses.first(where: \.isLinkLocal)
            guard let peers = configuration.unicast?.peers, peers.contains(where: { !$0.isLinkLocal }) else {
                return linkLocal
            }
            return addresses.first { !$0.isLinkLocal } ?? linkLocal
        }
    }

    /// Whether an address is this host's and may be sent from; one of a link, on that link.
    private func usable(_ address: IPAddress, on interface: InterfaceState?) -> Bool {
        let places = address.isLinkLocal ? interface.map { [$0] } ?? [] : Array(self.interfaces.values)
        return places.contains { place in
            place.addresses.contains { $0.address == address && $0.standing == .ready }
        }
    }

    /// An address of the family that would do if it were not for duplicate address detection, which runs or has failed.
    func unreadySource(for configuration: InstanceConfiguration, on interface: InterfaceState) -> AssignedAddress? {
        guard configuration.router.family == .ipv6 else { return nil }
        return interface.addresses.first { assigned in
            guard assigned.standing != .ready else { return false }
            if let configured = configuration.configuredSource { return assigned.address == configured }
            return assigned.address.isLinkLocal && !self.isVirtual(assigned.address, on: interface.name)
        }
    }

    /// Whether some instance moves the address; a link-local one counts where it is moved to only, as other links have
    /// their own.
    func isVirtual(_ address: IPAddress, on name: String) -> Bool {
        guard let devices = self.virtualAddresses[address] else { return false }
        return !address.isLinkLocal || devices.contains(name)
    }

    /// Finds the addresses that the instances move, and the interfaces they move on.
    mutating func findVirtualAddresses() {
        var addresses: [IPAddress: Set<String>] = [:]
        for instance in self.instances {
            for address in instance.configuration.virtualAddresses + instance.configuration.excludedAddresses {
                addresses[address.address, default: []].insert(address.device)
            }
        }
        self.virtualAddresses = addresses
    }

    /// Whether what comes in on an interface is forwarded: what a neighbour advertisement says of this host. A virtual
    /// interface does what the one below does, while its virtual router is master.
    func forwards(_ interface: InterfaceState) -> Bool {
        guard let own = self.ownInterfaces[interface.name] else { return self.forwardingIPv6.contains(interface.index) }
        return self.interface(named: own.configuration.link).map { self.forwardingIPv6.contains($0.index) } ?? false
    }

    /// The kernel tells of a new interface's forwarding before it tells of the interface.
    mutating func forwardingChanged(_ index: Int32, isOn: Bool) {
        if isOn {
            self.forwardingIPv6.insert(index)
        } else {
            self.forwardingIPv6.remove(index)
        }
    }
}
