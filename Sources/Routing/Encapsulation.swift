package import VRRP

/// A lightweight tunnel that a route sends packets through.
package enum Encapsulation: Hashable, Sendable {
    /// Through a tunnel device of IPv4 or IPv6, which takes these as its header's fields.
    case tunnel(Tunnel)
    /// Labels of 20 bits, the outermost first; never empty.
    case mpls([UInt32])
    /// Identifier-locator addressing: the locator, in host order.
    case ila(UInt64)

    package struct Tunnel: Hashable, Sendable {
        package var family: AddressFamily
        package var id: UInt64?
        package var destination: IPAddress?
        package var source: IPAddress?
        /// Type of service, or traffic class.
        package var service: UInt8?
        /// Time to live, or hop limit.
        package var hops: UInt8?
        package var flags: UInt16?

        package init(family: AddressFamily) {
            self.family = family
        }
    }
}
