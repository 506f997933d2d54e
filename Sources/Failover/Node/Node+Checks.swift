import Checks
import Configuration
import VRRP

extension Node {
    mutating func reported(_ report: CheckReport, at now: Instant) {
        if self.resultChange != nil { self.resultChange = nil }
        guard self.phase != .stopped, let check = self.checks[report.check], report.generation >= check.generation
        else { return }
        self.checks[report.check]?.record(
            report.outcome,
            runs: report.runs,
            grace: self.configuration.global.checkerGrace,
            at: now
        )
        if let deadline = self.checks[report.check]?.deadline, self.checkDeadline.map({ deadline < $0 }) ?? true {
            self.checkDeadline = deadline
        }
        self.follow(report.check, from: check, at: now)
        if let last = check.lastOutcome, last.status != report.outcome.status {
            self.resultChange = ResultChange(in: report, since: check, health: self.checks[report.check]?.health)
        }
    }

    /// Looks at all checks for the earliest deadline.
    mutating func findCheckDeadline() {
        self.checkDeadline = self.checks.values.lazy.map(\.deadline).min()
    }

    mutating func checkerStarted(at now: Instant) {
        guard !self.checkerIsRunning else { return }
        self.checkerIsRunning = true
        self.checkerSince = now
        self.record(.checkerStarted, at: now)
        for name in self.checks.keys {
            let waiting = self.checks[name].map { self.waiting(of: $0.definition) } ?? .zero
            self.checks[name]?.checkerStarted(grace: self.configuration.global.checkerGrace, waiting: waiting)
        }
        self.findCheckDeadline()
    }

    /// How long the checks may take for their first results that this one waits for; they may wait for others in turn.
    private func waiting(of definition: CheckDefinition) -> Duration {
        var longest = Duration.zero
        var open = [(definition, Duration.zero)]
        // Requirements form no circle, and no chain that is meant is as long as this.
        var steps = 0
        while let (definition, time) = open.popLast(), steps < 1000 {
            steps += 1
            longest = max(longest, time)
            let members = CompositePlugin.members(of: definition.options, kind: definition.kind) ?? []
            for name in definition.requires + members {
                guard let other = self.checks[name]?.definition else { continue }
                open.append((other, time + other.schedule.firstResult))
            }
        }
        return longest
    }

    mutating func checkerExited(at now: Instant) {
        guard self.checkerIsRunning else { return }
        self.checkerIsRunning = false
        self.checkerSince = now
        self.record(.checkerExited, at: now)
        for path in self.fifoLosses.keys { self.fifoLosses[path]?.checkerEnded() }
        for name in self.checks.keys {
            self.checks[name]?.checkerExited(grace: self.configuration.global.checkerGrace, at: now)
        }
        self.findCheckDeadline()
    }

    mutating func expireChecks(at now: Instant) {
        guard let deadline = self.checkDeadline, deadline <= now else { return }
        defer { self.findCheckDeadline() }
        var expired = 0
        for definition in self.configuration.checks {
            guard let check = self.checks[definition.name], check.deadline <= now else { continue }
            // Where thousands are due at once, the rest is for the next tick, which is due at once, too: no advertisement
            // waits for all of them.
            guard expired < Self.expiriesPerTick else { break }
            expired += 1
            self.checks[definition.name]?.expire(checkerIsRunning: self.checkerIsRunning, at: now)
            self.cause = nil
            self.follow(definition.name, from: check, at: now)
        }
    }

    private static let expiriesPerTick = 256

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
        for tracker in self.trackers[name] ?? [] {
            let index = tracker.instance
            // Among many checks the first results of all but the last change nothing yet.
            if !isObserved, let gate = self.instances[index].gate, gate > now, self.awaitsCheck(index) { continue }
            self.cause = cause
            guard isObserved else {
                self.evaluate(index, check: tracker.position, at: now)
                continue
            }
            let before = self.instances[index].ledger
            self.evaluate(index, check: tracker.position, at: now)
            self.tellWhatWouldBe(of: name, index, since: before, at: now)
        }
    }

    /// Notes which instances track which checks.
    mutating func findTrackers() {
        self.trackers = [:]
        for index in self.instances.indices {
            for (position, tracked) in self.instances[index].configuration.trackedChecks.enumerated() {
                self.trackers[tracked.name, default: []].append(Tracker(instance: index, position: position))
            }
        }
    }

    /// Whether the start gate of an instance waits for a check, found where the last one was found or behind it.
    private mutating func awaitsCheck(_ index: Int) -> Bool {
        let tracked = self.instances[index].configuration.trackedChecks
        let hint = min(self.instances[index].awaitedHint, tracked.count)
        for position in [hint..<tracked.count, 0..<hint].joined()
        where self.checks[tracked[position].name]?.isAwaited ?? false {
            self.instances[index].awaitedHint = position
            return true
        }
        return false
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
