extension MACAddress {
    /// The Ethernet address of the VRRP group 224.0.0.18.
    package static let vrrpGroup = MACAddress(rawValue: 0x0100_5e00_0012)

    /// The Ethernet address of a multicast group of IPv6: 33:33 and its last four bytes (RFC 2464 section 7).
    package static func multicast(_ group: IPv6Address) -> MACAddress {
        MACAddress(rawValue: 0x3333_0000_0000 | UInt64(truncatingIfNeeded: group.rawValue & 0xffff_ffff))
    }

    /// The virtual router MAC address: over IPv4 00:00:5e:00:01:VRID, over IPv6 00:00:5e:00:02:VRID (RFC 9568
    /// section 7.3).
    package static func virtualRouter(_ id: VirtualRouterID, _ family: AddressFamily = .ipv4) -> MACAddress {
        switch family {
        case .ipv4: MACAddress(rawValue: 0x0000_5e00_0100 | UInt64(id.rawValue))
        case .ipv6: MACAddress(rawValue: 0x0000_5e00_0200 | UInt64(id.rawValue))
        }
    }
}
