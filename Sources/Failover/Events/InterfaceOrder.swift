package import Configuration

/// A virtual interface that is to be made, or taken over if it is there as it should be.
package struct InterfaceOrder: Hashable, Sendable {
    package var interface: VirtualInterface
    package var linkIndex: Int32
    /// The VRF device it belongs to.
    package var masterIndex: Int32?
    /// Set before it is switched on. They end with the interface, so nothing is to be put back.
    package var settings: [KernelSetting]
}
