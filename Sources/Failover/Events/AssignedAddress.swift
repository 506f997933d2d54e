package import VRRP

/// An address as the kernel lists it on an interface.
package struct AssignedAddress: Hashable, Sendable {
    package var address: IPAddress
    package var prefixLength: UInt8
    package var standing: Standing

    package init(address: IPAddress, prefixLength: UInt8, standing: Standing = .ready) {
        self.address = address
        self.prefixLength = prefixLength
        self.standing = standing
    }

    /// Whether both are the same address, whatever has become of it.
    package func isSame(as other: AssignedAddress) -> Bool {
        self.address == other.address && self.prefixLength == other.prefixLength
    }

    /// How far duplicate address detection (RFC 4862 section 5.4) is with it.
    package enum Standing: Hashable, Sendable {
        case ready
        /// It runs: nothing may be sent from the address yet.
        case tentative
        /// Another host of the link has the address.
        case duplicate
    }
}
