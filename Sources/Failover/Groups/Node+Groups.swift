import Checks
import Configuration
import VRRP

/// Sync groups, as keepalived has them: to master when every member wants to be, to backup and to fault with the first.
extension Node {
    /// Connects groups and instances, by name; a group that was known keeps its state.
    mutating func findGroups(at now: Instant) {
        let known = Dictionary(self.groups.map { ($0.name, $0) }) { first, _ in first }
        var indices: [String: Int] = [:]
        for index in self.instances.indices where !self.instances[index].isLeaving {
            indices[self.instances[index].name] = index
        }
        self.groups = self.configuration.syncGroups.map { configuration in
            var group = known[configuration.name] ?? SyncGroup(configuration: configuration, since: now)
            group.configuration = configuration
            group.members = configuration.members.compactMap { indices[$0] }
            return group
        }
        for index in self.instances.indices {
            self.instances[index].group = nil
            // One that leaves with its master heard need not wait for those it shared its fate with.
            if self.instances[index].isLeaving, self.instances[index].router.isHeldBack {
                self.instances[index].router.isHeldBack = false
                self.instances[index].router.letGo(at: now)
            }
        }
        for (number, group) in self.groups.enumerated() {
            for index in group.members { self.instances[index].group = number }
        }
        for index in self.instances.indices where !self.instances[index].isLeaving {
            self.instances[index].router.isHeldBack = self.instances[index].group != nil
        }
        self.touchedGroups = Set(self.groups.indices)
    }

    /// The group of an instance may have to follow what it did.
    mutating func touchGroup(of index: Int) {
        if let group = self.instances[index].group { self.touchedGroups.insert(group) }
    }

    func otherMembers(of index: Int) -> [Int] {
        guard let group = self.instances[index].group, self.groups.indices.contains(group) else { return [] }
        return self.groups[group].members.filter { $0 != index }
    }

    /// The faults of other members, which are faults of this one.
    func groupFaults(of index: Int) -> [FaultCause] {
        self.otherMembers(of: index).filter { !self.instances[$0].ownFaults.isEmpty }.map {
            .syncGroupMember(self.instances[$0].name)
        }
    }

    /// A member that has begun joins the others, where they are master, or keep as a last resort what nobody takes.
    mutating func joinGroup(_ index: Int, at now: Instant) {
        let isLastResort = self.instances[index].lastResort != nil
        let joins = self.otherMembers(of: index).contains { other in
            self.instances[other].isMaster || isLastResort && self.instances[other].router.offers
        }
        guard joins else { return }
        self.instances[index].router.join(at: now)
    }

    /// A member that yields takes the others along in the same moment.
    mutating func followMember(_ index: Int, at now: Instant) {
        let name = self.instances[index].name
        let cause = self.cause
        for other in self.otherMembers(of: index) where self.instances[other].isMaster {
            self.cause = cause
            self.perform(self.instances[other].router.follow(name, at: now), of: other, at: now)
        }
    }

    /// After a reload: a group of which only a part is master cannot stay so. Its masters say that they leave.
    mutating func reconcileGroups(at now: Instant) {
        for group in self.groups {
            let idle = group.members.first { index in
                self.instances[index].router.state.name == .backup && !self.instances[index].router.wantsMaster
            }
            guard let idle else { continue }
            let name = self.instances[idle].name
            let masters = group.members.filter { self.instances[$0].isMaster }
            for index in masters { self.perform([.advertise(.resign)], of: index, at: now) }
            for index in masters {
                self.perform(self.instances[index].router.follow(name, at: now), of: index, at: now)
            }
        }
    }

    /// A rival was heard and told off by one member: clients of the others may have listened to it, too.
    mutating func announceGroup(of index: Int, at now: Instant) {
        let repeats = self.instances[index].router.settings.gratuitousARP.lowerPriorityRepeat
        for other in self.otherMembers(of: index) {
            // One that has overslept does not speak before it has listened.
            guard case .master(let master) = self.instances[other].router.state,
                !self.instances[other].router.isStale(master, at: now)
            else { continue }
            self.perform([.announce(repeats: repeats)], of: other, at: now)
        }
    }

    /// What the groups do about what their members did, when all of an event has happened.
    mutating func settleGroups(at now: Instant) {
        while !self.touchedGroups.isEmpty {
            // In their order: a set has another one in each process.
            for number in self.touchedGroups.sorted() where self.touchedGroups.remove(number) != nil {
                self.settleGroup(number, at: now)
            }
        }
    }

    private mutating func settleGroup(_ number: Int, at now: Instant) {
        guard self.groups.indices.contains(number) else { return }
        let members = self.groups[number].members
        self.settleHandover(of: members, at: now)
        self.settleDamping(ofGroup: members, at: now)
        if members.allSatisfy({ self.instances[$0].router.wantsMaster }) {
            for index in members where !self.instances[index].isMaster {
                self.cause = nil
                self.perform(self.instances[index].router.takeOver(at: now), of: index, at: now)
            }
            // What damps moves from here on follows when all have moved.
            self.settleDamping(ofGroup: members, at: now)
        }
        self.tellGroup(number, at: now)
    }

    /// A group hands over as a whole: what it offers is kept if the addresses of one member find no successor.
    private mutating func settleHandover(of members: [Int], at now: Instant) {
        if members.contains(where: { self.instances[$0].isMaster }) {
            for index in members where self.instances[index].router.offers {
                self.perform(self.instances[index].router.keep(at: now), of: index, at: now)
            }
        }
        if members.allSatisfy({ self.instances[$0].router.hasSuccessor }) {
            for index in members { self.instances[index].router.letGo(at: now) }
        }
    }

    private mutating func tellGroup(_ number: Int, at now: Instant) {
        let group = self.groups[number]
        let state = self.state(of: group)
        guard state != group.state else { return }
        self.groups[number].state = state
        self.groups[number].since = now
        self.cause = self.journal.entries.last?.id
        self.record(.syncGroup(group.name, from: group.state, to: state), at: now)
        // Nobody has taken what it offered.
        guard group.state != .resigning || state != .master else { return }
        switch state {
        case .master: self.notify(group, \.master, .master)
        case .backup: self.notify(group, \.backup, .backup)
        case .fault: self.notify(group, \.fault, .fault)
        case .initialize: self.notify(group, \.stop, .stop)
        case .resigning: break
        }
    }

    /// A member that waits for first results does not count yet.
    private func state(of group: SyncGroup) -> VirtualRouter.StateName {
        let states = group.members.filter { self.instances[$0].gate == nil }.map {
            self.instances[$0].router.state.name
        }
        if states.contains(.fault) { return .fault }
        if states.contains(.resigning) { return .resigning }
        if states.contains(.initialize) || states.isEmpty { return .initialize }
        return states.contains(.backup) ? .backup : .master
    }

    /// As for an instance, with `GROUP` and the priority 0: scripts, FIFOs, mail.
    private mutating func notify(
        _ group: SyncGroup,
        _ script: KeyPath<NotifyScripts, NotifyScript?>,
        _ state: StateNotice.State
    ) {
        if let specific = group.configuration.notify[keyPath: script] {
            self.notify(group.name, specific.command, specific.user)
        }
        if let general = group.configuration.notify.any {
            self.notify(group.name, general.command + ["GROUP", group.name, state.word, "0"], general.user)
        }
        self.tell(state, of: group, isMailed: group.configuration.mailsTransitions)
    }

    mutating func tell(_ state: StateNotice.State, of group: SyncGroup, isMailed: Bool = false) {
        let notice = StateNotice(.group, name: group.name, state: state, priority: 0, isMailed: isMailed)
        if let notice = self.notice(notice) { self.effects.append(.tell(notice)) }
    }

    private mutating func notify(_ name: String, _ command: [String], _ user: ScriptUser?) {
        self.effects.append(
            .notify(
                NotifyRequest(
                    instance: name,
                    command: command,
                    user: user,
                    demandsSafePath: self.configuration.global.enableScriptSecurity
                )
            )
        )
    }

    /// What was told of the groups before this process began, as their members' states show it.
    mutating func restoreGroups() {
        for number in self.groups.indices {
            let saved = self.groups[number].members.map { self.instances[$0].resumption ?? .other }
            if saved.allSatisfy({ $0 == .master }) {
                self.groups[number].state = .master
            } else if saved.allSatisfy({ if case .backup = $0 { true } else { false } }) {
                self.groups[number].state = .backup
            }
        }
    }
}
