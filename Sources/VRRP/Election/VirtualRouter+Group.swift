/// What a virtual router does as a member of a sync group, where all are master or none is.
///
/// The members know nothing of each other: one that is `isHeldBack` wants to be master instead of becoming it, and
/// whoever knows the whole group says when all do.
extension VirtualRouter {
    /// Whether it would be master by itself.
    package var wantsMaster: Bool {
        switch self.state {
        case .backup(let backup): backup.cause != nil
        case .master: true
        case .initialize, .fault, .resigning: false
        }
    }

    /// A backup that would become master says so, and asks again after a master down interval: no timer is left that
    /// is due at once.
    mutating func want(_ cause: TransitionCause, _ before: Backup, at now: Instant) {
        var backup = before
        backup.cause = cause
        backup.masterDown = now + self.timing(backup.masterInterval).masterDownInterval
        if case .deferring(let peer, until: _) = backup.prospect { backup.prospect = .preempting(peer) }
        self.state = .backup(backup)
    }

    /// The other members are master already: one that joins them wants to be.
    package mutating func join(at now: Instant) {
        guard self.isHeldBack, case .backup(let backup) = self.state else { return }
        self.want(.joined, backup, at: now)
    }

    /// Every member wants to be master.
    package mutating func takeOver(at now: Instant) -> [Action] {
        guard case .backup(let backup) = self.state, let cause = backup.cause else { return [] }
        return self.becomeMaster(cause: cause, at: now)
    }

    /// Another member has left for a better master, which has its addresses too by now, or soon: backup, without
    /// priority 0.
    package mutating func follow(_ member: String, at now: Instant) -> [Action] {
        guard case .master = self.state else { return [] }
        let interval = self.settings.advertisementInterval
        let backup = Backup(
            masterDown: now + self.timing(interval).masterDownInterval,
            masterInterval: interval,
            prospect: .alone
        )
        return [.releaseAddresses, self.enter(.backup(backup), cause: .following(member))]
    }

    /// Every member that hands over has a successor.
    package mutating func letGo(at now: Instant) {
        guard case .resigning(var resigning) = self.state, resigning.successor != nil else { return }
        resigning.release = min(resigning.release, now + Resigning.settleTime)
        resigning.mayLetGo = true
        self.state = .resigning(resigning)
    }

    /// Whether it keeps its addresses unless a successor takes them.
    package var offers: Bool {
        if case .resigning(let resigning) = self.state { resigning.isOffer && !resigning.mayLetGo } else { false }
    }

    /// Whether a master that hands over has heard its successor.
    package var hasSuccessor: Bool {
        if case .resigning(let resigning) = self.state { resigning.successor != nil } else { true }
    }
}
