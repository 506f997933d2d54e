import Configuration
import VRRP

/// `move_damping`: a virtual router that has moved too often stays where it is until things are calm. Only the return to a
/// better node is suppressed; a master that fails, falls silent, leaves or gets worse is succeeded as ever.
extension Node {
    /// Whether the instance does not take its addresses back from a master that is well. A sync group moves as one: what damps
    /// one member damps all, and what frees one frees all.
    func isDamped(_ index: Int) -> Bool {
        let members = [index] + self.otherMembers(of: index)
        return members.contains { self.instances[$0].damping?.isDamped ?? false }
            && !members.contains { self.instances[$0].heardMaster?.isWorse ?? false }
    }

    /// The instance has begun or ceased to hold its addresses, or the master is another one.
    mutating func countMove(of index: Int, at now: Instant) {
        guard self.instances[index].damping?.count(at: now) == true else { return }
        self.beganDamping(index, at: now)
    }

    /// A backup is about to hear the advertisement of a master, or has just heard the one it has left for.
    mutating func noteMaster(
        _ priority: Priority,
        from source: IPAddress,
        by index: Int,
        at now: Instant
    ) {
        guard self.instances[index].router.state.name == .backup else { return }
        guard let before = self.instances[index].heardMaster else {
            self.instances[index].heardMaster = HeardMaster(address: source, highest: priority, last: priority)
            self.noteReturn(from: source, priority, of: index, at: now)
            return
        }
        let hasMoved = self.instances[index].heardMaster?.hear(priority, from: source) ?? false
        if hasMoved, self.instances[index].damping != nil {
            self.record(.masterChanged(from: before.address, to: source), of: self.instances[index].name, at: now)
            self.countMove(of: index, at: now)
            self.cause = nil
        }
        if self.instances[index].heardMaster?.isWorse != before.isWorse { self.settlePreemptions(with: index, at: now) }
        self.noteReturn(from: source, priority, of: index, at: now)
    }

    /// A return that is suppressed counts as the move it would have been, so that a node whose check goes on flapping stays
    /// damped although it moves nothing.
    private mutating func noteReturn(from source: IPAddress, _ priority: Priority, of index: Int, at now: Instant) {
        // Of two masters that speak in turns one is asked.
        guard self.instances[index].damping?.isDamped == true, self.instances[index].heardMaster?.address == source
        else { return }
        let router = self.instances[index].router
        let isSuppressed =
            !self.isAway(index) && router.preemption == .suspended && self.isDamped(index) && priority != .resign
            && priority < router.effectivePriority
        guard self.instances[index].damping?.suppressReturn(isSuppressed) == true else { return }
        _ = self.instances[index].damping?.count(at: now)
        guard let spell = self.instances[index].damping?.spell, !spell.isReturnTold else { return }
        self.cause = spell.entry
        self.record(
            .returnSuppressed(from: source, priority, own: router.effectivePriority),
            of: self.instances[index].name,
            at: now
        )
        self.instances[index].damping?.tell(self.cause, ofReturn: true)
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
        self.instances[index].damping?.tell(self.cause, ofReturn: false)
        self.cause = cause
        self.settlePreemptions(with: index, at: now)
    }

    private mutating func endedDamping(_ index: Int, _ end: DampingEnd, because entry: UInt64?, at now: Instant) {
        let cause = self.cause
        self.cause = entry
        self.record(.dampingEnded(end), of: self.instances[index].name, at: now)
        self.cause = cause
        self.settlePreemptions(with: index, at: now)
    }
}
