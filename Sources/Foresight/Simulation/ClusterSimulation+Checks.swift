import Checks
import Configuration
import Failover
import VRRP

extension ClusterSimulation {
    /// All checks of a node begin.
    mutating func startChecks(of node: Int) {
        for check in self.machines[node].checks.indices {
            let offset = self.machines[node].checks[check].definition.schedule.startOffset ?? .zero
            let first = self.now + max(.zero, offset)
            self.machines[node].checks[check].anchor = first
            self.machines[node].checks[check].lastRun = first
            self.machines[node].checks[check].isBlocked = false
            self.plan(check, of: node, at: first)
        }
    }

    mutating func stopChecks(of node: Int) {
        for check in self.machines[node].checks.indices { self.machines[node].checks[check].stamp &+= 1 }
    }

    /// The next run of a check is at this time, whatever was planned before.
    mutating func plan(_ check: Int, of node: Int, at time: Instant, runs: UInt32 = 1) {
        self.machines[node].checks[check].stamp &+= 1
        self.machines[node].checks[check].runs = runs
        let stamp = self.machines[node].checks[check].stamp
        self.planned.add(at: max(time, self.now), node: node, check: check, stamp: stamp)
    }

    mutating func runCheck(_ run: PlannedRuns.Run) {
        let check = self.machines[run.node].checks[run.check]
        guard check.stamp == run.stamp, !self.machines[run.node].isFrozen,
            let before = self.machines[run.node].node?.checks[check.definition.name]
        else { return }
        self.machines[run.node].checks[run.check].lastRun = self.now
        guard let report = self.report(of: run.check, on: run.node) else {
            // Nothing is known yet of what it waits for: it runs once something is.
            return
        }
        self.tell(run.node, .report(report))
        guard let after = self.machines[run.node].node?.checks[check.definition.name] else { return }
        self.planNext(run.check, of: run.node, after, report)
        if before.health != after.health || before.lastReport == nil {
            for dependant in check.dependants { self.review(dependant, of: run.node) }
        }
    }

    /// nil while it waits.
    private mutating func report(of number: Int, on node: Int) -> CheckReport? {
        let check = self.machines[node].checks[number]
        var isAwaiting = false
        let members = CompositePlugin.members(of: check.definition.options, kind: check.definition.kind) ?? []
        for name in members where self.machines[node].node?.checks[name]?.lastReport == nil {
            if self.machines[node].checkPlaces[name] != nil { isAwaiting = true }
        }
        for name in check.definition.requires {
            guard let required = self.machines[node].node?.checks[name], required.health != .up else { continue }
            if required.lastReport == nil {
                isAwaiting = true
                continue
            }
            self.machines[node].checks[number].isBlocked = true
            let reason = "waits for \(name), which is \(required.health == .down ? "down" : "not known")"
            return CheckReport(
                check: check.definition.name,
                generation: self.machines[node].generation,
                outcome: CheckOutcome(.unknown, .checkBlocked, reason)
            )
        }
        self.machines[node].checks[number].isBlocked = false
        guard !isAwaiting else { return nil }
        var report: CheckReport
        switch self.machines[node].status(of: number) {
        case .pass, .warn: report = check.passed
        case .fail: report = check.failed
        case .unknown: report = check.unknown
        }
        report.runs = check.runs
        report.generation = self.machines[node].generation
        return report
    }

    private mutating func planNext(_ number: Int, of node: Int, _ state: CheckState, _ report: CheckReport) {
        let schedule = self.machines[node].checks[number].definition.schedule
        let interval = Self.interval(of: schedule, state)
        self.machines[node].checks[number].interval = interval
        var next = self.machines[node].checks[number].next(after: self.now, interval: interval)
        var runs: UInt32 = 1
        // What repeats itself changes nothing: a report for several runs is heard as each of them would be.
        if report.outcome.status != .unknown, state.streak >= Self.settlingCount(of: schedule),
            Self.isSettled(state), let grace = self.machines[node].node?.configuration.global.checkerGrace
        {
            let spare = (grace + schedule.longestInterval).clampedNanoseconds / max(1, interval.clampedNanoseconds)
            runs = UInt32(clamping: max(1, min(spare, 1000)))
            next = next + interval * Int(runs - 1)
        }
        self.plan(number, of: node, at: next, runs: runs)
    }

    /// As the checker has it: another interval while results are being counted, and while the check is down.
    private static func interval(of schedule: CheckSchedule, _ state: CheckState) -> Duration {
        let plain = schedule.interval
        let interval: Duration
        switch (state.health, state.lastWasPass) {
        case (.up, false?), (.down, true?): interval = schedule.fastInterval ?? plain
        case (.up, true?) where (state.failuresInWindow ?? 0) > 0: interval = schedule.fastInterval ?? plain
        case (.down, _): interval = schedule.downInterval ?? plain
        case (.up, _), (.unknown, _): interval = plain
        }
        return max(interval, .milliseconds(1))
    }

    private static func settlingCount(of schedule: CheckSchedule) -> Int {
        max(schedule.rise, schedule.fall, schedule.window?.results ?? 1)
    }

    private static func isSettled(_ state: CheckState) -> Bool {
        switch state.health {
        case .up: state.lastWasPass == true
        case .down: state.lastWasPass == false
        case .unknown: false
        }
    }

    /// What a check looks at has changed: the next run is the next one of its schedule, or at once where it watches.
    mutating func review(_ number: Int, of node: Int, atOnce: Bool = true) {
        let check = self.machines[node].checks[number]
        guard self.machines[node].node != nil, !self.machines[node].isFrozen else { return }
        let interval = max(check.interval, .milliseconds(1)).clampedNanoseconds
        let passed = max(0, (self.now - check.lastRun).clampedNanoseconds) / interval
        let runs = UInt32(clamping: min(passed + 1, 1000))
        let next = check.lastRun + .nanoseconds((passed + 1) * interval)
        // A blocked check, and one that judges others, is looked at as soon as they change.
        self.plan(number, of: node, at: atOnce ? self.now : next, runs: runs)
    }

    mutating func setStatus(_ status: CheckStatus, of name: String, on node: Int) {
        guard let number = self.machines[node].checkPlaces[name] else { return }
        self.machines[node].checks[number].status = status
        self.review(number, of: node, atOnce: self.machines[node].checks[number].watches)
    }

    /// A run ends so now, and the later ones are counted from here; unless one has just done so, as a check cannot run more
    /// often than its interval has it.
    mutating func setOutcome(_ status: CheckStatus, of name: String, on node: Int) {
        guard let number = self.machines[node].checkPlaces[name] else { return }
        let check = self.machines[node].checks[number]
        self.machines[node].checks[number].status = status
        let isDue = check.lastOutcome.map { self.now - $0 >= check.definition.schedule.interval / 2 } ?? true
        guard isDue || check.watches else { return self.review(number, of: node, atOnce: false) }
        self.machines[node].checks[number].lastOutcome = self.now
        // A little later than they should be, as what is recorded does not come quite in time: the next run is to end as is
        // recorded of it, and not to be another one before that.
        self.machines[node].checks[number].anchor =
            self.now + SimulatedCheck.lateness(of: check.definition.schedule.interval)
        self.review(number, of: node)
    }

    /// Every check runs in this moment, and from here on by its grid.
    mutating func alignChecks() {
        for node in self.machines.indices {
            for number in self.machines[node].checks.indices {
                self.machines[node].checks[number].anchor = self.now
                self.review(number, of: node)
            }
        }
    }
}
