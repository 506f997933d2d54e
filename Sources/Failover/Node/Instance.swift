package import Configuration
package import VRRP

/// One virtual router with everything the node holds about it.
package struct Instance: Hashable, Sendable {
    package var configuration: InstanceConfiguration
    package var router: VirtualRouter
    package var interfaceIndex: Int32?
    /// Of its virtual interface, once that is there.
    package var ownIndex: Int32?
    /// What advertisements are sent from; nil while there is no such address.
    package var source: IPAddress?
    /// The last one there was: priority 0 still leaves from it.
    package var lastSource: IPAddress?
    /// Made anew when settings or addresses change, not for every packet.
    package var policy: AcceptancePolicy
    package var ledger: Ledger
    package var faults: [FaultCause] = []
    /// Those of them that are no other's.
    package var ownFaults: [FaultCause] = []
    /// Which of the node's sync groups it is a member of.
    var group: Int?
    /// Addresses this instance has set and not yet removed.
    package var held: [PlacedAddress] = []
    /// Its routes and rules, while it holds its addresses.
    package var items = HeldItems()
    package var counters = Counters()
    package var lastTransition: LastTransition?
    package var handover: Handover?
    /// It competes again because an operator's order is over, and has not become master since.
    var returnsByOrder = false
    /// The entry that told of the last fault or transition.
    package var since: Instant
    /// Until then it waits for first results; nil once it has begun.
    package var gate: Instant?
    /// Where among its checks the last awaited one was found.
    var awaitedHint = 0
    /// Removed by a reload; gone when it has handed over.
    package var isLeaving = false
    /// nil = its moves are not damped.
    package internal(set) var damping: Damping?
    /// nil = it has heard none since it was master itself.
    package internal(set) var heardMaster: HeardMaster?
    package internal(set) var heardPriorities = HeardPriorities()
    /// What it was before this router process began.
    package var resumption: NodeSnapshot.InstanceState?
    package var restoring = RateLimit(limit: 10, per: .seconds(10))
    package var lowerPriorityNotices = RateLimit(limit: 1, per: .seconds(1))
    /// Addresses taken away by others more often than ``restoring`` allows.
    package var restoreAt: Instant?
    /// The kernel took none of its addresses.
    package var refusal: Refusal?
    /// Its checks have failed, and it is not in fault for it.
    package var lastResort: LastResort?
    /// Shared checks that have failed while it had its addresses, by name.
    package var graces: [String: Grace] = [:]
    /// How much of their graces such checks had used when they passed again, by name.
    var usedGraces: [String: UsedGrace] = [:]
    /// Its addresses are offered because it is a last resort.
    var offersAsLastResort = false
    /// What it comes to is to be judged anew.
    var review: Review?
    package var discardLog: [DiscardReason: RateLimit] = [:]
    /// What its signed advertisements are numbered by.
    package var sequences = SequenceSource()
    /// What of the others' numbers was taken.
    package var replayGuard = ReplayGuard()
    /// The wall clock is behind the last number; told once.
    var isClockBehind = false
    var skewLog = RateLimit(limit: 1, per: .seconds(10))
    var rivalLog = RateLimit(limit: 1, per: .seconds(60))
    var addressLog = RateLimit(limit: 1, per: .seconds(10))

    package struct Refusal: Hashable, Sendable {
        package var reason: String
        package var until: Instant
    }

    struct Review: Hashable, Sendable {
        /// The journal's entry that asks for it.
        var cause: UInt64?
    }

    package struct LastTransition: Hashable, Sendable {
        package var transition: Transition
        package var at: Instant
    }

    package init(configuration: InstanceConfiguration, gate: Instant, at now: Instant) {
        self.configuration = configuration
        self.router = VirtualRouter(settings: configuration.router)
        self.router.hasLastResorts = configuration.guards.hasLastResortBackups
        self.ledger = Ledger(configuration)
        self.policy = Instance.policy(
            for: configuration,
            group: .vrrpGroup(configuration.router.family),
            localAddresses: []
        )
        self.since = now
        self.gate = gate
        self.damping = configuration.moveDamping.map { Damping($0, at: now) }
    }

    package var name: String { self.configuration.name }

    /// Where advertisements leave. An ipvlan has the hardware address of the interface itself. To peers it is always the interface itself: to find out their hardware addresses the
    /// kernel would ask from the virtual one, and all that is meant for this node's own address would go there.
    package var transmitIndex: Int32? {
        guard case .macvlan = self.configuration.virtualInterface?.kind, !self.configuration.transmitsFromBase,
            self.configuration.unicast == nil
        else { return self.interfaceIndex }
        return self.ownIndex
    }

    /// What it competes with.
    package var effectivePriority: Priority { self.lastResort?.priority ?? self.ledger.effective }

    package var isMaster: Bool { self.router.state.name == .master }

    /// Master, or handing over: its addresses are set.
    package var holdsAddresses: Bool {
        switch self.router.state.name {
        case .master, .resigning: true
        case .initialize, .backup, .fault: false
        }
    }

    package var deadline: Instant? {
        var earliest = self.router.deadline
        for other in [
            self.gate, self.restoreAt, self.items.dueAt, self.refusal?.until, self.damping?.spell?.until,
            self.lastResort?.nextOffer, self.graceEnd,
        ] {
            if let other, earliest.map({ other < $0 }) ?? true {
                earliest = other
            }
        }
        return earliest
    }

    package static func policy(
        for configuration: InstanceConfiguration,
        group: IPAddress,
        localAddresses: [IPAddress]
    ) -> AcceptancePolicy {
        var policy = AcceptancePolicy(settings: configuration.router, localAddresses: localAddresses)
        policy.unicastPeers = configuration.unicast?.peers
        policy.multicastGroup = group
        policy.checksUnicastSource = configuration.unicast?.checksSource ?? true
        policy.peerTTLs = configuration.unicast?.timeToLiveRanges ?? [:]
        policy.acceptsNoAddress = configuration.mayHaveNoAddress
        // keepalived 2.2 sends to IPv6 peers with the kernel's hop limit, 64.
        if configuration.router.family == .ipv6 { policy.unicastTTL = 64...255 }
        return policy
    }
}
