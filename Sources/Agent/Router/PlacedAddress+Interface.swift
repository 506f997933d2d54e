import Failover
import LinuxIO

extension InterfaceAddress {
    /// As the node knows it.
    var assigned: AssignedAddress {
        AssignedAddress(
            address: self.address,
            prefixLength: self.prefixLength,
            standing: self.isDuplicate ? .duplicate : self.isTentative ? .tentative : .ready
        )
    }
}

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
