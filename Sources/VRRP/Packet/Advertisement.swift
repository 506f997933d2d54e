/// The one message of VRRP: what a master says about itself once per interval.
package struct Advertisement: Hashable, Sendable {
    /// An advertisement has one byte to count its addresses.
    package static let maximumAddressCount = 255

    package var version: Version
    package var virtualRouterID: VirtualRouterID
    package var priority: Priority
    /// The sender's interval; v2 carries it in whole seconds.
    package var interval: AdvertisementInterval
    /// v2 only; v3 carries none.
    package var authentication: Authentication
    /// In the order of the sender's configuration.
    package var addresses: [IPAddress]

    package init(
        version: Version,
        virtualRouterID: VirtualRouterID,
        priority: Priority,
        interval: AdvertisementInterval,
        authentication: Authentication = .none,
        addresses: [IPAddress]
    ) {
        self.version = version
        self.virtualRouterID = virtualRouterID
        self.priority = priority
        self.interval = interval
        self.authentication = authentication
        self.addresses = addresses
    }
}
