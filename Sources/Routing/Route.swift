package import VRRP

/// A route as `ip route` knows it, with interfaces by name.
package struct Route: Hashable, Sendable {
    package var type = RouteType.unicast
    package var destination: AddressPrefix
    /// `from`: only packets of these senders; IPv6.
    package var source: AddressPrefix?
    /// `src`: the address this host sends from.
    package var preferredSource: IPAddress?
    package var service: UInt8 = 0
    package var table = RouteTable.main
    /// Who set it; ``keepalived`` unless the route is not watched.
    package var originator = Route.keepalived
    /// As `rt_scopes` numbers them; nil = global.
    package var scope: UInt8?
    /// nil = the kernel's: 0 for IPv4, 1024 for IPv6.
    package var metric: UInt32?
    /// The one hop, where ``hops`` is empty.
    package var hop = NextHop()
    /// Several hops that share the traffic.
    package var hops: [NextHop] = []
    /// Numbers of `rt_realms`: the source's in the upper half, the destination's in the lower one; IPv4.
    package var realms: UInt32 = 0
    /// Seconds until the kernel removes it; IPv6.
    package var expires: UInt32?
    package var metrics = RouteMetrics()
    /// As ICMPv6 numbers it: 0 medium, 1 high, 3 low; IPv6.
    package var preference: UInt8?
    /// MPLS: whether the time to live goes into the labels.
    package var propagatesTimeToLive: Bool?
    package var placement = Placement.before

    /// Where among routes of the same destination, type of service and metric.
    package enum Placement: Hashable, Sendable {
        /// `prepend`: before them, which is keepalived's default.
        case before
        /// `append`: behind them.
        case behind
        /// `add`: only if there is none.
        case alone
    }

    package init(to destination: AddressPrefix) {
        self.destination = destination
    }

    package var family: AddressFamily { self.destination.family }

    /// Every interface it names.
    package var devices: [String] {
        ([self.hop] + self.hops).compactMap(\.device)
    }

    /// keepalived's number among the originators of routes and rules (`RTPROT_KEEPALIVED`).
    package static let keepalived: UInt8 = 18
}
