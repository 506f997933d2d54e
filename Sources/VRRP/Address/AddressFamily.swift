/// The two versions of the Internet protocol; a virtual router is of one of them.
package enum AddressFamily: Hashable, Sendable, CaseIterable {
    case ipv4
    case ipv6

    /// Bytes of an address.
    package var addressLength: Int {
        switch self {
        case .ipv4: 4
        case .ipv6: 16
        }
    }

    /// Bits of an address: the longest prefix.
    package var maximumPrefixLength: UInt8 {
        switch self {
        case .ipv4: 32
        case .ipv6: 128
        }
    }
}

extension AddressFamily: CustomStringConvertible {
    package var description: String {
        switch self {
        case .ipv4: "IPv4"
        case .ipv6: "IPv6"
        }
    }
}
