import Checks
import Configuration
import VRRP

extension StateDump {
    /// One `vrrp_instance`; the order of the lines is keepalived's.
    mutating func add(_ instance: Instance) {
        self.page.field(.object, "VRRP Instance", instance.name)
        self.page.field(.fact, "VRRP Version", instance.configuration.router.version.rawValue)
        if let group = instance.group, self.node.groups.indices.contains(group) {
            self.page.field(.fact, "Sync group", self.node.groups[group].name)
        }
        if instance.configuration.router.family == .ipv6 { self.page.line(.fact, "Using Native IPv6") }
        self.addState(instance)
        self.addFaults(instance)
        self.addTimes(instance)
        self.addInterface(instance)
        self.addAnnouncements(instance.configuration.router)
        self.addElection(instance)
        self.addAuthentication(instance.configuration.router)
        self.addAddresses(instance)
        self.addPeers(instance)
        self.addTracked(instance)
        self.page.field(
            .fact,
            "Using smtp notification",
            instance.configuration.mailsTransitions ? "yes" : "no"
        )
        self.page.field(
            .fact,
            "Notify deleted",
            instance.configuration.notify.tellsDeletion ? "Deleted" : "Fault"
        )
        self.addScripts(instance.configuration.notify)
        self.page.field(.fact, "Notify priority changes", instance.configuration.tellsPriorityChanges)
    }

    private mutating func addState(_ instance: Instance) {
        self.page.field(.fact, "State", instance.dumpState.word)
        if instance.dumpState == .backup {
            let master = instance.router.currentMaster
            let nobody = instance.configuration.router.family == .ipv4 ? "0.0.0.0" : "::"
            self.page.field(.fact, "Master router", master?.address.description ?? nobody)
            self.page.field(.fact, "Master priority", master?.priority.rawValue ?? 0)
            if instance.configuration.router.version == .v3 {
                let interval = instance.masterInterval.duration.milliseconds
                self.page.field(.fact, "Master advert interval", "\(interval) milli-sec")
            }
        }
        self.page.line(.fact, instance.configuration.unicast == nil ? "Flags: none" : "Flags:")
        if instance.configuration.unicast != nil { self.page.line(.element, "Using unicast") }
        self.page.field(.fact, "Wantstate", instance.wantedState.word)
    }

    private mutating func addFaults(_ instance: Instance) {
        self.page.field(.fact, "Number of config faults", 0)
        self.page.field(.fact, "Number of tracker faults", instance.faults.count { $0.isOfTracker })
        let flags = Set(instance.faults.compactMap(\.interfaceFlag)).sorted()
        if flags.isEmpty {
            self.page.line(.fact, "Flags of interface faults - (none)")
        } else {
            self.page.list("Flags of interface faults:", flags)
        }
        self.page.list("Reasons of faults :", instance.faults.map(\.description))
        let awaited = instance.configuration.trackedChecks.count { self.node.checks[$0.name]?.isAwaited ?? false }
        self.page.field(.fact, "Number of track scripts init", instance.gate == nil ? 0 : awaited)
    }

    private mutating func addTimes(_ instance: Instance) {
        self.page.field(.fact, "Last transition", self.moment.text(instance.lastTransition?.at ?? instance.since))
        let deadline = instance.router.deadline.map { self.moment.text($0) }
        self.page.field(.fact, "Read timeout", deadline ?? "DISABLED")
        let timing = Timing(
            version: instance.configuration.router.version,
            priority: instance.router.effectivePriority,
            masterInterval: instance.masterInterval,
            advertisements: instance.configuration.router.masterDownAdvertisements
        )
        self.page.field(.fact, "Master down timer", "\(timing.masterDownInterval.microsecondCount) usecs")
    }

    private mutating func addInterface(_ instance: Instance) {
        let configuration = instance.configuration
        if let own = configuration.virtualInterface {
            self.addVirtual(own, of: instance)
        } else {
            self.page.field(.fact, "Interface", configuration.interface)
        }
        if let vrf = configuration.vrf { self.page.field(.fact, "VRF", vrf) }
        if configuration.ignoresOwnInterface { self.page.line(.fact, "VRRP interface tracking disabled") }
        if configuration.skipsAddressCheck { self.page.line(.fact, "Skip checking advert IP addresses") }
        if configuration.mayHaveNoAddress { self.page.line(.fact, "Suppress no VIPs warning") }
        if configuration.isStrict { self.page.line(.fact, "Enforcing strict VRRP compliance") }
        let origin = configuration.configuredSource == nil ? "" : " (from configuration)"
        self.page.field(.fact, "Using src_ip", (instance.source?.description ?? "(none)") + origin)
        guard configuration.unicast == nil else { return }
        let group = self.node.group(of: configuration)
        let index = configuration.router.family == .ipv6 ? ", ifindex \(instance.transmitIndex ?? 0)" : ""
        self.page.line(.fact, "Multicast address \(group)\(index)")
    }

    private mutating func addVirtual(_ own: VirtualInterface, of instance: Instance) {
        let isUp = self.node.interface(named: own.name)?.isUp ?? false
        switch own.kind {
        case .macvlan(let address):
            let base = instance.configuration.transmitsFromBase
            self.page.line(.fact, "Use VMAC, i/f name \(own.name), is_up = \(isUp), xmit_base = \(base)")
            self.page.field(.element, "MAC", address)
            if let group = own.group { self.page.line(.element, "Interface group \(group)") }
            let suffix = base ? ", xmit base i/f" : ""
            self.page.field(.fact, "Interface", "\(own.name), vmac on \(own.link)\(suffix)")
        case .ipvlan(let mode):
            self.page.line(.fact, "Use IPVLAN, i/f \(own.name), is_up = \(isUp), type \(mode.rawValue)")
            if let group = own.group { self.page.line(.element, "Interface group \(group)") }
            self.page.field(.fact, "Interface", "\(own.name), ipvlan on \(own.link)")
        }
    }

    private mutating func addAnnouncements(_ router: VirtualRouterSettings) {
        let settings = router.gratuitousARP
        self.page.field(.fact, "Gratuitous ARP delay", settings.masterDelay.components.seconds)
        self.page.field(.fact, "Gratuitous ARP repeat", settings.masterRepeat)
        self.page.field(.fact, "Gratuitous ARP refresh", settings.masterRefresh.components.seconds)
        self.page.field(.fact, "Gratuitous ARP refresh repeat", settings.masterRefreshRepeat)
        self.page.field(
            .fact,
            "Gratuitous ARP lower priority delay",
            settings.lowerPriorityDelay.components.seconds
        )
        self.page.field(.fact, "Gratuitous ARP lower priority repeat", settings.lowerPriorityRepeat)
        self.page.field(.fact, "Down timer adverts", router.masterDownAdvertisements)
        if let extra = settings.extraInterfaces, extra.interval > .zero {
            let kind = extra.includesOrdinary ? "i/f" : "VMAC"
            self.page.field(
                .fact,
                "Gratuitous ARP for each secondary \(kind)",
                extra.interval.components.seconds
            )
        }
    }

    private mutating func addElection(_ instance: Instance) {
        let router = instance.configuration.router
        // While it waits for first results the ledger is not kept up to date.
        let ledger = instance.gate == nil ? instance.ledger : self.node.ledger(of: instance)
        self.page.field(.fact, "Send advert after receive lower priority advert", router.answersLowerPriority)
        self.page.field(.fact, "Send advert after receive higher priority advert", router.advertisesBeforeYielding)
        if router.basePriority == .owner {
            self.page.field(.fact, "Address owner ignores received adverts", router.ownerIgnoresAdvertisements)
        }
        self.page.field(.fact, "Virtual Router ID", router.virtualRouterID.rawValue)
        self.page.field(.fact, "Priority", router.basePriority.rawValue)
        self.page.field(.fact, "Effective priority", instance.router.effectivePriority.rawValue)
        self.page.field(.fact, "Total priority", ledger.sum)
        let milliseconds = router.advertisementInterval.duration.milliseconds
        self.page.field(
            .fact,
            "Advert interval",
            router.version == .v2 ? "\(milliseconds / 1000) sec" : "\(milliseconds) milli-sec"
        )
        self.page.field(.fact, "Accept", Self.enabled(instance.configuration.acceptsTraffic))
        self.page.field(.fact, "Preempt", Self.enabled(router.preempt))
        if router.preemptDelay > .zero {
            self.page.field(.fact, "Preempt delay", "\(router.preemptDelay.decimalText) secs")
        }
        self.page.field(.fact, "Promote_secondaries", Self.enabled(instance.configuration.promotesSecondaries))
    }

    /// Never the password, and never a key.
    private mutating func addAuthentication(_ router: VirtualRouterSettings) {
        switch router.authentication {
        case .password:
            self.page.field(.fact, "Authentication type", "SIMPLE_PASSWORD")
            self.page.field(.fact, "Password", "********")
        case .none where router.version == .v2:
            self.page.field(.fact, "Authentication type", "none")
        case .none:
            break
        }
        guard let signed = router.messageAuthentication else { return }
        self.page.field(.fact, "Authentication extension", "HMAC-SHA256-128")
        let active = signed.activeKey.identifier
        self.page.line(.element, "Keys = \(signed.keys.count), active key id = \(active)")
        self.page.field(.element, "Mode", signed.mode.rawValue)
        switch signed.antiReplay {
        case .time(let window):
            self.page.line(.element, "Anti replay = time, window = \(window.components.seconds) sec")
        case .monotonic:
            self.page.field(.element, "Anti replay", "monotonic")
        }
    }

    private mutating func addAddresses(_ instance: Instance) {
        let configuration = instance.configuration
        if configuration.router.version == .v3, configuration.router.family == .ipv4 {
            let isOld = configuration.checksum == .messageOnly
            self.page.field(.fact, "VRRPv3 uses VRRPv2 checksum", Self.enabled(isOld))
        }
        let addresses = configuration.virtualAddresses.map { instance.dumpText(of: $0) }
        self.page.list("Virtual IP (\(addresses.count)):", addresses)
        self.page.list("Virtual IP Excluded :", configuration.excludedAddresses.map { instance.dumpText(of: $0) })
    }

    private mutating func addPeers(_ instance: Instance) {
        if let unicast = instance.configuration.unicast {
            self.page.field(.fact, "Unicast TTL", unicast.timeToLive)
            self.page.line(.fact, "Check unicast src : \(unicast.checksSource ? "yes" : "no")")
            self.page.line(.fact, "Unicast Peer :")
            for peer in unicast.peers {
                // As keepalived has it where nothing is written.
                let range = unicast.timeToLiveRanges[peer] ?? 0...255
                self.page.line(.element, "\(peer) min_ttl \(range.lowerBound) max_ttl \(range.upperBound)")
            }
            self.page.field(.fact, "Unicast checksum compatibility", "no")
        }
        let place = instance.transmitIndex.map { index in
            ListeningPlace(interfaceIndex: index, family: instance.configuration.router.family)
        }
        if let descriptor = place.flatMap({ self.moment.descriptors[$0] }) {
            self.page.line(.fact, "fd_in \(descriptor), fd_out \(descriptor)")
        } else {
            self.page.line(.fact, "No sockets allocated")
        }
        self.page.list("Virtual Routes :", instance.dumpRoutes)
        self.page.list("Virtual Rules :", instance.dumpRules)
    }

    private mutating func addTracked(_ instance: Instance) {
        let tracked = instance.configuration.trackedChecks
        func lines(_ kind: TrackerKind, _ separator: String) -> [String] {
            tracked.filter { self.trackers[$0.name] == kind }.map { "\($0.name)\(separator) \(Self.text($0.weight))" }
        }
        self.page.list(
            "Tracked interfaces :",
            instance.configuration.trackedInterfaces.map { "\($0.name) \(Self.text($0.weight))" }
        )
        self.page.list("Tracked scripts :", lines(.script, ""))
        self.page.list("Tracked files :", lines(.file, ","))
        self.page.list("Tracked processes :", lines(.process, ","))
    }

    mutating func addScripts(_ scripts: NotifyScripts) {
        let kinds = [
            ("Backup", scripts.backup), ("Master", scripts.master), ("Fault", scripts.fault), ("Stop", scripts.stop),
            ("Deleted", scripts.deleted), ("Generic", scripts.any),
            ("Master rx lower pri", scripts.masterReceivedLowerPriority),
        ]
        for (kind, script) in kinds {
            guard let script else { continue }
            let command = CommandText.quoted(script.command)
            self.page.field(
                .fact,
                "\(kind) state transition script",
                "\(command), uid:gid \(self.identity(of: script.user))"
            )
        }
    }

    /// Who runs something: the names of the configuration, or the numbers of the agent itself.
    func identity(of user: ScriptUser?) -> String {
        let user = user ?? self.node.configuration.global.scriptUser
        return user.map(GlobalDump.names) ?? "\(self.moment.userID):\(self.moment.groupID)"
    }

    static func text(_ weight: CheckWeight) -> String {
        "weight \(weight.value)\(weight.reverse ? " reverse" : "")"
    }

    private static func enabled(_ isOn: Bool) -> String { isOn ? "enabled" : "disabled" }
}
