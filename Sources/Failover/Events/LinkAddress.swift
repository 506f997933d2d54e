package import VRRP

/// An address that means something on one link only.
package struct LinkAddress: Hashable, Sendable {
    package var address: IPAddress
    /// Of the interface by which the link is reached.
    package var interface: String
    /// nil while there is no such interface.
    package var index: Int32?

    package init(address: IPAddress, interface: String, index: Int32?) {
        self.address = address
        self.interface = interface
        self.index = index
    }
}

extension LinkAddress: Comparable {
    package static func < (left: LinkAddress, right: LinkAddress) -> Bool {
        (left.address, left.interface) < (right.address, right.interface)
    }
}
