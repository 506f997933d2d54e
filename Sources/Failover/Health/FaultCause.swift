package import Configuration
package import VRRP

/// Why an instance may not compete; it is in fault while there is at least one cause.
package enum FaultCause: Hashable, Sendable {
    case interfaceMissing(String)
    case interfaceDown(String)
    /// No address of ours on the interface, or the configured `unicast_src_ip` is not on this host.
    case noSourceAddress(interface: String, family: AddressFamily, configured: IPAddress?)
    /// The address on the interface that advertisements are to leave from may not be used: duplicate address detection runs,
    /// or has found another host with it.
    case sourceUnready(interface: String, address: IPAddress, isDuplicate: Bool)
    /// `mcast_src_ip` is not on this host.
    case multicastSourceMissing(IPAddress)
    /// An advertisement carries at least one address (RFC 9568 section 5.2.5).
    case noVirtualAddress
    /// `unicast_peer` is empty, and the instance was told to wait for peers (`unicast_fault_no_peer`).
    case noPeer
    /// The kernel takes none of the virtual addresses.
    case addressesRefused(String)
    /// No socket for advertisements on the interface.
    case cannotListen(interface: String, reason: String)
    /// The instance's own virtual interface cannot be had.
    case virtualInterfaceRefused(name: String, reason: String)
    case checkDown(String)
    /// `weight 0 reverse`: the check being up is the fault.
    case checkUp(String)
    /// The graded answer of the check, times its weight, is a fault.
    case checkScore(String, Int)
    case trackedInterface(String, isUp: Bool)
    /// This other member of its sync group is in fault.
    case syncGroupMember(String)
    /// An item of a `track_group` of this instance is not there.
    case staticItemMissing(NetworkItem, reason: String)
}

extension FaultCause: CustomStringConvertible {
    package var description: String {
        switch self {
        case .interfaceMissing(let name): "interface \(name) does not exist"
        case .interfaceDown(let name): "interface \(name) is down"
        case .noSourceAddress(let interface, let family, nil):
            "interface \(interface) has no \(family == .ipv6 ? "link-local" : "\(family)") address to advertise from"
        case .sourceUnready(let interface, let address, let isDuplicate):
            isDuplicate
                ? "another host of the link has \(address), the address of \(interface) to advertise from"
                : "\(address) of interface \(interface) is tentative: duplicate address detection runs"
        case .multicastSourceMissing(let address): "mcast_src_ip \(address) is not an address of this host"
        case .noSourceAddress(_, _, .some(let address)): "unicast_src_ip \(address) is not an address of this host"
        case .noVirtualAddress: "virtual_ipaddress is empty"
        case .syncGroupMember(let name): "\(name) of its sync group is in fault"
        case .noPeer: "unicast_peer is empty"
        case .addressesRefused(let reason): "no virtual address could be set: \(reason)"
        case .cannotListen(let interface, let reason): "cannot receive advertisements on \(interface): \(reason)"
        case .virtualInterfaceRefused(let name, let reason): "no virtual interface \(name): \(reason)"
        case .checkDown(let name): "check \(name) is down"
        case .checkUp(let name): "check \(name) is up (weight 0 reverse)"
        case .checkScore(let name, let score): "check \(name) gives score \(score)"
        case .staticItemMissing(let item, let reason): "static \(item) is missing: \(reason)"
        case .trackedInterface(let name, let isUp): "tracked interface \(name) is \(isUp ? "up (reverse)" : "down")"
        }
    }
}
