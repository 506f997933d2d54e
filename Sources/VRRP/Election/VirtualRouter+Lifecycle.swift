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
    /// has them. Without a successor it lets go after the skew of priority 1 and a margin.
    package mutating func resign(at now: Instant) -> [Action] {
        switch self.state {
        case .initialize, .resigning:
            return []
        case .backup, .fault:
            return [self.enter(.initialize, cause: .stopped)]
        case .master:
            let resigning = Resigning(release: now + Resigning.patience(self.settings), successor: nil)
            return [.advertise(.resign), self.enter(.resigning(resigning), cause: .stopped)]
        }
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
