package import VRRP

/// An address as the kernel lists it on an interface.
package struct AssignedAddress: Hashable, Sendable {
    package var address: IPAddress
    package var prefixLength: UInt8

    package init(address: IPAddress, prefixLength: UInt8) {
        self.address = address
        self.prefixLength = prefixLength
    }
}
