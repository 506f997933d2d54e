/// The routing table a route stands in.
package enum RouteTable: Hashable, Sendable {
    case number(UInt32)
    /// The one of a VRF device, which the kernel knows.
    case vrf(String)

    package static let main = RouteTable.number(254)
}
