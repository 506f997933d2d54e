import Checks

extension Schedule {
    /// Does all that is due by now.
    mutating func advance(to now: Instant) {
        while let (id, slot) = self.due.takeFirst(dueBy: now) {
            let step = self.entries[id].cycle.tick(slot: slot, at: now)
            self.follow(step, of: id, at: now)
        }
    }

    /// A run that was cancelled had not been taken up by a thread.
    mutating func neverBegan(_ id: Int, _ number: UInt64) {
        self.entries[id].cycle.neverBegan(number)
    }

    /// A run has really ended.
    ///
    /// - Returns: Whether it is worthwhile to watch for a change now.
    mutating func ended(_ id: Int, _ number: UInt64, with outcome: CheckOutcome?, at now: Instant) -> Bool {
        guard self.entries[id].cycle.unended?.number == number else { return false }
        self.release(id)
        let step = self.entries[id].cycle.ended(number, with: outcome, at: now)
        if self.entries[id].isGone { self.drop(id) } else { self.follow(step, of: id, at: now) }
        self.fillPlaces(at: now)
        return !self.entries[id].isGone && self.entries[id].cycle.allowsWatch
    }

    /// A check has heard of a change.
    ///
    /// - Returns: When it runs because of it; nil where it does not.
    @discardableResult
    mutating func changed(_ id: Int, at now: Instant) -> Instant? {
        guard !self.entries[id].isGone else { return nil }
        guard self.entries[id].cycle.changed(at: now) else { return nil }
        self.rearm(id)
        return self.entries[id].cycle.deadline
    }

    /// Whoever hears the reports has heard nothing yet.
    mutating func forgetReports() {
        for id in self.entries.indices { self.entries[id].life.forget() }
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

    /// The check waits for another moment, or for none.
    mutating func rearm(_ id: Int) {
        guard !self.entries[id].isGone, let deadline = self.entries[id].cycle.deadline else {
            return self.due.set(id, to: nil)
        }
        self.due.set(id, to: self.entries[id].cycle.awaitsInterval ? self.beat.start(of: deadline) : deadline)
    }

    private mutating func deliver(_ outcome: CheckOutcome, of id: Int, at now: Instant) {
        let verdict = self.entries[id].judge(outcome, at: now)
        self.actions.append(.deliver(id: id, outcome, verdict))
    }
}

extension Schedule {
    private mutating func startOrQueue(_ id: Int, at now: Instant) {
        self.lastNumber += 1
        if self.entries[id].isLimited {
            let isSuspect = self.entries[id].cycle.isSuspect
            guard self.places.take(isSuspect: isSuspect) else {
                self.entries[id].cycle.queue(self.lastNumber, at: now)
                self.places.wait(RunPlaces.Ticket(id: id, number: self.lastNumber), isSuspect: isSuspect)
                return
            }
            self.entries[id].place = (true, isSuspect)
        }
        self.start(id, number: self.lastNumber, at: now)
    }

    private mutating func start(_ id: Int, number: UInt64, at now: Instant) {
        self.actions.append(.start(id: id, self.entries[id].cycle.start(number, at: now)))
    }

    private mutating func release(_ id: Int) {
        let place = self.entries[id].place
        guard place.isTaken else { return }
        self.places.release(isSuspect: place.isSuspect)
        self.entries[id].place = (false, false)
    }

    mutating func fillPlaces(at now: Instant) {
        while let ticket = Self.next(in: &self.places, of: self.entries) {
            let isSuspect = self.entries[ticket.id].cycle.isSuspect
            guard self.places.take(isSuspect: isSuspect) else { return }
            self.entries[ticket.id].place = (true, isSuspect)
            self.start(ticket.id, number: ticket.number, at: now)
            self.rearm(ticket.id)
        }
    }

    private static func next(in places: inout RunPlaces, of entries: [Entry]) -> RunPlaces.Ticket? {
        places.next { entries[$0.id].cycle.isQueued(as: $0.number) }
    }
}
