import Checks
import Configuration
import VRRP

extension Node {
    /// Turns a router's actions into effects, in order.
    mutating func perform(_ actions: [Action], of index: Int, at now: Instant) {
        for action in actions {
            switch action {
            case .advertise(let priority):
                if priority != .resign, self.owedAdvertisements?[index] != nil {
                    self.owedAdvertisements?[index] = true
                    continue
                }
                self.advertise(priority, from: index, at: now)
            case .acquireAddresses:
                self.acquire(index)
            case .releaseAddresses:
                self.release(index)
            case .announce(let repeats):
                self.announce(index, repeats: repeats)
            case .withdrawAnnouncements:
                self.effects.append(.withdrawAnnouncements(instance: self.instances[index].name))
            case .announceExtraInterfaces:
                self.announceExtraInterfaces(index)
            case .transition(let transition):
                self.transitioned(index, transition, at: now)
            }
        }
    }

    /// From here on what masters have to say waits for ``sendOwedAdvertisements(at:)``.
    mutating func holdAdvertisements() {
        let masters = self.instances.indices.filter { self.instances[$0].router.state.name == .master }
        self.owedAdvertisements = Dictionary(uniqueKeysWithValues: masters.map { ($0, false) })
    }

    /// Sends what was held back, once for each instance that is master still, with what is true by now.
    mutating func sendOwedAdvertisements(at now: Instant) {
        guard let owed = self.owedAdvertisements.take() else { return }
        for index in self.instances.indices
        where owed[index] == true && self.instances[index].router.state.name == .master {
            self.advertise(self.instances[index].router.effectivePriority, from: index, at: now)
        }
    }

    private mutating func advertise(_ priority: Priority, from index: Int, at now: Instant) {
        let instance = self.instances[index]
        guard let interfaceIndex = instance.transmitIndex,
            let source = instance.source ?? (priority == .resign ? instance.lastSource : nil),
            self.interfaces[interfaceIndex]?.isUp == true
        else { return }
        let advertisement = instance.router.advertisement(priority: priority)
        let trailer = self.trailer(of: advertisement, from: source, index, at: now)
        let destinations =
            instance.configuration.unicast?.peers ?? [self.group(of: instance.configuration)]
        for destination in destinations {
            let timeToLive = instance.configuration.unicast?.timeToLive ?? 255
            var transmission = Transmission(
                interfaceIndex: interfaceIndex,
                source: source,
                destination: destination,
                packet: advertisement.packet(
                    source: source,
                    destination: destination,
                    ttl: timeToLive,
                    checksum: instance.configuration.checksum,
                    group: self.group(of: instance.configuration),
                    trailer: trailer
                ),
                hopLimit: timeToLive
            )
            if interfaceIndex == instance.ownIndex { transmission.makeFrame(of: self.interfaces[interfaceIndex]) }
            self.effects.append(.transmit(transmission))
        }
        self.instances[index].counters.sent += 1
        if priority == .resign {
            self.instances[index].counters.priorityZeroSent += 1
        }
    }

    private mutating func acquire(_ index: Int) {
        let placed = self.placedAddresses(of: self.instances[index])
        self.instances[index].held = placed
        self.forward(index, isMaster: true)
        self.effects.append(.addAddresses(placed, instance: self.instances[index].name))
        self.acquireItems(of: index)
    }

    private mutating func release(_ index: Int) {
        // An owner's virtual address may be the one it advertises from: its own, whoever is master.
        let own = self.instances[index].source
        let released = self.instances[index].held.filter { $0.address != own && !self.isHeld($0, exceptBy: index) }
        self.instances[index].held = []
        self.instances[index].restoreAt = nil
        self.effects.append(.withdrawAnnouncements(instance: self.instances[index].name))
        self.releaseItems(of: index)
        if !released.isEmpty {
            self.effects.append(.removeAddresses(released, instance: self.instances[index].name))
        }
        self.forward(index, isMaster: false)
    }

    /// Every address once, then every address again: the first frame for the last address is not behind the fifth for
    /// the first.
    private mutating func announce(_ index: Int, repeats: Int) {
        let instance = self.instances[index]
        var round: [Announcement] = []
        for placed in instance.held {
            guard let announcement = self.announcement(of: placed) else { continue }
            round.append(announcement)
        }
        guard !round.isEmpty, repeats > 0 else { return }
        var announcements: [Announcement] = []
        announcements.reserveCapacity(round.count * repeats)
        for _ in 0..<repeats {
            announcements += round
        }
        self.instances[index].counters.announcementsSent += UInt64(announcements.count)
        self.effects.append(.announce(self.paced(announcements), instance: instance.name))
    }

    /// nil where the interface has gone, and for an address that another host may have: its announcement would win.
    private func announcement(of placed: PlacedAddress) -> Announcement? {
        guard let interface = self.interfaces[placed.interfaceIndex] else { return nil }
        let frame: [UInt8]
        switch placed.address {
        case .v4(let address):
            frame = GratuitousARP.frame(address: address, hardwareAddress: interface.hardwareAddress)
        case .v6(let address):
            guard self.standing(of: placed) == .ready else { return nil }
            frame = NeighbourAdvertisement.frame(
                address: address,
                hardwareAddress: interface.hardwareAddress,
                isRouter: self.forwards(interface)
            )
        }
        return Announcement(interfaceIndex: placed.interfaceIndex, frame: frame)
    }

    /// One address of each interface is enough: it is for the switches of its link, which learn where the hardware
    /// address is.
    private mutating func announceExtraInterfaces(_ index: Int) {
        let instance = self.instances[index]
        let includesOrdinary = instance.router.settings.gratuitousARP.extraInterfaces?.includesOrdinary ?? false
        var announcements: [Announcement] = []
        var seen: Set<Int32> = []
        for placed in instance.held where placed.interfaceIndex != instance.interfaceIndex {
            guard let hardwareAddress = self.interfaces[placed.interfaceIndex]?.hardwareAddress,
                includesOrdinary || hardwareAddress.isVirtualRouter, !seen.contains(placed.interfaceIndex),
                let announcement = self.announcement(of: placed)
            else { continue }
            seen.insert(placed.interfaceIndex)
            announcements.append(announcement)
        }
        guard !announcements.isEmpty else { return }
        self.instances[index].counters.announcementsSent += UInt64(announcements.count)
        self.effects.append(.announce(self.paced(announcements), instance: instance.name))
    }

    private mutating func transitioned(_ index: Int, _ transition: Transition, at now: Instant) {
        self.instances[index].lastTransition = Instance.LastTransition(transition: transition, at: now)
        self.instances[index].since = now
        let held = transition.from == .master || transition.from == .resigning
        let holds = transition.to == .master || transition.to == .resigning
        if holds, !held { self.instances[index].counters.becameMaster += 1 }
        if held, !holds { self.instances[index].counters.releasedMaster += 1 }
        self.touchGroup(of: index)
        self.noteHandover(index, transition, at: now)
        let isOrdered = self.isOrdered(transition, of: index)
        self.record(.transition(transition), of: self.instances[index].name, at: now)
        if holds || held { self.instances[index].heardMaster = nil }
        if transition.cause != .resumed {
            self.instances[index].damping?.forgetReturn()
            if holds != held, !isOrdered { self.countMove(of: index, at: now) }
            if holds != held { self.instances[index].returnsByOrder = false }
        }
        self.followAsLastResort(index, transition, at: now)
        defer { if transition.from == .master, transition.to == .backup { self.followMember(index, at: now) } }
        // A restart of the router process changes nothing, nor does an offer that nobody took: there is nothing to notify.
        guard transition.cause != .resumed, !(held && holds) else { return }
        switch transition.to {
        case .master:
            self.notify(index, \.master, .master)
        case .backup:
            self.notify(index, \.backup, .backup)
        case .fault:
            self.notify(index, \.fault, .fault)
        case .initialize where transition.from == .resigning && self.competesAgain(index):
            // It is a backup in the next moment.
            break
        case .initialize where !self.instances[index].isLeaving:
            self.notify(index, \.stop, .stop)
        case .initialize where self.instances[index].configuration.notify.tellsDeletion:
            self.notify(index, \.deleted, .deleted)
        case .initialize:
            // keepalived tells of a removed instance as of a faulty one unless it is asked for more.
            self.notify(index, \.fault, .fault)
        case .resigning:
            break
        }
    }

    /// The specific script first, then the general one, as keepalived starts them; then whoever else is to be told.
    private mutating func notify(
        _ index: Int,
        _ script: KeyPath<NotifyScripts, NotifyScript?>,
        _ state: StateNotice.State
    ) {
        let instance = self.instances[index]
        if let specific = instance.configuration.notify[keyPath: script] {
            self.effects.append(
                .notify(self.request(instance, specific.command, specific.user))
            )
        }
        if let general = instance.configuration.notify.any {
            let words = ["INSTANCE", instance.name, state.word, String(instance.router.effectivePriority.rawValue)]
            self.effects.append(
                .notify(self.request(instance, general.command + words, general.user))
            )
        }
        self.tell(state, of: index, isMailed: instance.configuration.mailsTransitions)
    }

    /// Tells the FIFOs, and by mail where that is asked for.
    func notice(_ state: StateNotice.State, of instance: Instance, isMailed: Bool = false) -> StateNotice? {
        self.notice(
            StateNotice(
                .instance,
                name: instance.name,
                state: state,
                priority: instance.router.effectivePriority.rawValue,
                isMailed: isMailed
            )
        )
    }

    /// nil where nobody is to be told.
    func notice(_ notice: StateNotice) -> StateNotice? {
        let global = self.configuration.global
        var notice = notice
        notice.isMailed =
            notice.isMailed && global.mail != nil
            && !(notice.state == .fault && global.mail?.leavesOutFaults ?? false)
        return notice.isMailed || !global.notifyFIFOs.isEmpty ? notice : nil
    }

    private mutating func tell(_ state: StateNotice.State, of index: Int, isMailed: Bool = false) {
        if let notice = self.notice(state, of: self.instances[index], isMailed: isMailed) {
            self.effects.append(.tell(notice))
        }
    }

    /// The effective priority of an instance that competes is another one: only FIFOs are told, as with keepalived.
    mutating func tellPriorityChange(of index: Int) {
        guard self.instances[index].configuration.tellsPriorityChanges else { return }
        switch self.instances[index].router.state.name {
        case .master, .resigning: self.tell(.masterPriority, of: index)
        case .backup: self.tell(.backupPriority, of: index)
        case .initialize, .fault: break
        }
    }

    /// The state of every instance and group once more, for readers of FIFOs that were opened again.
    mutating func repeatStates() {
        for index in self.instances.indices where !self.instances[index].isLeaving {
            if let state = StateNotice.State(of: self.instances[index].router.state.name) {
                self.tell(state, of: index)
            }
        }
        for group in self.groups {
            if let state = StateNotice.State(of: group.state) { self.tell(state, of: group) }
        }
    }

    /// A master has heard one that is less than itself: at most once a second, for a host that floods must not make
    /// this one run a script for every packet.
    mutating func heardLowerPriority(_ index: Int, at now: Instant) {
        guard
            self.instances[index].configuration.notify.masterReceivedLowerPriority != nil
                || !self.configuration.global.notifyFIFOs.isEmpty,
            self.instances[index].lowerPriorityNotices.allows(at: now)
        else { return }
        let instance = self.instances[index]
        if let script = instance.configuration.notify.masterReceivedLowerPriority {
            self.effects.append(.notify(self.request(instance, script.command, script.user)))
        }
        self.tell(.masterReceivedLowerPriority, of: index)
    }

    private func request(_ instance: Instance, _ command: [String], _ user: ScriptUser?) -> NotifyRequest {
        NotifyRequest(
            instance: instance.name,
            command: command,
            user: user,
            demandsSafePath: self.configuration.global.enableScriptSecurity
        )
    }
}
