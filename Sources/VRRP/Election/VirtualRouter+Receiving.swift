extension VirtualRouter {
    /// An advertisement that the acceptance policy let through.
    ///
    /// - Parameters:
    ///   - source: who sent it.
    ///   - localAddress: the address our own advertisements leave from; it decides ties.
    package mutating func receive(
        _ advertisement: Advertisement,
        from source: IPAddress,
        localAddress: IPAddress,
        at now: Instant
    ) -> [Action] {
        switch self.state {
        case .initialize, .fault:
            return []
        case .backup(let backup):
            self.state = .backup(self.backup(backup, hearing: advertisement, from: source, at: now))
            return []
        case .master(let master):
            return self.master(master, hears: advertisement, from: source, localAddress: localAddress, at: now)
        case .resigning(let resigning):
            self.state = .resigning(self.resigning(resigning, hearing: advertisement, from: source, at: now))
            return []
        }
    }

    // MARK: Backup

    func backup(
        _ before: Backup,
        hearing advertisement: Advertisement,
        from source: IPAddress,
        at now: Instant
    ) -> Backup {
        if advertisement.priority == .resign { return self.backup(before, hearingResignationOf: source, at: now) }
        var backup = before
        let peer = Peer(address: source, priority: advertisement.priority, lastHeard: now)
        if advertisement.priority >= self.effectivePriority || !self.preempts {
            backup.prospect = .obeying(peer)
            return self.restarted(backup, interval: advertisement.interval, at: now)
        }
        return self.backup(backup, hearingLower: peer, interval: advertisement.interval, at: now)
    }

    /// Somebody leaves, or offers what it has.
    private func backup(_ before: Backup, hearingResignationOf source: IPAddress, at now: Instant) -> Backup {
        var backup = before
        let succession = now + self.succession(after: backup.masterInterval)
        switch backup.prospect {
        case .obeying(let master) where master.priority >= self.effectivePriority && master.address != source:
            // A third router, while the master we obey is well: that one answers it, and nobody's place is free.
            return backup
        case .preempting where self.isLastResort:
            // A master that is worse offers again and again: that does not put off what is due anyway.
            backup.masterDown = min(backup.masterDown, succession)
        case .deferring where self.isLastResort:
            // Nor do its offers begin the delay anew.
            backup.masterDown = succession
            return backup
        case .alone, .obeying, .succeeding, .preempting, .deferring:
            backup.masterDown = succession
        }
        backup.prospect = .succeeding(source)
        return backup
    }

    /// How long after a master's priority 0 a backup takes over. A last resort cannot tell a resignation from an offer: it
    /// lets an offer end first, and the advertisement that follows it.
    private func succession(after interval: AdvertisementInterval) -> Duration {
        guard self.isLastResort else { return self.timing(interval).skewTime }
        return Resigning.lastResortPatience(self.settings.version, interval, self.effectivePriority)
    }

    /// A master we could preempt: left alone during the preempt delay, ignored otherwise.
    private func backup(
        _ before: Backup,
        hearingLower peer: Peer,
        interval: AdvertisementInterval,
        at now: Instant
    ) -> Backup {
        var backup = before
        let delayed: Bool
        switch backup.prospect {
        case .obeying(let master) where master.priority >= self.effectivePriority && master.address != peer.address:
            // A third router, while the master we obey is well: that master's business, not ours.
            return backup
        case .deferring(_, let until):
            backup.prospect = .deferring(peer, until: until)
            return self.restarted(backup, interval: interval, at: now)
        case .preempting:
            delayed = false
        case .alone, .obeying, .succeeding:
            delayed = self.preemptDelay > .zero
        }
        if delayed {
            backup.prospect = .deferring(peer, until: now + self.preemptDelay)
            return self.restarted(backup, interval: interval, at: now)
        }
        backup.prospect = .preempting(peer)
        if self.preemptsFast {
            backup.masterDown = min(backup.masterDown, now + self.timing(backup.masterInterval).skewTime)
        }
        return backup
    }

    /// The master was heard: its interval is learned and the master down timer starts again.
    private func restarted(_ before: Backup, interval: AdvertisementInterval, at now: Instant) -> Backup {
        var backup = before
        backup.masterInterval = self.learned(interval)
        backup.cause = nil
        backup.masterDown = now + self.timing(backup.masterInterval).masterDownInterval
        return backup
    }

    // MARK: Master

    private mutating func master(
        _ before: Master,
        hears advertisement: Advertisement,
        from source: IPAddress,
        localAddress: IPAddress,
        at now: Instant
    ) -> [Action] {
        if advertisement.priority == .resign {
            // A stale master still listens for who comes next.
            return self.isStale(before, at: now) ? [] : self.masterHearsResignation(before, at: now)
        }
        let isWeaker =
            advertisement.priority < self.effectivePriority
            || advertisement.priority == self.effectivePriority && source < localAddress
        if isWeaker, source != localAddress, self.hasOverslept(before, hearing: advertisement.priority, at: now) {
            return self.stepBack(hearing: advertisement, from: source, at: now)
        }
        if advertisement.priority > self.effectivePriority {
            return self.yield(
                to: advertisement,
                from: source,
                cause: .higherPriorityHeard(source, advertisement.priority),
                at: now
            )
        }
        if advertisement.priority == self.effectivePriority {
            // Also between two owners, which would else never agree (RFC 9568 erratum 8298).
            if source > localAddress {
                return self.yield(to: advertisement, from: source, cause: .tieLost(source), at: now)
            }
            // Our own address: a loop or a duplicate, and an answer would answer itself.
            if source == localAddress { return [] }
        }
        return self.masterHearsLoser(before, at: now)
    }

    private mutating func yield(
        to advertisement: Advertisement,
        from source: IPAddress,
        cause: TransitionCause,
        at now: Instant
    ) -> [Action] {
        let farewell: [Action] =
            self.settings.advertisesBeforeYielding ? [.advertise(self.effectivePriority)] : []
        let interval = self.learned(advertisement.interval)
        let backup = Backup(
            masterDown: now + self.timing(interval).masterDownInterval,
            masterInterval: interval,
            prospect: .obeying(Peer(address: source, priority: advertisement.priority, lastHeard: now))
        )
        return farewell + [.releaseAddresses, self.enter(.backup(backup), cause: cause)]
    }

    /// Somebody who took itself for master leaves: the backups it has woken must hear us within their skew.
    private mutating func masterHearsResignation(_ before: Master, at now: Instant) -> [Action] {
        var master = before
        let interval = self.settings.advertisementInterval.duration
        guard now >= master.nextResignationAnswer else {
            master.nextAdvertisement = min(master.nextAdvertisement, master.nextResignationAnswer)
            self.state = .master(master)
            return []
        }
        master.nextAdvertisement = now + interval
        master.nextResignationAnswer = now + interval / 10
        self.state = .master(master)
        return [.advertise(self.effectivePriority)]
    }

    /// Another master that must yield: it is told at once, and the clients are told who holds the addresses. The
    /// periodic advertisement stays where it is.
    private mutating func masterHearsLoser(_ before: Master, at now: Instant) -> [Action] {
        guard now >= before.nextAnswer else { return [] }
        let announcements = self.settings.gratuitousARP
        var master = before
        master.nextAnswer = now + self.settings.advertisementInterval.duration
        var actions: [Action] = self.settings.answersLowerPriority ? [.advertise(self.effectivePriority)] : []
        if announcements.lowerPriorityRepeat > 0 {
            actions.append(.announce(repeats: announcements.lowerPriorityRepeat))
            // A burst that is due already is not put off by a master that goes on talking.
            if announcements.lowerPriorityDelay > .zero, master.lowerPriorityAnnouncement == nil {
                master.lowerPriorityAnnouncement = now + announcements.lowerPriorityDelay
            }
        }
        self.state = .master(master)
        return actions
    }

    // MARK: Resigning

    private func resigning(
        _ before: Resigning,
        hearing advertisement: Advertisement,
        from source: IPAddress,
        at now: Instant
    ) -> Resigning {
        guard advertisement.priority != .resign, before.successor == nil else { return before }
        var resigning = before
        resigning.successor = Peer(address: source, priority: advertisement.priority, lastHeard: now)
        if !self.isHeldBack { resigning.release = min(resigning.release, now + Resigning.settleTime) }
        return resigning
    }
}
