import Failover
import LinuxIO
import VRRP

extension RouteSocket {
    /// Removes addresses; those the kernel would take along stay.
    ///
    /// With a primary address go the others of its network. A virtual address is primary only where it was there first,
    /// for example left behind by a dead predecessor, but then the node's own address would go.
    func remove(
        _ leaving: [PlacedAddress],
        keepingCompanionsOn interfaces: [Int32: InterfaceState]
    ) throws(SystemError) -> [AddressResult] {
        let hasCompanions = leaving.contains { placed in
            let network = (interfaces[placed.interfaceIndex]?.addresses ?? []).filter { $0.isNeighbour(of: placed) }
            return network.count > 1 && network.first?.address == placed.address
        }
        guard hasCompanions else { return try self.remove(leaving.map(\.onInterface)) }
        let companions = try self.addresses().filter { address in
            address.address.family == .ipv4 && leaving.contains { $0.interfaceIndex == address.interfaceIndex }
                && !leaving.contains { $0.onInterface.isSame(as: address) }
        }
        let results = try self.remove(leaving.map(\.onInterface))
        _ = try self.add(companions)
        return results
    }
}

extension AssignedAddress {
    /// Whether both are of one network of one prefix length.
    fileprivate func isNeighbour(of placed: PlacedAddress) -> Bool {
        // IPv6 has no primary addresses.
        guard self.prefixLength == placed.prefixLength, let own = self.address.ipv4, let other = placed.address.ipv4
        else { return false }
        guard self.prefixLength > 0 else { return true }
        let shift = 32 - UInt32(min(self.prefixLength, 32))
        return own.rawValue >> shift == other.rawValue >> shift
    }
}

extension InterfaceAddress {
    /// Whether both are the same address of the same interface, whatever their labels.
    func isSame(as other: InterfaceAddress) -> Bool {
        self.interfaceIndex == other.interfaceIndex && self.address == other.address
            && self.prefixLength == other.prefixLength
    }
}
