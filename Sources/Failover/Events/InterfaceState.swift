package import VRRP

/// What is known of one network interface.
package struct InterfaceState: Hashable, Sendable {
    package var name: String
    package var index: Int32
    /// Administratively up and with carrier.
    package var isUp: Bool
    package var hardwareAddress: MACAddress
    /// In the kernel's order, which puts primary addresses first.
    package var addresses: [AssignedAddress]

    package init(
        name: String,
        index: Int32,
        isUp: Bool,
        hardwareAddress: MACAddress,
        addresses: [AssignedAddress] = []
    ) {
        self.name = name
        self.index = index
        self.isUp = isUp
        self.hardwareAddress = hardwareAddress
        self.addresses = addresses
    }
}
