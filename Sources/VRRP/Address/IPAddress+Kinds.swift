extension IPAddress {
    package var isMulticast: Bool {
        switch self {
        case .v4(let address): address.isMulticast
        case .v6(let address): address.isMulticast
        }
    }

    package var isLoopback: Bool {
        switch self {
        case .v4(let address): address.isLoopback
        case .v6(let address): address.isLoopback
        }
    }

    /// All zero: no address yet.
    package var isUnspecified: Bool {
        switch self {
        case .v4(let address): address == .unspecified
        case .v6(let address): address == .unspecified
        }
    }

    /// fe80::/10; IPv4 knows no address that is by itself of one link, as VRRP sees it.
    package var isLinkLocal: Bool {
        switch self {
        case .v4: false
        case .v6(let address): address.isLinkLocal
        }
    }

    /// Whether it can be an address of one host: not unspecified, multicast or broadcast, and no mapped IPv4 address.
    package var isHost: Bool {
        switch self {
        case .v4(let address): address != .unspecified && address != .broadcast && !address.isMulticast
        case .v6(let address): address != .unspecified && !address.isMulticast && !address.isMappedIPv4
        }
    }

    /// The group of VRRP of a family.
    package static func vrrpGroup(_ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: .v4(.vrrpGroup)
        case .ipv6: .v6(.vrrpGroup)
        }
    }
}
