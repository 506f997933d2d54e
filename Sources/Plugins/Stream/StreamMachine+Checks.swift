import Checks

/// What checks want of the process.
extension StreamMachine {
    /// A check needs the process. One that had failed for good gets another try.
    mutating func join(_ check: String, _ options: [StreamRequest.Option], at now: Instant) -> [Action] {
        if var member = self.members[check] {
            member.count += 1
            let isChanged = member.options != options
            member.options = options
            self.members[check] = member
            if !isChanged, !self.isFailed { return [] }
        } else {
            self.members[check] = Member(options: options)
        }
        switch self.state {
        case .stopped, .failed:
            self.crashes = []
            self.pauses = 0
            return self.start(at: now)
        case .serving:
            return [.send(.configure(check: check, options: options))]
        case .starting, .ending, .waiting:
            return []
        }
    }

    private var isFailed: Bool {
        switch self.state {
        case .failed: true
        case .stopped, .starting, .serving, .ending, .waiting: false
        }
    }

    /// A check needs the process no more.
    mutating func leave(_ check: String, at now: Instant) -> [Action] {
        guard var member = self.members[check] else { return [] }
        member.count -= 1
        self.members[check] = member.count > 0 ? member : nil
        guard self.members.isEmpty else { return [] }
        switch self.state {
        case .stopped:
            return []
        case .waiting, .failed:
            self.state = .stopped
            return []
        case .starting, .serving:
            let next = (Self.terminate, now + self.timing.grace)
            self.state = .ending(Ending(outage: nil, next: next))
            return [.send(.shutdown), .closeInput]
        case .ending(var ending):
            ending.outage = nil
            self.state = .ending(ending)
            return []
        }
    }

    /// A check is to run; exactly one ``Action/answer(run:_:)`` follows, at the latest at the deadline.
    mutating func ask(_ run: UInt64, of check: String, until deadline: Instant, at now: Instant) -> [Action] {
        switch self.state {
        case .stopped:
            let outage = StreamOutage(.streamDown, "\(self.program) is not running")
            return [.answer(run: run, outage.outcome(next: "", output: self.said))]
        case .starting:
            self.runs[run] = Run(check: check, deadline: deadline)
            return []
        case .serving(let session):
            if let pushed = self.takePushed(check, unlessPolling: session.hello.polls) {
                return [.answer(run: run, pushed)]
            }
            self.runs[run] = Run(check: check, deadline: deadline, isSent: true)
            return [.send(.run(check: check, number: run, now.duration(to: deadline)))]
        case .ending(let ending):
            guard let outage = ending.outage else {
                // It ends because nobody needed it for a moment, and is started again after that.
                self.runs[run] = Run(check: check, deadline: deadline)
                return []
            }
            return [.answer(run: run, outage.outcome(next: "", output: self.said))]
        case .waiting(let until, let outage):
            let next = "it is started again in \(max(.zero, now.duration(to: until)).readable)"
            return [.answer(run: run, outage.outcome(next: next, output: self.said))]
        case .failed(let outage):
            return [.answer(run: run, self.failure(outage))]
        }
    }

    /// Nobody waits for this run any more.
    mutating func giveUp(_ run: UInt64) -> [Action] {
        guard let pending = self.runs.removeValue(forKey: run) else { return [] }
        return [.answer(run: run, self.lateness(pending))]
    }

    /// What was pushed: once to a check that is asked as well, again and again to one that only pushes.
    private mutating func takePushed(_ check: String, unlessPolling polls: Bool) -> CheckOutcome? {
        guard var member = self.members[check] else { return nil }
        if let pushed = member.pushed, member.isFresh || !polls {
            member.isFresh = false
            self.members[check] = member
            return pushed
        }
        guard !polls else { return nil }
        return CheckOutcome(.unknown, .pushNone, "\(self.program) has pushed nothing for this check yet")
    }

    func lateness(_ run: Run) -> CheckOutcome {
        guard run.isSent else {
            let outage = StreamOutage(.streamDown, "\(self.program) has not said hello yet")
            return outage.outcome(next: "", output: self.said)
        }
        let text = "\(self.program) did not answer in time"
        return CheckOutcome(
            .fail,
            .checkTimeout,
            text,
            assertions: [CheckOutcome.Assertion("result", expected: "before the deadline", got: "none", .fail)]
        )
    }

    func failure(_ outage: StreamOutage) -> CheckOutcome {
        outage.outcome(next: "it is not started again before the configuration is loaded", output: self.said)
    }
}
