extension MACAddress {
    /// The Ethernet address of the VRRP group 224.0.0.18.
    package static let vrrpGroup = MACAddress(rawValue: 0x0100_5e00_0012)

    /// The virtual router MAC address over IPv4, 00:00:5e:00:01:VRID (RFC 9568 section 7.3).
    package static func virtualRouter(_ id: VirtualRouterID) -> MACAddress {
        MACAddress(rawValue: 0x0000_5e00_0100 | UInt64(id.rawValue))
    }
}
