import Checks
import VRRP

extension Interpreter {
    /// Applies the rules that need a whole instance, and keepalived's defaults; nil where it does not run.
    ///
    /// - Returns: Whether it has an interface and an identifier, too: one that has not is looked at as well, so that
    ///   everything that is wrong with it is said at once.
    mutating func completed(_ draft: InstanceDraft) -> (instance: InstanceConfiguration, isComplete: Bool)? {
        let family = self.family(of: draft)
        var draft = self.divideAddresses(of: draft, family)
        self.applyStrictMode(to: &draft)
        self.joinGroup(&draft)
        let interface = self.interface(of: &draft)
        if draft.virtualRouterID == nil, !draft.hasInvalidID {
            self.log.error(
                draft.name,
                "instance \(draft.name.quoted) has no virtual_router_id",
                fix: "add virtual_router_id N, 1 to 255, the same on all nodes"
            )
        }
        let isComplete = interface != nil && draft.virtualRouterID != nil
        if !isComplete { draft.leaveOutVirtualInterfaces() }
        // In place of one that is missing, which is an error.
        guard let virtualRouterID = draft.virtualRouterID ?? VirtualRouterID(rawValue: 1) else { return nil }

        let version = self.version(of: draft, family)
        // keepalived: MASTER without a priority is the owner.
        let priority = draft.priority ?? (draft.startsAsMaster ? 255 : 100)
        var router = VirtualRouterSettings(
            family: family,
            virtualRouterID: virtualRouterID,
            version: version,
            basePriority: Priority(rawValue: UInt8(clamping: priority)),
            advertisementInterval: self.interval(of: draft, version: version),
            addresses: []
        )
        router.messageAuthentication = self.messageAuthentication(of: draft, interval: router.advertisementInterval)
        if draft.messageAuthentication == nil {
            router.authentication = self.authentication(of: draft, version: version, family)
        }
        router.masterDownAdvertisements = draft.downTimerAdvertisements ?? self.global.masterDownAdvertisements
        router.fastPreempt = draft.fastPreempt
        router.gratuitousARP = draft.announcements.resolved(over: self.global.gratuitousARP)
        self.settlePreemption(of: draft, priority: priority, in: &router)

        var instance = InstanceConfiguration(
            name: draft.name.text,
            location: draft.name.location,
            interface: interface ?? "",
            router: router
        )
        instance.startsAsMaster = draft.startsAsMaster
        instance.unicast = self.unicast(of: draft, family)
        self.settleVirtualInterface(of: draft, in: &instance)
        self.settleAddresses(of: draft, in: &instance)
        self.settleProtocol(of: draft, in: &instance)
        self.settleMulticast(of: draft, in: &instance)
        instance.items = draft.routes + draft.rules
        instance.trackedChecks = self.trackedChecks(of: draft, priority: priority)
        instance.trackedInterfaces = self.trackedInterfaces(of: draft, priority: priority)
        instance.ignoresOwnInterface = draft.ignoresOwnInterface
        if let interface, draft.pollsLink, self.global.links.probes[interface] == nil {
            self.global.links.probes[interface] = .automatic
        }
        instance.notify = draft.notify
        instance.tellsPriorityChanges = draft.tellsPriorityChanges ?? self.reports.tellsPriorityChanges
        instance.mailsTransitions = draft.mailsTransitions ?? self.reports.mailsTransitions
        instance.acceptsTraffic = draft.acceptsTraffic || priority == 255
        instance.promotesSecondaries = draft.promotesSecondaries
        instance.vrf = draft.vrf
        instance.moveDamping = self.moveDamping(of: draft, in: instance.router)
        self.settleGuards(of: draft, in: &instance)
        return (instance, isComplete)
    }

    /// keepalived needs no interface where unicast and every address's own `dev` make it needless; its link then
    /// concerns nobody.
    private mutating func interface(of draft: inout InstanceDraft) -> String? {
        if let link = draft.virtualInterface?.link { return link }
        if let interface = draft.interface { return interface }
        if draft.hasInvalidInterface { return nil }
        let devices = draft.addresses.map(\.device)
        if !draft.unicastPeers.isEmpty, let device = devices.first ?? nil, !devices.contains(nil) {
            draft.ignoresOwnInterface = true
            return device
        }
        self.log.error(
            draft.name,
            "instance \(draft.name.quoted) has no interface",
            fix: "add interface NAME, such as: interface eth0"
        )
        return nil
    }

    /// v2 counts whole seconds, v3 steps of 10 ms up to 40.95 s; what does not fit is rounded and said so, never
    /// down to nothing.
    private mutating func interval(of draft: InstanceDraft, version: Version) -> AdvertisementInterval {
        guard let duration = draft.advertisementInterval else { return .default }
        let micros = Decimal.microseconds(duration)
        let rounded =
            switch version {
            case .v2: AdvertisementInterval(seconds: max(1, Int((micros + 500_000) / 1_000_000)))
            case .v3: AdvertisementInterval(centiseconds: min(4095, max(1, Int((micros + 5_000) / 10_000))))
            }
        let result = rounded ?? .default
        if Int64(result.centiseconds) * 10_000 != micros, let word = draft.advertisementWord {
            let unit =
                switch version {
                case .v2: "version 2 knows whole seconds only"
                case .v3: "version 3 knows 0.01 to 40.95 s in steps of 0.01"
                }
            self.log.warning(word, "advert_int \(word.quoted) becomes \(Decimal.text(result.duration)) s: \(unit)")
        }
        return result
    }

    private mutating func authentication(
        of draft: InstanceDraft,
        version: Version,
        _ family: AddressFamily
    ) -> Authentication {
        guard let word = draft.authenticationWord, !draft.hasInvalidAuthentication else { return .none }
        if version == .v3 {
            self.log.warning(word, "version 3 has no authentication, so it is ignored", fix: "remove the block")
            return .none
        }
        if family == .ipv6 {
            self.log.warning(
                word,
                "version 2 over IPv6 has no authentication, so it is ignored",
                fix: "remove the block"
            )
            return .none
        }
        if !draft.hasAuthenticationType {
            self.log.warning(
                word,
                "authentication without auth_type is ignored, as keepalived does",
                fix: "add auth_type PASS on all nodes, or remove the block"
            )
            return .none
        }
        guard let password = draft.password else {
            self.log.error(word, "authentication needs auth_pass", fix: "add auth_pass with 1 to 8 characters")
            return .none
        }
        return .password(Authentication.Password(password.text))
    }

    private mutating func settlePreemption(
        of draft: InstanceDraft,
        priority: Int,
        in router: inout VirtualRouterSettings
    ) {
        router.preemptDelay = draft.preemptDelay ?? .zero
        let isMaster = draft.startsAsMaster || priority == 255
        let isOwner = priority == 255
        let reason =
            !isOwner
            ? "state MASTER"
            : draft.priority == nil ? "state MASTER without a priority, which makes it 255" : "priority 255"
        if let word = draft.noPreempt {
            if isMaster {
                self.log.warning(
                    word,
                    "nopreempt is ignored with \(reason)",
                    fix: "use state BACKUP on all nodes",
                    mistake: .preemptionOfMaster
                )
            } else {
                router.preempt = false
            }
        }
        guard let word = draft.preemptDelayWord, router.preemptDelay != .zero else { return }
        if isMaster {
            self.log.warning(
                word,
                "preempt_delay is ignored with \(reason)",
                fix: "use state BACKUP on all nodes",
                mistake: .preemptionOfMaster
            )
            router.preemptDelay = .zero
        } else if !router.preempt {
            self.log.warning(word, "preempt_delay is ignored with nopreempt", fix: "remove one of the two")
            router.preemptDelay = .zero
        }
    }

    private mutating func unicast(
        of draft: InstanceDraft,
        _ family: AddressFamily
    ) -> InstanceConfiguration.Unicast? {
        let named = self.peers(of: draft, family)
        if let word = draft.unicastWord, named.isEmpty, !draft.hasInvalidPeers, !draft.unicastFaultWithoutPeer {
            self.reportNoPeers(word, family)
        }
        let source = self.checked(draft.unicastSource, draft.unicastSourceWord, family)
        guard draft.unicastWord != nil else {
            if let word = draft.unicastSourceWord {
                self.log.warning(word, "unicast_src_ip has no effect without unicast_peer")
            }
            return nil
        }
        let peers = named.filter { $0 != source }
        if peers.count < named.count, let word = draft.unicastSourceWord {
            if peers.isEmpty {
                self.log.error(
                    word,
                    "the only peer is this node's own unicast_src_ip",
                    fix: "name the other nodes in unicast_peer"
                )
            } else {
                self.log.warning(word, "unicast_src_ip stands among the peers; a node is not its own peer")
            }
        }
        return InstanceConfiguration.Unicast(source: source, peers: peers)
    }
}

extension InstanceDraft {
    /// Without an identifier nobody knows their names and addresses.
    fileprivate mutating func leaveOutVirtualInterfaces() {
        self.virtualInterface = nil
        self.transmitFromBase = nil
        self.usesVirtualMACForAddresses = false
        for index in self.addresses.indices { self.addresses[index].usesVMAC = false }
        for index in self.excludedAddresses.indices { self.excludedAddresses[index].usesVMAC = false }
    }
}
