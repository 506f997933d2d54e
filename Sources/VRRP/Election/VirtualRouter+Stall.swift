extension VirtualRouter {
    /// Whether a master is so late that every backup there is must have taken over: it listens before it speaks.
    ///
    /// The owner of the addresses waits for nobody. Its last advertisement went out an interval before the one that is due, so no priority, not even 1, waits longer.
    package func isStale(_ master: Master, at now: Instant) -> Bool {
        guard self.effectivePriority != .owner else { return false }
        return master.listensUntil != nil || now - master.nextAdvertisement > self.ownTiming.masterDownInterval
    }

    /// Whether the sender of an advertisement had reason to take over: a master down interval of its own has passed
    /// since our last advertisement. Then it is the master, whatever its priority, and we are a backup that returns.
    func hasOverslept(_ master: Master, hearing priority: Priority, at now: Instant) -> Bool {
        guard self.effectivePriority != .owner else { return false }
        let interval = self.settings.advertisementInterval
        return now - (master.nextAdvertisement - interval.duration) > self.timing(of: priority).masterDownInterval
    }

    /// The host was asleep: the clock of the deadlines stood still, that of the other routers did not. What a master owes is
    /// overdue by that time. A backup waits for the rest of its time, in which it hears whoever is master.
    package mutating func slept(_ time: Duration) {
        guard case .master(var master) = self.state, time > .zero else { return }
        master.nextAdvertisement = master.nextAdvertisement - time
        self.state = .master(master)
    }

    /// How long a stale master listens: any master of the same interval is heard within it.
    var listeningPeriod: Duration {
        let interval = self.settings.advertisementInterval.duration
        return interval + max(.milliseconds(10), interval / 10)
    }

    /// The master that was heard took over while we did not run. With `nopreempt` it stays; otherwise it is a lower
    /// priority like any other, which a backup preempts in its own time.
    mutating func stepBack(
        hearing advertisement: Advertisement,
        from source: IPAddress,
        at now: Instant
    ) -> [Action] {
        let cause = TransitionCause.overtaken(source, advertisement.priority)
        let fresh = Backup(
            masterDown: now + self.ownTiming.masterDownInterval,
            masterInterval: self.settings.advertisementInterval,
            prospect: .alone
        )
        let backup = self.backup(fresh, hearing: advertisement, from: source, at: now)
        return [.releaseAddresses, self.enter(.backup(backup), cause: cause)]
    }

    /// What a master does whose timers fire this late; nil = it is not late.
    mutating func expireStale(_ before: Master, at now: Instant) -> [Action]? {
        if let rival = self.settings.timerExpiredRival, !self.preempts,
            self.hasOverslept(before, hearing: rival, at: now)
        {
            let backup = Backup(
                masterDown: now + self.ownTiming.masterDownInterval,
                masterInterval: self.settings.advertisementInterval,
                prospect: .alone
            )
            return [.releaseAddresses, self.enter(.backup(backup), cause: .overslept)]
        }
        guard self.isStale(before, at: now) else { return nil }
        var master = before
        guard let end = master.listensUntil else {
            master.listensUntil = now + self.listeningPeriod
            self.state = .master(master)
            // What was to be announced before is not true until nobody is heard.
            return [.withdrawAnnouncements]
        }
        guard end <= now else { return [] }
        // Nobody was heard. Whoever may have had the addresses meanwhile has left them in the caches of the link.
        master.listensUntil = nil
        let actions = self.serve(master, at: now)
        return actions.contains { if case .announce = $0 { true } else { false } }
            ? actions : actions + [.announce(repeats: 1)]
    }

    private var ownTiming: Timing { self.timing(self.settings.advertisementInterval) }

    private func timing(of priority: Priority) -> Timing {
        Timing(
            version: self.settings.version,
            priority: priority,
            masterInterval: self.settings.advertisementInterval,
            advertisements: self.settings.masterDownAdvertisements
        )
    }
}
