import VRRP

/// Who is who in these tests: the node under test, its peer, and the address they share.
enum Lab {
    static let node = IPAddress(172, 20, 128, 2)
    static let peer = IPAddress(172, 20, 128, 250)
    /// Below the node, so that it loses ties.
    static let lowPeer = IPAddress(172, 20, 128, 1)
    static let virtual = IPAddress(172, 20, 129, 1)
    static let group = IPAddress(224, 0, 0, 18)
    static let password = Authentication.password(.init("vct12345"))

    static func virtualRouterID(_ value: UInt8 = 51) -> VirtualRouterID {
        guard let id = VirtualRouterID(rawValue: value) else { preconditionFailure("VRID \(value)") }
        return id
    }

    static func interval(_ centiseconds: Int) -> AdvertisementInterval {
        guard let interval = AdvertisementInterval(centiseconds: centiseconds) else {
            preconditionFailure("interval \(centiseconds)")
        }
        return interval
    }

    static func settings(
        version: Version = .v2,
        priority: UInt8 = 100,
        interval: Int = 100,
        addresses: [IPAddress] = [Self.virtual]
    ) -> VirtualRouterSettings {
        VirtualRouterSettings(
            virtualRouterID: Self.virtualRouterID(),
            version: version,
            basePriority: Priority(rawValue: priority),
            advertisementInterval: Self.interval(interval),
            addresses: addresses
        )
    }

    static func advertisement(
        version: Version = .v2,
        priority: UInt8,
        interval: Int = 100,
        authentication: Authentication = .none,
        addresses: [IPAddress] = [Self.virtual]
    ) -> Advertisement {
        Advertisement(
            version: version,
            virtualRouterID: Self.virtualRouterID(),
            priority: Priority(rawValue: priority),
            interval: Self.interval(interval),
            authentication: authentication,
            addresses: addresses
        )
    }

    static func policy(_ settings: VirtualRouterSettings, unicastPeers: [IPAddress]? = nil) -> AcceptancePolicy {
        var policy = AcceptancePolicy(settings: settings, localAddresses: [Self.node])
        policy.unicastPeers = unicastPeers
        return policy
    }
}
