/// What a virtual router demands of an advertisement before it listens to it.
///
/// Built from the configuration and from the addresses of the interface; never from what was received.
package struct AcceptancePolicy: Hashable, Sendable {
    package var family: AddressFamily
    package var version: Version
    package var virtualRouterID: VirtualRouterID
    package var authentication: Authentication = .none
    package var advertisementInterval: AdvertisementInterval
    /// The advertised virtual addresses.
    package var addresses: [IPAddress]
    /// The only senders listened to; nil = multicast, where any router of the link may speak.
    package var unicastPeers: [IPAddress]?
    /// Whether a unicast sender must be one of the peers.
    package var checksUnicastSource = true
    package var multicastGroup: IPAddress
    /// The addresses of this node on the interface: nobody else sends from them, and unicast goes to them.
    package var localAddresses: [IPAddress]
    /// Demands that a multicast sender has an address of these networks; nil = not checked, because a router may be
    /// numbered from a network of its own.
    package var localSubnets: [IPv4Subnet]?
    /// Of unicast peers without a range of their own: 255 alone proves that the sender is on the link.
    package var unicastTTL: ClosedRange<UInt8> = 255...255
    /// Of unicast peers that may be behind a router: `min_ttl`, `max_ttl`.
    package var peerTTLs: [IPAddress: ClosedRange<UInt8>] = [:]
    /// Whether an advertisement may list no address, because this virtual router has none.
    package var acceptsNoAddress = false
    /// The master that is heard already: what it lists is not compared any more; nil = compared whoever sends
    /// (`skip_check_adv_addr`).
    package var knownMaster: IPAddress?
    /// Whether an address owner may advertise from a virtual address, which is its own: while this node does not hold it.
    package var ownerMaySpeak = false
    /// `auth_hmac`; nil = what has a trailer is of the wrong length.
    package var messageAuthentication: MessageAuthentication?
    /// When the packet at hand was received, by the wall clock: what a signed time is compared with.
    package var receivedAt = UTCTime(nanoseconds: 0)

    package init(
        family: AddressFamily = .ipv4,
        version: Version,
        virtualRouterID: VirtualRouterID,
        advertisementInterval: AdvertisementInterval,
        addresses: [IPAddress],
        localAddresses: [IPAddress]
    ) {
        self.family = family
        self.version = version
        self.virtualRouterID = virtualRouterID
        self.advertisementInterval = advertisementInterval
        self.addresses = addresses
        self.localAddresses = localAddresses
        self.multicastGroup = .vrrpGroup(family)
    }

    /// The demands of a virtual router on the link where this node has `localAddresses`.
    package init(settings: VirtualRouterSettings, localAddresses: [IPAddress]) {
        self.init(
            family: settings.family,
            version: settings.version,
            virtualRouterID: settings.virtualRouterID,
            advertisementInterval: settings.advertisementInterval,
            addresses: settings.addresses,
            localAddresses: localAddresses
        )
        self.authentication = settings.authentication
        self.messageAuthentication = settings.messageAuthentication
    }
}
