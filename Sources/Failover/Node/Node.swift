import Checks
package import Configuration
package import VRRP

/// Everything one agent decides: all virtual routers and all health.
///
/// Events come in with their instant, effects come out in order. There is no clock, no I/O and no callback in here, so
/// the live router, the tests and later the simulation run the same decisions.
package struct Node: Sendable {
    package internal(set) var configuration: AgentConfiguration
    package internal(set) var generation: UInt32
    package internal(set) var instances: [Instance] = []
    package internal(set) var checks: [String: CheckState] = [:]
    package internal(set) var interfaces: [Int32: InterfaceState] = [:]
    /// Interfaces on which what comes in and is for others is forwarded (`net.ipv6.conf.NAME.forwarding`), by index.
    var forwardingIPv6: Set<Int32> = []
    package internal(set) var journal = Journal()
    package internal(set) var phase = Phase.waiting
    /// What the report that was heard last said anew, where that changed no health.
    package internal(set) var resultChange: ResultChange?
    package internal(set) var checkerIsRunning = false
    package internal(set) var checkerSince: Instant
    package let startedAt: Instant
    /// Packets no instance could be found for, by reason.
    package internal(set) var strayPackets: [DiscardReason: UInt64] = [:]
    package internal(set) var stalls: UInt64 = 0
    /// By the FIFO's path.
    var fifoLosses: [String: FIFOLosses] = [:]
    package internal(set) var groups: [SyncGroup] = []
    /// Groups whose members have done something since ``settleGroups(at:)``.
    var touchedGroups: Set<Int> = []
    /// Whether an instance has an ``Instance/Review``.
    var hasReviews = false
    /// Addresses, routes and rules that are there whoever is master.
    package internal(set) var statics = HeldItems()

    /// Changes of links that have not lasted long enough yet, by the interface's index.
    var unsettledLinks: [Int32: UnsettledLink] = [:]
    /// What polling found last, by the interface's index.
    var polledLinks: [Int32: Bool] = [:]
    /// When links are polled next; nil = none is.
    var nextPoll: Instant?
    var bootedAt: Instant?
    /// It continues what another process began.
    var isRestored = false
    /// Of what does not compete because an operator says so.
    package internal(set) var maintenance = MaintenanceList() {
        didSet { self.maintenanceEnd = self.maintenance.nextEnd }
    }
    /// When the first of it ends by itself: it is asked for at every event.
    var maintenanceEnd: UTCTime?
    /// When the wall clock is to be looked at for its sake; nil = never.
    var maintenanceDue: Instant?
    /// Why it would not survive a restart of the agent; nil = it would.
    package var maintenanceFailure: String?
    /// Whether it is known yet if it would.
    package var isMaintenanceKept = true
    /// What is to stand aside once its addresses were taken over, by the instance's name.
    var drains: [String: MaintenanceEntry] = [:]
    /// The one that is under way, or the last one there was.
    package internal(set) var drill: Drill?
    /// The journal entry of the order that is being obeyed.
    var orderCause: UInt64?
    /// No instance begins before: `vrrp_startup_delay`, `vrrp_delay_after_boot`.
    package internal(set) var holdUntil: Instant?

    var listening: [ListeningPlace: Listening] = [:]
    /// The addresses that instances move, and the names of the interfaces they move on.
    var virtualAddresses: [IPAddress: Set<String>] = [:]
    /// The virtual interfaces that were asked for, by name.
    var ownInterfaces: [String: OwnInterface] = [:]
    var remaking = RateLimit(limit: 10, per: .seconds(10))
    /// Kernel parameters that were asked for, and what they were if they had to be changed; by name.
    var askedSettings: [String: KernelSetting] = [:]
    var changedSettings: [String: ChangedSetting] = [:]
    /// Virtual interfaces and tables of the packet filter that a predecessor has left and nobody has looked after yet.
    var leftInterfaces: [MadeInterface] = []
    var leftTables: [String] = []
    /// What the packet filter is told to do; nil = nothing yet.
    var filter: PacketFilter?
    /// Where no socket could be had, and when to try again.
    var deafness: [ListeningPlace: Instance.Refusal] = [:]
    /// Instances by interface, family and VRID; several only with disjoint unicast peers.
    var routes: [Route: [Int]] = [:]
    /// The journal entry that what happens now is a consequence of.
    var cause: UInt64?
    var effects: [Effect] = []
    /// While a configuration is put in force: the masters whose advertisements wait, and whether any does.
    var owedAdvertisements: [Int: Bool]?
    var lastHandled: Instant
    /// The wall clock's reading that came with the event at hand.
    var utc = UTCTime(nanoseconds: 0)
    var strayLog: [DiscardReason: RateLimit] = [:]
    /// No check has an earlier deadline than this; nil = no check has one. A report mostly makes a deadline later, and
    /// to look for the earliest at every report would cost more than the report.
    var checkDeadline: Instant?
    /// Instances that track a check, by its name.
    var trackers: [String: [Tracker]] = [:]

    /// An instance that tracks a check, and the check's place among those it tracks.
    struct Tracker {
        var instance: Int
        var position: Int
    }

    package enum Phase: Hashable, Sendable {
        /// The interfaces are not known yet.
        case waiting
        case running
        case stopping
        case stopped
    }

    struct Route: Hashable {
        var interfaceIndex: Int32
        /// IPv4 and IPv6 count virtual routers separately.
        var family: AddressFamily
        var virtualRouterID: VirtualRouterID
    }

    package init(configuration: AgentConfiguration, generation: UInt32, at now: Instant) {
        self.configuration = configuration
        self.generation = generation
        self.startedAt = now
        self.checkerSince = now
        self.lastHandled = now
        let gate = now + configuration.global.startupTimeout
        self.instances = configuration.instances.map { Instance(configuration: $0, gate: gate, at: now) }
        for definition in configuration.checks where definition.mode != .disabled {
            self.checks[definition.name] = CheckState(
                definition: definition,
                generation: generation,
                startupTimeout: configuration.global.startupTimeout,
                at: now
            )
        }
        self.findCheckDeadline()
        self.findTrackers()
        self.findGroups(at: now)
    }

    /// When ``Event/tick`` is due; nil = never.
    package var nextDeadline: Instant? {
        guard self.phase == .running || self.phase == .stopping else { return nil }
        var earliest: Instant?
        for index in self.instances.indices {
            if let deadline = self.instances[index].deadline, earliest.map({ deadline < $0 }) ?? true {
                earliest = deadline
            }
        }
        if let dueAt = self.statics.dueAt, earliest.map({ dueAt < $0 }) ?? true {
            earliest = dueAt
        }
        if self.phase == .running {
            for due in self.unsettledLinks.values.map(\.until) + (self.nextPoll.map { [$0] } ?? [])
            where earliest.map({ due < $0 }) ?? true {
                earliest = due
            }
            for deafness in self.deafness.values where earliest.map({ deafness.until < $0 }) ?? true {
                earliest = deafness.until
            }
            if let hold = self.holdUntil, earliest.map({ hold < $0 }) ?? true {
                earliest = hold
            }
            if let due = self.orderDeadline, earliest.map({ due < $0 }) ?? true {
                earliest = due
            }
            if let trial = self.nextInterfaceTrial, earliest.map({ trial < $0 }) ?? true {
                earliest = trial
            }
            if let deadline = self.checkDeadline, earliest.map({ deadline < $0 }) ?? true {
                earliest = deadline
            }
        }
        return earliest
    }

    /// Whether an advertisement, or a decision about who is master, is due.
    package func isInstanceDue(at now: Instant) -> Bool {
        self.instances.contains { $0.router.deadline.map { $0 <= now } ?? false }
    }

    /// Handles one event in a world whose wall clock reads as its monotonic one.
    package mutating func handle(_ event: Event, at now: Instant) -> [Effect] {
        self.handle(event, at: now, utc: UTCTime(nanoseconds: now.nanoseconds))
    }

    /// Handles one event.
    ///
    /// - Parameter utc: the wall clock's reading; nothing but `auth_hmac` and the end of a maintenance asks for it.
    /// - Returns: What is to be done, in this order.
    package mutating func handle(_ event: Event, at now: Instant, utc: UTCTime) -> [Effect] {
        self.cause = nil
        self.utc = utc
        switch event {
        case .interfaces(let interfaces):
            self.replaceInterfaces(interfaces, at: now)
        case .link(let name, let index, let isUp, let hardwareAddress):
            self.linkChanged(name: name, index: index, isUp: isUp, hardwareAddress: hardwareAddress, at: now)
        case .linkRemoved(let index):
            self.linkRemoved(index, at: now)
        case .linkPolled(let index, let isUp):
            self.linkPolled(index, isUp: isUp, at: now)
        case .addressAdded(let address, let index):
            self.addressAdded(address, index: index, at: now)
        case .addressRemoved(let address, let index):
            self.addressRemoved(address, index: index, at: now)
        case .booted(let time):
            self.bootedAt = now - time
        case .slept(let time):
            self.slept(time)
        case .start:
            self.start(at: now)
        case .forwardsIPv6(let index, let isOn):
            self.forwardingChanged(index, isOn: isOn)
        case .datagram(let bytes, let index):
            self.received(index: index, at: now) { () throws(DiscardReason) in
                try ReceivedPacket(parsing: bytes.span)
            }
        case .message(let message, let index):
            self.received(index: index, at: now) { () throws(DiscardReason) in
                try ReceivedPacket(
                    message: message.bytes,
                    source: .v6(message.source),
                    destination: .v6(message.destination),
                    timeToLive: message.hopLimit
                )
            }
        case .report(let report):
            self.reported(report, at: now)
        case .fifoLosses(let path, let lines):
            self.fifoLosses[path, default: FIFOLosses()].current = lines
        case .checkerStarted:
            self.checkerStarted(at: now)
        case .checkerExited:
            self.checkerExited(at: now)
        case .listenFailed(let place, let reason):
            self.listenFailed(place, reason: reason, at: now)
        case .addressRefused(let address, let instance, let reason):
            self.addressRefused(address, instance: instance, reason: reason, at: now)
        case .itemsAdded(let outcomes, let owner, let isRestoring):
            self.itemsAdded(outcomes, owner: owner, isRestoring: isRestoring, at: now)
        case .routeRemoved(let key):
            self.routeRemoved(key, at: now)
        case .ruleRemoved(let key):
            self.ruleRemoved(key, at: now)
        case .routingUnknown:
            self.itemsMayHaveChanged(at: now)
        case .interfaceRefused(let name, let reason):
            self.interfaceRefused(name, reason: reason, at: now)
        case .settingChanged(let changed):
            self.settingChanged(changed)
        case .filterRefused(let reason):
            self.filterRefused(reason, at: now)
        case .tick:
            self.tick(at: now)
        case .reload(let configuration, let generation):
            self.reload(configuration, generation: generation, at: now)
        case .order(let order):
            self.obey(order, at: now)
        case .stop:
            self.stop(at: now)
        case .stopNow:
            self.stopNow(at: now)
        }
        if self.phase != .waiting, !self.touchedGroups.isEmpty { self.settleGroups(at: now) }
        self.settleLastResorts(at: now)
        self.settleOrders(at: now)
        // What was ordered may have changed the state of one.
        self.settleLastResorts(at: now)
        self.lastHandled = max(self.lastHandled, now)
        // The array is given away, and with it what a burst made it grow to.
        defer { self.effects = [] }
        return self.effects
    }

    /// Records a change; what follows from it links to it.
    mutating func record(_ change: Change, of instance: String? = nil, at now: Instant) {
        let entry = self.journal.record(change, of: instance, because: self.cause, at: now)
        self.cause = entry.id
        self.effects.append(.journal(entry))
    }

    /// Takes over what an earlier router process of this node knew. To be called before ``Event/start``.
    package mutating func restore(_ snapshot: NodeSnapshot, at now: Instant) {
        for saved in snapshot.checks {
            self.checks[saved.name]?.restore(saved, grace: self.configuration.global.checkerGrace, at: now)
        }
        self.findCheckDeadline()
        self.holdUntil = snapshot.holdUntil
        self.maintenance = snapshot.maintenance
        self.drains = snapshot.drains
        self.drill = snapshot.drill
        self.isRestored = true
        self.restoreHost(snapshot)
        for saved in snapshot.instances {
            if let index = self.instances.firstIndex(where: { $0.name == saved.name }) {
                self.instances[index].resumption = saved.state
                self.instances[index].sequences = SequenceSource(continuing: saved.sequence)
                self.instances[index].replayGuard = ReplayGuard(marks: saved.marks)
                if let damping = saved.damping { self.instances[index].damping?.restore(damping) }
                self.instances[index].heardMaster = saved.heardMaster
                self.instances[index].heardPriorities = HeardPriorities(saved.heardPriorities)
                self.instances[index].graces = saved.graces
                self.instances[index].lastResort = saved.lastResort.map { LastResort($0) }
                // It competes already: to wait for a check added lately would be to fall silent.
                if saved.state != .other {
                    self.instances[index].gate = nil
                }
            }
        }
        self.restoreGroups()
        for index in self.instances.indices { self.settlePreemption(of: index, at: now) }
    }

    /// What a successor of this process needs to know.
    package var snapshot: NodeSnapshot {
        var snapshot = NodeSnapshot()
        snapshot.instances = self.instances.filter { !$0.isLeaving }.map { instance in
            let state: NodeSnapshot.InstanceState =
                switch instance.router.state {
                case .master, .resigning: .master
                case .backup(let backup): .backup(masterInterval: backup.masterInterval)
                case .initialize, .fault: .other
                }
            return NodeSnapshot.InstanceSnapshot(
                name: instance.name,
                state: state,
                sequence: instance.sequences.last,
                marks: instance.replayGuard.marks,
                damping: instance.damping?.memory,
                heardMaster: instance.heardMaster,
                heardPriorities: instance.heardPriorities.entries,
                lastResort: instance.lastResort?.snapshot,
                graces: instance.graces
            )
        }
        snapshot.holdUntil = self.holdUntil
        snapshot.maintenance = self.maintenance
        snapshot.drains = self.drains
        snapshot.drill = self.drill.flatMap { $0.isUnderWay ? $0 : nil }
        snapshot.interfaces = self.ownInterfaces.values.filter { $0.standing == .present }.map(\.configuration.name)
            .sorted()
        snapshot.settings = self.changes.settings
        snapshot.checks = self.configuration.checks.compactMap { self.checks[$0.name]?.snapshot }
        return snapshot
    }
}
