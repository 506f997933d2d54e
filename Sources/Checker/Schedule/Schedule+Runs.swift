import Checks

extension Schedule {
    /// Does all that is due by now.
    mutating func advance(to now: Instant) {
        while let id = self.due.takeFirst(dueBy: now) {
            guard let step = self.entries[id]?.cycle.tick(at: now) else { continue }
            self.follow(step, of: id, at: now)
        }
    }

    /// A thread has taken up a run.
    ///
    /// - Returns: false when the run is no longer wanted; it is to be ended without an outcome.
    mutating func began(_ id: Int, _ number: UInt64) -> Bool {
        self.entries[id]?.cycle.began(number) ?? false
    }

    /// A run has really ended.
    ///
    /// - Returns: Whether it is worthwhile to watch for a change now.
    mutating func ended(_ id: Int, _ number: UInt64, with outcome: CheckOutcome?, at now: Instant) -> Bool {
        guard self.entries[id]?.cycle.unended?.number == number else { return false }
        self.release(id)
        if self.entries[id]?.isGone == true {
            self.drop(id)
        } else if let step = self.entries[id]?.cycle.ended(number, with: outcome, at: now) {
            self.follow(step, of: id, at: now)
        }
        self.fillPlaces(at: now)
        return self.entries[id]?.cycle.allowsWatch ?? false
    }

    /// A check has heard of a change.
    mutating func changed(_ id: Int, at now: Instant) {
        guard self.entries[id]?.isGone == false else { return }
        self.entries[id]?.cycle.changed(at: now)
        self.rearm(id)
    }

    /// Whoever hears the reports has heard nothing yet.
    mutating func forgetReports() {
        for id in self.entries.indices { self.entries[id]?.life.forget() }
    }

    mutating func follow(_ step: CheckCycle.Step, of id: Int, at now: Instant) {
        if let number = step.stops { self.actions.append(.cancel(id: id, number: number)) }
        if step.missed > 0 { self.actions.append(.missed(id: id, step.missed)) }
        if let age = step.stuckFor { self.actions.append(.stuck(id: id, age)) }
        if step.isDue { self.startOrQueue(id, at: now) }
        self.rearm(id)
        if let outcome = step.outcome { self.deliver(outcome, of: id, at: now) }
        if step.healthChanged { self.healthChanged(id, at: now) }
    }

    mutating func rearm(_ id: Int) {
        self.due.set(id, to: self.entries[id].flatMap { $0.isGone ? nil : $0.cycle.deadline })
    }

    private mutating func deliver(_ outcome: CheckOutcome, of id: Int, at now: Instant) {
        guard let cycle = self.entries[id]?.cycle, let period = self.entries[id]?.lifePeriod else { return }
        let verdict = self.entries[id]?.life.judge(
            outcome,
            health: cycle.health,
            period: period,
            wait: cycle.deadline.map { now.duration(to: $0) } ?? cycle.schedule.interval,
            at: now
        )
        if let verdict { self.actions.append(.deliver(id: id, outcome, verdict)) }
    }
}

extension Schedule {
    private mutating func startOrQueue(_ id: Int, at now: Instant) {
        self.lastNumber += 1
        if self.entries[id]?.isLimited == true {
            let isSuspect = self.entries[id]?.cycle.isSuspect ?? false
            guard self.places.take(isSuspect: isSuspect) else {
                self.entries[id]?.cycle.queue(self.lastNumber, at: now)
                self.places.wait(RunPlaces.Ticket(id: id, number: self.lastNumber), isSuspect: isSuspect)
                return
            }
            self.entries[id]?.place = (true, isSuspect)
        }
        self.start(id, number: self.lastNumber, at: now)
    }

    private mutating func start(_ id: Int, number: UInt64, at now: Instant) {
        guard let run = self.entries[id]?.cycle.start(number, at: now) else { return }
        self.actions.append(.start(id: id, run))
    }

    private mutating func release(_ id: Int) {
        guard let place = self.entries[id]?.place, place.isTaken else { return }
        self.places.release(isSuspect: place.isSuspect)
        self.entries[id]?.place = (false, false)
    }

    mutating func fillPlaces(at now: Instant) {
        while let ticket = Self.next(in: &self.places, of: self.entries) {
            guard let isSuspect = self.entries[ticket.id]?.cycle.isSuspect else { continue }
            guard self.places.take(isSuspect: isSuspect) else { return }
            self.entries[ticket.id]?.place = (true, isSuspect)
            self.start(ticket.id, number: ticket.number, at: now)
            self.rearm(ticket.id)
        }
    }

    private static func next(in places: inout RunPlaces, of entries: [Entry?]) -> RunPlaces.Ticket? {
        places.next { entries[$0.id]?.cycle.isQueued(as: $0.number) ?? false }
    }
}
