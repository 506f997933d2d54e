import Checks

extension CheckCycle {
    /// ``deadline`` has come.
    ///
    /// - Parameter slot: The moment that was waited for, no earlier than the deadline.
    mutating func tick(slot: Instant, at now: Instant) -> Step {
        var step = Step()
        switch self.phase {
        case .waiting:
            self.waitedEnough(slot: slot, at: now, in: &step)
        case .queued:
            self.lastStart = now
            self.deliver(self.noPlace, at: now, in: &step)
            self.rest(after: now, in: &step)
        case .running(let run):
            self.isSuspect = true
            self.phase = .stopped(run, until: run.deadline.advanced(by: Self.lastWord))
            step.stops = run.number
        case .stopped(let run, _):
            self.deliver(self.timedOut(run, at: now), at: now, in: &step)
            self.phase = .ending(run, until: self.plan(after: now).time, isOver: false)
        case .ending(let run, _, let isOver):
            self.endsNot(run, isOver: isOver, at: now, in: &step)
        }
        return step
    }

    private mutating func waitedEnough(slot: Instant, at now: Instant, in step: inout Step) {
        switch self.gate {
        case .open:
            if case .waiting(let until?) = self.phase { self.lastDue = until }
            self.lastSlot = slot
            if !self.isByChange { self.changes = 0 }
            self.isByChange = false
            step.isDue = true
        case .awaiting:
            self.phase = .waiting(until: nil)
        case .closed(let reason):
            self.deliver(CheckOutcome(.unknown, .checkBlocked, reason), at: now, in: &step)
            self.phase = .waiting(until: max(now, slot.advanced(by: self.schedule.interval)))
            self.startsTogether = true
        }
    }

    private mutating func endsNot(_ run: Run, isOver: Bool, at now: Instant, in step: inout Step) {
        self.lastDue = now
        self.lastSlot = now
        switch self.gate {
        case .closed(let reason):
            self.deliver(CheckOutcome(.unknown, .checkBlocked, reason), at: now, in: &step)
        case .awaiting:
            break
        case .open:
            let age = run.start.duration(to: now)
            let isStuck = age > self.timeout + Self.patience
            if isStuck { step.stuckFor = age }
            self.deliver(self.stillRunning(for: age, isStuck: isStuck), at: now, in: &step)
        }
        self.phase = .ending(run, until: self.plan(after: now).time, isOver: isOver)
    }

    mutating func rest(after now: Instant, in step: inout Step) {
        let (time, missed) = self.plan(after: now)
        self.phase = .waiting(until: time)
        self.startsTogether = true
        step.missed = missed
    }
}
