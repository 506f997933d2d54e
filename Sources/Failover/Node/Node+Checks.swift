import Checks
import Configuration
import VRRP

extension Node {
    mutating func reported(_ report: CheckReport, at now: Instant) {
        guard self.phase != .stopped, let check = self.checks[report.check], report.generation >= check.generation
        else { return }
        self.checks[report.check]?.record(
            report.outcome,
            grace: self.configuration.global.checkerGrace,
            at: now
        )
        self.follow(report.check, from: check, at: now)
    }

    mutating func checkerStarted(at now: Instant) {
        guard !self.checkerIsRunning else { return }
        self.checkerIsRunning = true
        self.checkerSince = now
        self.record(.checkerStarted, at: now)
        for name in self.checks.keys {
            self.checks[name]?.checkerStarted(grace: self.configuration.global.checkerGrace)
        }
    }

    mutating func checkerExited(at now: Instant) {
        guard self.checkerIsRunning else { return }
        self.checkerIsRunning = false
        self.checkerSince = now
        self.record(.checkerExited, at: now)
        for name in self.checks.keys {
            self.checks[name]?.checkerExited(grace: self.configuration.global.checkerGrace, at: now)
        }
    }

    mutating func expireChecks(at now: Instant) {
        for definition in self.configuration.checks {
            guard let check = self.checks[definition.name], check.deadline <= now else { continue }
            self.checks[definition.name]?.expire(checkerIsRunning: self.checkerIsRunning, at: now)
            self.cause = nil
            self.follow(definition.name, from: check, at: now)
        }
    }

    /// What follows from what has become known of a check since it was `before`.
    private mutating func follow(_ name: String, from before: CheckState, at now: Instant) {
        guard let check = self.checks[name] else { return }
        if check.health != before.health, let evidence = check.lastOutcome {
            let change =
                check.isObserved
                ? Change.observedHealth(check: name, from: before.health, to: check.health, evidence: evidence)
                : .health(check: name, from: before.health, to: check.health, evidence: evidence)
            self.record(change, at: now)
        } else if check.health == .up, check.score != before.score {
            self.record(.score(check: name, from: before.score, to: check.score), at: now)
        } else if before.isAwaited == check.isAwaited {
            return
        }
        self.evaluateTrackers(of: name, at: now)
    }

    private mutating func evaluateTrackers(of name: String, at now: Instant) {
        let cause = self.cause
        let isObserved = self.checks[name]?.isObserved ?? false
        for index in self.instances.indices
        where self.instances[index].configuration.trackedChecks.contains(where: { $0.name == name }) {
            self.cause = cause
            let before = self.instances[index].ledger
            self.evaluate(index, at: now)
            if isObserved { self.tellWhatWouldBe(of: name, index, since: before, at: now) }
        }
    }

    /// The consequence an observed check has not had.
    private mutating func tellWhatWouldBe(of name: String, _ index: Int, since before: Ledger, at now: Instant) {
        let ledger = self.instances[index].ledger
        let source = Ledger.Source.check(name)
        let old = before.contributions.first { $0.source == source }
        guard let new = ledger.contributions.first(where: { $0.source == source }) else { return }
        let change = Change.wouldHave(
            check: name,
            from: before.effective(counting: source),
            to: ledger.effective(counting: source),
            isFault: new.isFault
        )
        // Of a first result nobody knows what was before it, except that it was no fault.
        let moved = old.map { $0.delta != new.delta || $0.isFault != new.isFault } ?? (new.delta != 0 || new.isFault)
        if moved { self.record(change, of: self.instances[index].name, at: now) }
    }
}
