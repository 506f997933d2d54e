import Checks

extension CheckCycle {
    /// What it requires has changed.
    mutating func setGate(_ gate: Gate, at now: Instant) -> Step {
        var step = Step()
        guard gate != self.gate else { return step }
        let wasOpen = self.gate == .open
        self.gate = gate
        switch gate {
        case .open:
            switch self.phase {
            case .waiting:
                let until = self.health.hasResult ? now : max(now, self.pace.first)
                self.phase = .waiting(until: until)
                self.startsTogether = until > now
            case .ending(let run, let until, _): self.phase = .ending(run, until: until, isOver: true)
            case .queued, .running, .stopped: break
            }
        case .awaiting:
            if wasOpen { self.abandon(at: now, in: &step) }
            if case .waiting = self.phase { self.phase = .waiting(until: nil) }
        case .closed(let reason):
            if wasOpen { self.abandon(at: now, in: &step) }
            self.deliver(CheckOutcome(.unknown, .checkBlocked, reason), at: now, in: &step)
            let again = now.advanced(by: self.schedule.interval)
            switch self.phase {
            case .waiting, .queued:
                self.phase = .waiting(until: again)
                self.startsTogether = true
            case .ending(let run, _, _): self.phase = .ending(run, until: again, isOver: true)
            case .running, .stopped: break
            }
        }
        return step
    }

    /// Takes over a definition of which runs are the same; nothing under way is disturbed.
    mutating func adopt(_ definition: CheckDefinition) {
        self.schedule = definition.schedule
        self.health.adopt(definition)
    }

    /// Begins anew under a changed definition, once a run of the old one has ended.
    mutating func restart(_ definition: CheckDefinition, health: CheckHealth?, pace: Pace, at now: Instant) -> Step {
        var step = Step()
        self.abandon(at: now, in: &step)
        let unended = self.unended
        self = CheckCycle(definition, health: health, pace: pace, at: now)
        if let unended {
            self.phase = .ending(unended, until: now.advanced(by: self.timeout), isOver: true)
        }
        return step
    }

    /// What is under way is no longer wanted.
    mutating func abandon(at now: Instant, in step: inout Step) {
        switch self.phase {
        case .waiting:
            break
        case .queued:
            self.phase = .waiting(until: nil)
        case .running(let run):
            step.stops = run.number
            self.phase = .ending(run, until: now.advanced(by: self.timeout), isOver: true)
        case .stopped(let run, _):
            self.phase = .ending(run, until: now.advanced(by: self.timeout), isOver: true)
        case .ending(let run, let until, _):
            self.phase = .ending(run, until: until, isOver: true)
        }
    }
}
