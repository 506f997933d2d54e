package import VRRP

/// Where a route sends packets next.
package struct NextHop: Hashable, Sendable {
    /// May be of the other family than the route's (RFC 5549).
    package var gateway: IPAddress?
    package var device: String?
    /// The gateway is taken to be on the link, whatever the interface's addresses say.
    package var isOnLink = false
    package var encapsulation: Encapsulation?
    /// 1…256: this hop's share among several.
    package var weight: UInt16 = 1
    /// See ``Route/realms``.
    package var realms: UInt32 = 0

    package init(gateway: IPAddress? = nil, device: String? = nil) {
        self.gateway = gateway
        self.device = device
    }
}
