/// What a virtual router is told by its configuration; everything else it learns from events.
package struct VirtualRouterSettings: Hashable, Sendable {
    /// Of its advertisements and of all its advertised addresses. IPv4 and IPv6 count virtual routers separately.
    package var family: AddressFamily
    package var virtualRouterID: VirtualRouterID
    package var version: Version
    /// As configured, before tracking; 255 = owner.
    package var basePriority: Priority
    package var advertisementInterval: AdvertisementInterval
    /// The advertised addresses in the order of the configuration; at most 255.
    package var addresses: [IPAddress]
    package var authentication: Authentication = .none
    /// `auth_hmac`, for both versions; nil = nothing is signed.
    package var messageAuthentication: MessageAuthentication?
    package var preempt: Bool = true
    /// How long a lower-priority master is left alone; zero = not at all. Applies only while one is heard.
    package var preemptDelay: Duration = .zero
    /// The 3 of `3 × interval + skew`; keepalived's `down_timer_adverts`.
    package var masterDownAdvertisements: Int = 3
    /// A preempting backup that hears a lower priority waits skew, not three intervals.
    package var fastPreempt: Bool = false
    /// Whether a master tells one that must yield to it so; keepalived's `lower_prio_no_advert` is the opposite.
    package var answersLowerPriority: Bool = true
    /// Whether a master that yields advertises once more, so that its successor knows of it and announces again;
    /// keepalived's `higher_prio_send_advert`.
    package var advertisesBeforeYielding: Bool = false
    /// Whether the owner hears nobody; keepalived's `owner_ignore_adverts`.
    package var ownerIgnoresAdvertisements: Bool = false
    /// A master without preemption that ran so late that a router of this priority must have taken over is backup;
    /// nil = it listens first. keepalived's `timer_expired_backup`.
    package var timerExpiredRival: Priority?
    package var gratuitousARP = GratuitousARPSettings()

    package init(
        family: AddressFamily = .ipv4,
        virtualRouterID: VirtualRouterID,
        version: Version,
        basePriority: Priority,
        advertisementInterval: AdvertisementInterval,
        addresses: [IPAddress]
    ) {
        self.family = family
        self.virtualRouterID = virtualRouterID
        self.version = version
        self.basePriority = basePriority
        self.advertisementInterval = advertisementInterval
        self.addresses = addresses
    }
}
