import Failover
import LinuxIO

extension PlacedAddress {
    var onInterface: InterfaceAddress {
        InterfaceAddress(
            interfaceIndex: self.interfaceIndex,
            address: self.address,
            prefixLength: self.prefixLength,
            label: self.label,
            scope: self.scope,
            broadcast: self.broadcast,
            options: self.options
        )
    }
}
