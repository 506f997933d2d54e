package import Routing
package import VRRP

/// An address set on an interface, as the kernel knows it.
package struct InterfaceAddress: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var address: IPAddress
    /// 0…32, or 0…128 for IPv6.
    package var prefixLength: UInt8
    /// At most 15 bytes; the kernel labels an address with the interface's name if nothing is asked for.
    package var label: String?
    /// As `rt_scopes` numbers them: 0 global, 200 site, 253 link, 254 host.
    package var scope: UInt8
    /// IPv4 only.
    package var broadcast: IPv4Address?
    /// Of an address the kernel lists, the peer alone.
    package var options: AddressOptions
    /// `IFA_F_…`, of an address the kernel lists; what is set follows from ``options``.
    package var kernelFlags: UInt32 = 0

    package init(
        interfaceIndex: Int32,
        address: IPAddress,
        prefixLength: UInt8,
        label: String? = nil,
        scope: UInt8 = 0,
        broadcast: IPv4Address? = nil,
        options: AddressOptions = AddressOptions()
    ) {
        self.interfaceIndex = interfaceIndex
        self.address = address
        self.prefixLength = prefixLength
        self.label = label
        self.scope = scope
        self.broadcast = broadcast
        self.options = options
    }
}

extension InterfaceAddress {
    /// Duplicate address detection runs.
    package var isTentative: Bool { self.kernelFlags & Self.tentative != 0 && !self.isDuplicate }
    /// Duplicate address detection found another host with it.
    package var isDuplicate: Bool { self.kernelFlags & Self.duplicate != 0 }

    private static let tentative: UInt32 = 0x40
    private static let duplicate: UInt32 = 0x08
}

extension InterfaceAddress: CustomStringConvertible {
    package var description: String { "\(self.address)/\(self.prefixLength) on interface \(self.interfaceIndex)" }
}
