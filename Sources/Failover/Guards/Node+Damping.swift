import Configuration
import VRRP

/// `move_damping`: a virtual router that has moved too often stays where it is until things are calm. Only the return to a
/// better node is suppressed; a master that fails, falls silent, leaves or gets worse is succeeded as ever.
extension Node {
    /// Whether the instance does not take its addresses back from a master that is well. A sync group moves as one: what damps
    /// one member damps all, and what frees one frees all.
    func isDamped(_ index: Int) -> Bool {
        guard self.dampedMember(of: index) != nil, self.lift(of: index) == nil else { return false }
        // Where others of the group are master it belongs there, too.
        return !self.otherMembers(of: index).contains { self.instances[$0].isMaster }
    }

    /// Itself, or the member of its sync group that is damped for longest; nil = none is.
    func dampedMember(of index: Int) -> Int? {
        if self.instances[index].damping?.isDamped == true { return index }
        var found: (index: Int, until: Instant)?
        for member in self.otherMembers(of: index) {
            guard let until = self.instances[member].damping?.spell?.until else { continue }
            if found.map({ until > $0.until }) ?? true { found = (member, until) }
        }
        return found?.index
    }

    /// Why an instance that is damped takes over all the same; nil = it does not.
    func lift(of index: Int) -> DampingLift? {
        let members = [index] + self.otherMembers(of: index)
        for member in members {
            guard let master = self.instances[member].heardMaster, !master.isWell else { continue }
            return Self.lift(because: master)
        }
        return members.first { self.isForsaken($0) }.map { .member(self.instances[$0].name) }
    }

    private static func lift(because master: HeardMaster) -> DampingLift {
        master.isWorse
            ? .worse(master.address, master.priority, highest: master.highest)
            : .contested(master.address, by: master.rival)
    }

    /// A member that waits for its group, and whose master is silent or has left.
    private func isForsaken(_ index: Int) -> Bool {
        guard case .backup(let backup) = self.instances[index].router.state else { return false }
        return switch backup.cause {
        case .noMasterHeard, .masterResigned: true
        default: false
        }
    }

    /// Before a sync group is asked whether all of it wants to be master: what its members wait for may free it.
    mutating func settleDamping(ofGroup members: [Int], at now: Instant) {
        guard let first = members.first, let damped = self.dampedMember(of: first) else { return }
        let wasSuspended = members.first { self.instances[$0].router.preemption == .suspended }
        self.settlePreemptions(with: first, at: now)
        guard let wasSuspended, self.instances[wasSuspended].router.preemption != .suspended,
            let lift = self.lift(of: first), case .member = lift
        else { return }
        self.cause = self.instances[damped].damping?.spell?.entry
        self.record(.dampingLifted(lift), of: self.instances[wasSuspended].name, at: now)
        self.cause = nil
    }

    /// The instance has begun or ceased to hold its addresses, or the master is another one.
    mutating func countMove(of index: Int, at now: Instant) {
        guard self.instances[index].damping?.count(at: now) == true else { return }
        self.beganDamping(index, at: now)
    }

    /// A node that is not master, in whatever state, is about to hear the advertisement of one, or has just heard the one it
    /// has left for.
    mutating func noteMaster(_ advertisement: Advertisement, from source: IPAddress, by index: Int, at now: Instant) {
        let members = [index] + self.otherMembers(of: index)
        guard members.contains(where: { self.instances[$0].damping != nil }) else { return }
        let priority = advertisement.priority
        var highest = priority
        if priority != .resign {
            let isFresh = !members.contains { self.instances[$0].damping?.remembers(at: now) ?? false }
            highest = self.instances[index].heardPriorities.hear(priority, from: source, isFresh: isFresh)
        }
        guard !self.instances[index].holdsAddresses else { return }
        let before = self.instances[index].heardMaster
        self.hear(advertisement, highest: highest, from: source, by: index, at: now)
        if (self.instances[index].heardMaster?.isWell ?? true) != (before?.isWell ?? true) {
            self.tellLift(of: index, at: now)
            self.settlePreemptions(with: index, at: now)
        }
        if priority != .resign { self.noteReturn(from: source, priority, of: index, at: now) }
    }

    private mutating func hear(
        _ advertisement: Advertisement,
        highest: Priority,
        from source: IPAddress,
        by index: Int,
        at now: Instant
    ) {
        let priority = advertisement.priority
        guard let before = self.instances[index].heardMaster else {
            if priority != .resign {
                self.instances[index].heardMaster = HeardMaster(address: source, priority: priority, highest: highest)
            }
            return
        }
        let patience = self.patience(of: index, with: advertisement)
        let hasMoved =
            self.instances[index].heardMaster?
            .hear(priority, highest: highest, from: source, at: now, patience: patience) ?? false
        guard hasMoved, self.instances[index].damping != nil else { return }
        self.record(.masterChanged(from: before.address, to: source), of: self.instances[index].name, at: now)
        self.countMove(of: index, at: now)
        self.cause = nil
    }

    /// For how long a master must have been well, or alone, to count as that: a master down interval, in which it would be
    /// succeeded, and one advertisement more.
    private func patience(of index: Int, with advertisement: Advertisement) -> Duration {
        let router = self.instances[index].router
        let settings = router.settings
        let interval = settings.version == .v2 ? settings.advertisementInterval : advertisement.interval
        let timing = Timing(
            version: settings.version,
            priority: router.effectivePriority,
            masterInterval: interval,
            advertisements: settings.masterDownAdvertisements
        )
        return timing.masterDownInterval + interval.duration
    }

    /// Records that damping does not count, where it would.
    private mutating func tellLift(of index: Int, at now: Instant) {
        guard let master = self.instances[index].heardMaster, !master.isWell, let damped = self.dampedMember(of: index)
        else { return }
        self.cause = self.instances[damped].damping?.spell?.entry
        self.record(.dampingLifted(Self.lift(because: master)), of: self.instances[index].name, at: now)
        self.cause = nil
    }

    /// A return that is suppressed counts as the move it would have been, so that a node whose check goes on flapping stays
    /// damped although it moves nothing. That a master is well again is no return of this node.
    private mutating func noteReturn(from source: IPAddress, _ priority: Priority, of index: Int, at now: Instant) {
        // Of two masters that speak in turns one is asked.
        guard let damped = self.dampedMember(of: index), self.instances[index].heardMaster?.address == source,
            self.instances[index].router.state.name == .backup
        else { return }
        let router = self.instances[index].router
        guard priority < router.effectivePriority else {
            self.instances[index].damping?.holdBack(with: router.effectivePriority)
            return
        }
        guard !self.isAway(index), router.preemption == .suspended, self.isDamped(index) else { return }
        if self.instances[index].damping?.suppressReturn(with: router.effectivePriority) == true {
            _ = self.instances[index].damping?.count(at: now)
        }
        guard self.instances[index].heardMaster?.isReturnTold == false else { return }
        self.instances[index].heardMaster?.isReturnTold = true
        self.cause = self.instances[damped].damping?.spell?.entry
        self.record(
            .returnSuppressed(
                from: source,
                priority,
                own: router.effectivePriority,
                with: damped == index ? nil : self.instances[damped].name
            ),
            of: self.instances[index].name,
            at: now
        )
        if damped == index { self.instances[index].damping?.tell(self.cause) }
        self.cause = nil
    }

    /// Ends damping that is due to end.
    mutating func settleDamping(_ index: Int, at now: Instant) {
        guard let damping = self.instances[index].damping, let spell = damping.spell, spell.until <= now else { return }
        let end: DampingEnd = damping.penalty(at: now) > damping.reuse ? .maximum : .calm
        self.instances[index].damping?.end(at: now)
        self.endedDamping(index, end, because: spell.entry, at: now)
    }

    /// Takes over the words of a configuration that was read again: other words for the same moves, or none.
    mutating func adoptDamping(_ index: Int, at now: Instant) {
        let settings = self.instances[index].configuration.moveDamping
        guard settings != self.instances[index].damping?.settings else { return }
        let spell = self.instances[index].damping?.spell
        var begins = false
        if let settings, self.instances[index].damping != nil {
            begins = self.instances[index].damping?.adopt(settings, at: now) ?? false
        } else {
            self.instances[index].damping = settings.map { Damping($0, at: now) }
        }
        if begins { self.beganDamping(index, at: now) }
        if spell != nil, self.instances[index].damping?.isDamped != true {
            self.endedDamping(index, .reconfigured, because: self.cause, at: now)
        }
    }

    /// What follows for all members of a sync group.
    private mutating func settlePreemptions(with index: Int, at now: Instant) {
        for member in [index] + self.otherMembers(of: index) { self.settlePreemption(of: member, at: now) }
    }

    private mutating func beganDamping(_ index: Int, at now: Instant) {
        guard let damping = self.instances[index].damping, let spell = damping.spell else { return }
        let cause = self.cause
        self.record(
            .damped(
                penalty: damping.penalty(at: now),
                of: damping.suppress,
                moves: damping.memory.moves,
                lasting: spell.until - now
            ),
            of: self.instances[index].name,
            at: now
        )
        self.instances[index].damping?.tell(self.cause)
        self.cause = cause
        self.settlePreemptions(with: index, at: now)
    }

    private mutating func endedDamping(_ index: Int, _ end: DampingEnd, because entry: UInt64?, at now: Instant) {
        let cause = self.cause
        self.cause = entry
        self.record(.dampingEnded(end), of: self.instances[index].name, at: now)
        self.cause = cause
        for member in [index] + self.otherMembers(of: index) {
            self.instances[member].heardMaster?.isReturnTold = false
        }
        self.settlePreemptions(with: index, at: now)
    }
}
