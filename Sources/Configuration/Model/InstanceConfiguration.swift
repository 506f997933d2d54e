package import Checks
package import VRRP

/// One `vrrp_instance`.
package struct InstanceConfiguration: Hashable, Sendable {
    package var name: String
    package var location: SourceLocation
    package var interface: String
    package var router: VirtualRouterSettings
    /// `state MASTER`; matters only with priority 255, as in keepalived.
    package var startsAsMaster = false
    package var unicast: Unicast?
    /// `track_src_ip`: an address that advertisements are to leave from and that is missing is a fault. That of
    /// ``Unicast/source`` is one in any case.
    package var tracksSource = false
    /// What advertisements to the group are sent from; nil = an address of the interface: `mcast_src_ip`.
    package var multicastSource: IPAddress?
    /// Where advertisements go and are heard; nil = the group of `global_defs`: `mcast_dst_ip`.
    package var multicastGroup: IPAddress?
    /// Bytes that may wait to be read: `kernel_rx_buf_size`; nil = as `global_defs` says.
    package var receiveBuffer: Int?
    /// In the order of the configuration; the advertised ones first in `router.addresses`.
    package var virtualAddresses: [VirtualAddress] = []
    /// Set on the master, not advertised.
    package var excludedAddresses: [VirtualAddress] = []
    /// Routes, then rules, that the master sets after its addresses: `virtual_routes`, `virtual_rules`.
    package var items: [NetworkItem] = []
    /// Every check that concerns this instance, resolved: `track_script` entries and checks `tracked_by` it.
    package var trackedChecks: [TrackedCheck] = []
    package var trackedInterfaces: [TrackedInterface] = []
    /// The link state of `interface` is ignored.
    package var ignoresOwnInterface = false
    /// What the checksum of a v3 advertisement over IPv4 covers; nothing received changes it.
    package var checksum: ChecksumForm = .pseudoHeader
    /// Whether a v2 advertisement of the master that is heard already may list any addresses.
    package var skipsAddressCheck = false
    /// Whether an instance without addresses may compete: `no_virtual_ipaddress`.
    package var mayHaveNoAddress = false
    /// `strict_mode` or `vrrp_strict`: some of its values are those of the RFC, whatever is written.
    package var isStrict = false
    package var notify = NotifyScripts()
    /// `notify_priority_changes`: the FIFOs are told of them.
    package var tellsPriorityChanges = false
    /// `smtp_alert`.
    package var mailsTransitions = false
    /// `use_vmac` or `use_ipvlan`: where advertisements leave from and addresses without a `dev` stand.
    package var virtualInterface: VirtualInterface?
    /// Those that `use_vmac_addr`, or `use_vmac` behind an address, put on other interfaces.
    package var addressInterfaces: [VirtualInterface] = []
    /// Advertisements leave from ``interface`` although there is a virtual one: `vmac_xmit_base`.
    package var transmitsFromBase = false
    /// Whether traffic to the virtual addresses is let in: `accept`, `no_accept`; always for an owner.
    package var acceptsTraffic = true
    /// `promote_secondaries` of ``interface`` is on while the instance exists.
    package var promotesSecondaries = false
    /// nil = its moves are not damped.
    package var moveDamping: MoveDamping?
    /// The virtual routing and forwarding device its sockets are bound to.
    package var vrf: String?
    package var guards = GuardSettings()

    package init(name: String, location: SourceLocation, interface: String, router: VirtualRouterSettings) {
        self.name = name
        self.location = location
        self.interface = interface
        self.router = router
    }

    /// All interfaces it has of its own.
    package var virtualInterfaces: [VirtualInterface] {
        (self.virtualInterface.map { [$0] } ?? []) + self.addressInterfaces
    }

    /// The address that advertisements must be sent from; nil = one of the interface's.
    package var configuredSource: IPAddress? { self.unicast == nil ? self.multicastSource : self.unicast?.source }

    package struct Unicast: Hashable, Sendable {
        /// nil = the interface's primary address.
        package var source: IPAddress?
        /// TTL of what is sent.
        package var timeToLive: UInt8 = 255
        /// Whether a sender must be one of the peers.
        package var checksSource = true
        /// No duplicates; empty is a fault, never multicast.
        package var peers: [IPAddress]
        /// What `min_ttl` and `max_ttl` say of a peer; 255 of those that are not here.
        package var timeToLiveRanges: [IPAddress: ClosedRange<UInt8>] = [:]

        package init(source: IPAddress?, peers: [IPAddress]) {
            self.source = source
            self.peers = peers
        }
    }
}
