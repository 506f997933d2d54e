import Routing

extension NetworkItem {
    /// Every interface that must be there for it.
    package var devices: [String] {
        switch self.kind {
        case .address(let address): [address.device]
        case .route(let route): route.devices
        // The kernel takes rules of interfaces that are not there yet.
        case .rule: []
        }
    }

    /// Whether it says anything of this interface.
    package func names(_ interface: String) -> Bool {
        switch self.kind {
        case .address, .route: self.devices.contains(interface)
        case .rule(let rule): rule.incomingInterface == interface || rule.outgoingInterface == interface
        }
    }
}
