import Checks

/// What the process does, and what time does to it.
extension StreamMachine {
    mutating func start(at now: Instant) -> [Action] {
        self.state = .starting(helloBy: now + self.timing.hello)
        self.garbage = 0
        return [.start]
    }

    /// It could not be started: that is tried again, however often.
    mutating func didFailToStart(_ refusal: ChildProgram.Refusal, at now: Instant, jitter: Double) -> [Action] {
        self.pause(for: StreamOutage(refusal.reason, refusal.message), at: now, jitter: jitter)
    }

    /// The process is gone.
    ///
    /// - Parameters:
    ///   - ending: `exit code 1`, `signal 9`.
    ///   - jitter: 0…1, so that many processes that fell together do not rise together.
    mutating func didEnd(_ ending: String, at now: Instant, jitter: Double) -> [Action] {
        switch self.state {
        case .stopped, .waiting, .failed:
            return []
        case .ending(let end):
            guard let outage = end.outage else { return self.stop(at: now) }
            return self.crash(outage, at: now, jitter: jitter)
        case .starting:
            let outage = StreamOutage(.streamDown, "\(self.program) ended with \(ending) before its hello")
            return self.crash(outage, at: now, jitter: jitter)
        case .serving(let session):
            if session.since.duration(to: now) >= self.timing.crashPeriod { self.pauses = 0 }
            return self.crash(
                StreamOutage(.streamDown, "\(self.program) ended with \(ending)"),
                at: now,
                jitter: jitter
            )
        }
    }

    /// It has ended because nobody needed it; somebody may need it now.
    private mutating func stop(at now: Instant) -> [Action] {
        guard self.members.isEmpty else { return self.start(at: now) }
        self.state = .stopped
        let outage = StreamOutage(.streamDown, "\(self.program) has been stopped")
        return self.answerAll(outage.outcome(next: "", output: self.said))
    }

    private mutating func crash(_ outage: StreamOutage, at now: Instant, jitter: Double) -> [Action] {
        let period = self.timing.crashPeriod
        self.crashes.removeAll { $0.duration(to: now) >= period }
        self.crashes.append(now)
        guard self.crashes.count >= self.timing.crashes else { return self.pause(for: outage, at: now, jitter: jitter) }
        let text = "\(outage.message), for the \(self.crashes.count)th time in \(self.timing.crashPeriod.readable)"
        let isKnown = outage.reason == .streamRefused || outage.reason == .streamMalformed
        let final = StreamOutage(isKnown ? outage.reason : .streamFailed, text)
        self.state = .failed(final)
        return self.answerAll(self.failure(final)) + self.changes()
    }

    private mutating func pause(for outage: StreamOutage, at now: Instant, jitter: Double) -> [Action] {
        guard !self.members.isEmpty else {
            self.state = .stopped
            return self.answerAll(outage.outcome(next: "", output: self.said))
        }
        var pause = self.timing.pause
        for _ in 0..<min(self.pauses, 16) { pause = min(pause * 2, self.timing.longestPause) }
        pause = pause * (0.8 + 0.4 * min(max(jitter, 0), 1))
        self.pauses += 1
        self.state = .waiting(until: now + pause, outage)
        let next = "it is started again in \(pause.readable)"
        return self.answerAll(outage.outcome(next: next, output: self.said)) + self.changes()
    }

    /// The process breaks the protocol: it is ended, and that counts as a crash.
    mutating func violate(_ outage: StreamOutage, at now: Instant) -> [Action] {
        switch self.state {
        case .stopped, .waiting, .failed, .ending:
            return []
        case .starting, .serving:
            self.state = .ending(Ending(outage: outage, next: (Self.kill, now + self.timing.grace)))
            return [.signal(Self.terminate)] + self.answerAll(outage.outcome(next: "", output: self.said))
                + self.changes()
        }
    }

    /// Something is due.
    mutating func expire(at now: Instant, jitter: Double) -> [Action] {
        var actions: [Action] = []
        for (number, run) in self.runs where run.deadline <= now {
            self.runs[number] = nil
            actions.append(.answer(run: number, self.lateness(run)))
        }
        switch self.state {
        case .stopped, .failed:
            break
        case .starting(let helloBy):
            guard helloBy <= now else { break }
            let text = "\(self.program) said no hello within \(self.timing.hello.readable)"
            actions += self.violate(StreamOutage(.streamRefused, text), at: now)
        case .serving(var session):
            guard session.pingAt <= now else { break }
            guard session.unanswered < 2 else {
                let text = "\(self.program) has not answered \(session.unanswered) pings"
                actions += self.violate(StreamOutage(.streamDown, text), at: now)
                break
            }
            session.pings += 1
            session.unanswered += 1
            session.pingAt = now + self.timing.ping
            self.state = .serving(session)
            actions.append(.send(.ping(session.pings)))
        case .ending(var ending):
            guard let (signal, due) = ending.next, due <= now else { break }
            ending.next = signal == Self.kill ? nil : (Self.kill, now + self.timing.grace)
            self.state = .ending(ending)
            actions.append(.signal(signal))
        case .waiting(let until, _):
            guard until <= now else { break }
            actions += self.start(at: now)
        }
        return actions
    }

    private mutating func answerAll(_ outcome: CheckOutcome) -> [Action] {
        let runs = self.runs.keys.sorted()
        self.runs = [:]
        return runs.map { .answer(run: $0, outcome) }
    }

    /// Also what was pushed is of the past.
    private mutating func changes() -> [Action] {
        for check in self.members.keys {
            self.members[check]?.pushed = nil
            self.members[check]?.isFresh = false
        }
        return self.members.keys.sorted().map { .changed(check: $0) }
    }
}
