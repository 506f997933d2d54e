extension VirtualRouter {
    /// Does what is due. A late call does it once: a process that was stopped sends no burst of what it missed, and a
    /// master that was stopped for longer than a master down interval does nothing but listen for one interval.
    package mutating func expire(at now: Instant) -> [Action] {
        guard let deadline = self.deadline, deadline <= now else { return [] }
        switch self.state {
        case .initialize, .fault:
            return []
        case .backup(let backup):
            let cause = Self.cause(of: backup, at: now)
            guard !self.isHeldBack else {
                self.want(cause, backup, at: now)
                return []
            }
            return self.becomeMaster(cause: cause, at: now)
        case .master(let master):
            return self.expireStale(master, at: now) ?? self.serve(master, at: now)
        case .resigning(let resigning):
            if resigning.isOffer, resigning.successor == nil || self.isHeldBack && !resigning.mayLetGo {
                return self.endOffer(resigning, at: now)
            }
            let cause = resigning.successor.map { TransitionCause.successorHeard($0.address) } ?? .noSuccessor
            return [.releaseAddresses, self.enter(.initialize, cause: cause)]
        }
    }

    private mutating func endOffer(_ before: Resigning, at now: Instant) -> [Action] {
        guard now - before.release > self.listeningPeriod, self.effectivePriority != .owner else {
            return self.keep(at: now)
        }
        // So late that a successor may be there unheard.
        var resigning = before
        resigning.release = now + self.listeningPeriod
        self.state = .resigning(resigning)
        return []
    }

    private static func cause(of backup: Backup, at now: Instant) -> TransitionCause {
        switch backup.prospect {
        case .alone, .obeying:
            .noMasterHeard
        case .succeeding(let address):
            .masterResigned(address)
        case .preempting(let peer):
            .preempted(peer.address, peer.priority)
        case .deferring(let peer, let until):
            until <= now ? .preempted(peer.address, peer.priority) : .noMasterHeard
        }
    }

    mutating func serve(_ before: Master, at now: Instant) -> [Action] {
        var master = before
        master.listensUntil = nil
        var actions: [Action] = []
        let due = master.nextAdvertisement
        if due <= now {
            let interval = self.settings.advertisementInterval.duration
            actions.append(.advertise(self.effectivePriority))
            master.nextAdvertisement = Self.next(after: now, from: due, every: interval)
            if due == master.nextResignationAnswer {
                // This was an answer that had to wait, and it counts as one.
                master.nextResignationAnswer = now + interval / 10
            }
        }
        let repeats = self.announcements(&master, at: now)
        if repeats > 0 {
            actions.append(.announce(repeats: repeats))
        }
        if let due = master.extraInterfaces, due <= now {
            master.extraInterfaces = self.extraInterfaceInterval.map { Self.next(after: now, from: due, every: $0) }
            actions.append(.announceExtraInterfaces)
        }
        self.state = .master(master)
        return actions
    }

    /// How often to announce now; announcements that fall together are one.
    private func announcements(_ master: inout Master, at now: Instant) -> Int {
        let settings = self.settings.gratuitousARP
        var repeats = 0
        if let due = master.secondAnnouncement, due <= now {
            master.secondAnnouncement = nil
            repeats = self.masterRepeat
        }
        if let due = master.lowerPriorityAnnouncement, due <= now {
            master.lowerPriorityAnnouncement = nil
            repeats = max(repeats, settings.lowerPriorityRepeat)
        }
        if let due = master.refresh, due <= now {
            master.refresh = Self.next(after: now, from: due, every: settings.masterRefresh)
            repeats = max(repeats, settings.masterRefreshRepeat, 1)
        }
        return repeats
    }

    /// The first instant of the schedule `due`, `due + period`, … that is later than `now`.
    private static func next(after now: Instant, from due: Instant, every period: Duration) -> Instant {
        let step = max(1, period.clampedNanoseconds)
        let missed = max(0, (now - due).clampedNanoseconds / step)
        let (distance, overflow) = (missed + 1).multipliedReportingOverflow(by: step)
        return overflow ? now + period : due + .nanoseconds(distance)
    }
}
