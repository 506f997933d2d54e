extension VirtualRouter {
    /// Takes up mastership where a predecessor of this process lost its life: the addresses are still set, so nothing
    /// is acquired and one announcement is enough. Only from `initialize`.
    package mutating func resumeMaster(at now: Instant) -> [Action] {
        switch self.state {
        case .initialize:
            let master = self.master(at: now, secondAnnouncement: nil)
            return [
                .advertise(self.effectivePriority),
                .announce(repeats: 1),
                self.enter(.master(master), cause: .resumed),
            ]
        case .backup, .master, .resigning, .fault:
            return []
        }
    }

    /// Takes up the place of a predecessor that was backup. Only from `initialize`.
    ///
    /// - Parameter masterInterval: what the predecessor had learned; only v3 makes use of it.
    package mutating func resumeBackup(masterInterval: AdvertisementInterval, at now: Instant) -> [Action] {
        switch self.state {
        case .initialize:
            let interval = self.learned(masterInterval)
            let backup = Backup(
                masterDown: now + self.timing(interval).masterDownInterval,
                masterInterval: interval,
                prospect: .alone
            )
            return [self.enter(.backup(backup), cause: .resumed)]
        case .backup, .master, .resigning, .fault:
            return []
        }
    }

    /// Addresses were added or put back: a master announces now and schedules the second burst again.
    package mutating func announceAgain(at now: Instant) -> [Action] {
        switch self.state {
        case .master(var master):
            master.secondAnnouncement = self.secondAnnouncement(at: now)
            self.state = .master(master)
            return self.isStale(master, at: now) ? [] : [.announce(repeats: self.masterRepeat)]
        case .initialize, .backup, .resigning, .fault:
            return []
        }
    }
}
