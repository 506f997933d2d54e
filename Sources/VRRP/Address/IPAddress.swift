/// An address of either family.
///
/// Within a family addresses compare unsigned in network order, as VRRP's tie-break asks; every IPv4 address is less
/// than every IPv6 address, which never meet in an election.
package enum IPAddress: Hashable, Sendable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    package init(_ address: IPv4Address) { self = .v4(address) }

    package init(_ address: IPv6Address) { self = .v6(address) }

    /// The IPv4 address of these four numbers.
    package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) { self = .v4(IPv4Address(a, b, c, d)) }

    /// Parses the text of either family; see there.
    package init?(_ text: some StringProtocol) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    /// - Returns: nil unless there are exactly four or sixteen bytes, in network order.
    package init?(networkOrder bytes: some Collection<UInt8>) {
        if bytes.count == 4 {
            self = .v4(IPv4Address(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) }))
        } else if let address = IPv6Address(networkOrder: bytes) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    package var family: AddressFamily {
        switch self {
        case .v4: .ipv4
        case .v6: .ipv6
        }
    }

    /// Four or sixteen bytes in network order.
    package var bytes: [UInt8] {
        switch self {
        case .v4(let address): address.bytes
        case .v6(let address): address.bytes
        }
    }

    /// nil for an address of IPv6.
    package var ipv4: IPv4Address? {
        switch self {
        case .v4(let address): address
        case .v6: nil
        }
    }

    /// nil for an address of IPv4.
    package var ipv6: IPv6Address? {
        switch self {
        case .v4: nil
        case .v6(let address): address
        }
    }
}

extension IPAddress: Comparable {
    package static func < (left: IPAddress, right: IPAddress) -> Bool {
        switch (left, right) {
        case (.v4(let left), .v4(let right)): left < right
        case (.v6(let left), .v6(let right)): left < right
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
