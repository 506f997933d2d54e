package import Routing
package import VRRP

/// A virtual address with the interface it stands on: what netlink needs.
package struct PlacedAddress: Hashable, Sendable {
    package var address: IPAddress
    package var prefixLength: UInt8
    package var interfaceIndex: Int32
    package var label: String?
    package var scope: UInt8
    package var broadcast: IPv4Address?
    package var options = AddressOptions()
    /// See ``VirtualAddress/isTracked``.
    package var isTracked = true
}

extension PlacedAddress: CustomStringConvertible {
    package var description: String { "\(self.address)/\(self.prefixLength)" }
}
