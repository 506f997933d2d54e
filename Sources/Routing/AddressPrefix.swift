package import VRRP

/// A network: an address and how many of its leading bits count.
package struct AddressPrefix: Hashable, Sendable {
    package var address: IPAddress
    /// 0…32, or 0…128 for IPv6.
    package var length: UInt8

    package init(_ address: IPAddress, length: UInt8) {
        self.address = address
        self.length = length
    }

    /// All addresses of a family.
    package static func all(_ family: AddressFamily) -> AddressPrefix {
        switch family {
        case .ipv4: AddressPrefix(.v4(.unspecified), length: 0)
        case .ipv6: AddressPrefix(.v6(.unspecified), length: 0)
        }
    }

    package var family: AddressFamily { self.address.family }

    package var isEverything: Bool { self.length == 0 }
}

extension AddressPrefix: CustomStringConvertible {
    package var description: String {
        self.isEverything ? "default" : "\(self.address)/\(self.length)"
    }
}
