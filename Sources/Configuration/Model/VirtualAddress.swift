package import Routing
package import VRRP

/// One line of `virtual_ipaddress`.
package struct VirtualAddress: Hashable, Sendable {
    package var address: IPAddress
    /// 0…32, or 0…128 for IPv6; keepalived's default is the longest.
    package var prefixLength: UInt8
    /// The interface it is set on.
    package var device: String
    /// At most 15 bytes.
    package var label: String?
    /// As `rt_scopes` numbers them: 0 global, 200 site, 253 link, 254 host.
    package var scope: UInt8
    /// IPv4 only.
    package var broadcast: IPv4Address?
    package var options = AddressOptions()
    /// Put back when somebody else removes it; not so with `no_track`.
    package var isTracked = true
    /// `use_vmac`: it stands on the instance's virtual MAC interface.
    package var usesVMAC = false

    package init(
        address: IPAddress,
        prefixLength: UInt8 = 32,
        device: String,
        label: String? = nil,
        scope: UInt8 = 0,
        broadcast: IPv4Address? = nil
    ) {
        self.address = address
        self.prefixLength = prefixLength
        self.device = device
        self.label = label
        self.scope = scope
        self.broadcast = broadcast
    }
}

extension VirtualAddress: CustomStringConvertible {
    package var description: String { "\(self.address)/\(self.prefixLength) dev \(self.device)" }
}
