extension VirtualRouter {
    /// Starts to compete: interface, address and trackers are known and well. Only from `initialize` and `fault`.
    package mutating func start(at now: Instant) -> [Action] {
        switch self.state {
        case .initialize, .fault: self.compete(cause: .started, at: now)
        case .backup, .master, .resigning: []
        }
    }

    /// Unfit from now on: a master says so, and releases at once, because its service is gone anyway.
    package mutating func fail(at now: Instant) -> [Action] {
        switch self.state {
        case .fault:
            []
        case .initialize, .backup:
            [self.enter(.fault, cause: .fault)]
        case .master, .resigning:
            [.advertise(.resign), .releaseAddresses, self.enter(.fault, cause: .fault)]
        }
    }

    /// The last fault has gone: competes as after a start, never straight to master but as owner.
    package mutating func recover(at now: Instant) -> [Action] {
        switch self.state {
        case .fault: self.compete(cause: .recovered, at: now)
        case .initialize, .backup, .master, .resigning: []
        }
    }

    /// Leaves while fit, make before break: a master advertises priority 0 and keeps the addresses until a successor
    /// has them. Without a successor it lets go after the skew of priority 1 and a margin, or an interval later where the
    /// successor may be a last resort.
    package mutating func resign(at now: Instant) -> [Action] {
        switch self.state {
        case .initialize:
            return []
        case .resigning(var resigning):
            if resigning.isOffer, resigning.successor == nil {
                // What is left of an offer is not enough for a last resort.
                resigning.release = resigning.release + (self.resignationTime - Resigning.patience(self.settings))
            }
            resigning.isOffer = false
            self.state = .resigning(resigning)
            return []
        case .backup, .fault:
            return [self.enter(.initialize, cause: .stopped)]
        case .master:
            let resigning = Resigning(release: now + self.resignationTime, successor: nil)
            return [.advertise(.resign), self.enter(.resigning(resigning), cause: .stopped)]
        }
    }

    /// A master leaves as with ``resign(at:)`` if another router takes its addresses over, and stays master if none
    /// does: to be asked for where this one is not wanted but better than nobody. Only from `master`, and not of one that
    /// has overslept and listens.
    package mutating func offer(at now: Instant) -> [Action] {
        guard case .master(let master) = self.state, !self.isStale(master, at: now) else { return [] }
        let resigning = Resigning(
            release: now + Resigning.patience(self.settings),
            successor: nil,
            isOffer: true
        )
        return [.advertise(.resign), self.enter(.resigning(resigning), cause: .offered)]
    }

    /// It was to leave and is not any more, while its addresses are still here: from now on they are an offer, and stay if
    /// nobody takes them. Only of one that hands over.
    package mutating func offerInstead() {
        guard case .resigning(var resigning) = self.state else { return }
        resigning.isOffer = true
        self.state = .resigning(resigning)
    }

    /// Nobody has taken an offer, or not all of what a sync group has offered: master as before, whose addresses never
    /// left. Only of one that offers.
    package mutating func keep(at now: Instant) -> [Action] {
        guard case .resigning(let resigning) = self.state, resigning.isOffer else { return [] }
        return [
            .advertise(self.effectivePriority),
            .announce(repeats: 1),
            self.enter(.master(self.master(at: now, secondAnnouncement: nil)), cause: .noSuccessor),
        ]
    }

    /// Leaves now, whatever it costs.
    package mutating func abandon(at now: Instant) -> [Action] {
        switch self.state {
        case .initialize:
            []
        case .backup, .fault:
            [self.enter(.initialize, cause: .abandoned)]
        case .master:
            [.advertise(.resign), .releaseAddresses, self.enter(.initialize, cause: .abandoned)]
        case .resigning:
            [.releaseAddresses, self.enter(.initialize, cause: .abandoned)]
        }
    }
}
