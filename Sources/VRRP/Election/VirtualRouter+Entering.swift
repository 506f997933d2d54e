extension VirtualRouter {
    /// The waiting times against a master with `masterInterval`, for what is set and effective now.
    func timing(_ masterInterval: AdvertisementInterval) -> Timing {
        Timing(
            version: self.settings.version,
            priority: self.effectivePriority,
            masterInterval: masterInterval,
            advertisements: self.settings.masterDownAdvertisements
        )
    }

    /// The interval that counts for a backup: the master's in v3, our own in v2, where both are the same.
    func learned(_ interval: AdvertisementInterval) -> AdvertisementInterval {
        switch self.settings.version {
        case .v2: self.settings.advertisementInterval
        case .v3: interval
        }
    }

    /// Changes the state and says so.
    mutating func enter(_ state: State, cause: TransitionCause) -> Action {
        let transition = Transition(from: self.state.name, to: state.name, cause: cause)
        self.state = state
        return .transition(transition)
    }

    /// The start of a competition: as master at once if owner, else as backup with a full master down interval.
    mutating func compete(cause: TransitionCause, at now: Instant) -> [Action] {
        if self.effectivePriority == .owner, !self.isHeldBack {
            return self.becomeMaster(cause: .owner, at: now)
        }
        let interval = self.settings.advertisementInterval
        let backup = Backup(
            masterDown: now + self.timing(interval).masterDownInterval,
            masterInterval: interval,
            prospect: .alone
        )
        let action = self.enter(.backup(backup), cause: cause)
        if self.effectivePriority == .owner { self.want(.owner, backup, at: now) }
        return [action]
    }

    /// The advertisement goes first: it stops other candidates, which would else add the addresses too.
    mutating func becomeMaster(cause: TransitionCause, at now: Instant) -> [Action] {
        let master = self.master(at: now, secondAnnouncement: self.secondAnnouncement(at: now))
        return [
            .advertise(self.effectivePriority),
            .acquireAddresses,
            .announce(repeats: self.masterRepeat),
            self.enter(.master(master), cause: cause),
        ]
    }

    /// A master that has just advertised.
    func master(at now: Instant, secondAnnouncement: Instant?) -> Master {
        let refresh = self.settings.gratuitousARP.masterRefresh
        return Master(
            nextAdvertisement: now + self.settings.advertisementInterval.duration,
            secondAnnouncement: secondAnnouncement,
            lowerPriorityAnnouncement: nil,
            refresh: refresh > .zero ? now + refresh : nil,
            extraInterfaces: self.extraInterfaceInterval.map { now + $0 },
            nextAnswer: now,
            nextResignationAnswer: now,
            listensUntil: nil
        )
    }

    func secondAnnouncement(at now: Instant) -> Instant? {
        let delay = self.settings.gratuitousARP.masterDelay
        return delay > .zero ? now + delay : nil
    }

    /// nil = none.
    var extraInterfaceInterval: Duration? {
        guard let interval = self.settings.gratuitousARP.extraInterfaces?.interval, interval > .zero else { return nil }
        return interval
    }

    var masterRepeat: Int { max(1, self.settings.gratuitousARP.masterRepeat) }
}
