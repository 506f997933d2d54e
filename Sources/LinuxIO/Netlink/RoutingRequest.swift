package import Routing

/// Something to be set or removed, together with others in one call.
package enum RoutingRequest: Hashable, Sendable {
    /// `devices` has the index of every interface the route names.
    case addRoute(Route, devices: [String: Int32])
    case removeRoute(Route, devices: [String: Int32])
    case addRule(Rule)
    case removeRule(Rule)
    case addAddress(InterfaceAddress)
    case removeAddress(InterfaceAddress)
}
