import Checks

extension CheckCycle {
    /// A run that was due starts.
    mutating func start(_ number: UInt64, at now: Instant) -> Run {
        let run = Run(
            number: number,
            due: min(now, self.lastSlot),
            start: now,
            deadline: now.advanced(by: self.timeout)
        )
        self.lastStart = now
        self.phase = .running(run)
        return run
    }

    /// A run that was due has to wait for a place, but not longer than it might run.
    mutating func queue(_ number: UInt64, at now: Instant) {
        self.phase = .queued(due: self.lastDue, number: number, until: now.advanced(by: self.timeout))
    }

    /// Whether it waits for a place under this number.
    func isQueued(as number: UInt64) -> Bool {
        if case .queued(_, let own, _) = self.phase { own == number } else { false }
    }

    /// No thread had taken up the run when it was stopped: nothing is known of the service.
    mutating func neverBegan(_ number: UInt64) {
        guard case .stopped(var run, let until) = self.phase, run.number == number else { return }
        run.hasBegun = false
        self.isSuspect = false
        self.phase = .stopped(run, until: until)
    }

    /// The run has really ended, with an outcome if it was one to the end. Runs nobody knows are none.
    mutating func ended(_ number: UInt64, with outcome: CheckOutcome?, at now: Instant) -> Step {
        var step = Step()
        guard self.unended?.number == number else { return step }
        switch self.phase {
        case .running:
            self.isSuspect = false
            if let outcome { self.deliver(outcome, at: now, in: &step) }
            self.rest(after: now, in: &step)
        case .stopped(let run, _):
            // It may know more of the failure than that it took too long, but it can no longer pass.
            let failure = outcome.flatMap { $0.status == .fail ? $0 : nil }
            self.deliver(failure ?? self.timedOut(run, at: now), at: now, in: &step)
            self.rest(after: now, in: &step)
        case .ending(_, let until, let isOver):
            let isWanted = isOver && self.gate == .open
            self.phase = .waiting(until: isWanted ? now : until)
            self.startsTogether = !isWanted
            if self.gate == .awaiting { self.phase = .waiting(until: nil) }
        case .waiting, .queued:
            break
        }
        return step
    }

    /// The check has heard of a change: a run is worthwhile now.
    ///
    /// - Returns: false where it is not.
    mutating func changed(at now: Instant) -> Bool {
        guard self.allowsWatch, case .waiting(let until?) = self.phase else { return false }
        self.changes += 1
        self.isByChange = true
        self.phase = .waiting(until: min(until, max(now, self.lastStart.advanced(by: Self.minimumDistance))))
        return true
    }
}
