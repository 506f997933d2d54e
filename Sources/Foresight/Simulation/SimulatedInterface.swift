import Failover
import VRRP

/// An interface of a simulated node, as its kernel has it.
struct SimulatedInterface: Sendable {
    var name: String
    /// Its place among the interfaces of the node decides.
    var index: Int32
    var hardwareAddress: MACAddress
    var isUp = true
    /// The node's own ones, then virtual ones.
    var addresses: [AssignedAddress] = []
    /// Which of the cluster's links it is on; nil = on one without another node.
    var link: Int?
    /// The place of the interface below a virtual one; nil = it is no virtual one.
    var base: Int?
    var isRemoved = false

    var state: InterfaceState {
        InterfaceState(
            name: self.name,
            index: self.index,
            isUp: self.isUp,
            hardwareAddress: self.hardwareAddress,
            addresses: self.addresses
        )
    }
}
