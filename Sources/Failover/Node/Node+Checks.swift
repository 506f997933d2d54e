import Checks
import Configuration
import VRRP

extension Node {
    mutating func reported(_ report: CheckReport, at now: Instant) {
        guard self.phase != .stopped, let check = self.checks[report.check], report.generation >= check.generation
        else { return }
        let before = check.health
        let wasAwaited = check.isAwaited
        let changed =
            self.checks[report.check]?.record(
                report.outcome,
                grace: self.configuration.global.checkerGrace,
                at: now
            ) ?? false
        if changed {
            self.healthChanged(report.check, from: before, at: now)
        } else if wasAwaited, self.checks[report.check]?.isAwaited == false {
            self.evaluateTrackers(of: report.check, at: now)
        }
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
            let before = check.health
            let changed =
                self.checks[definition.name]?.expire(checkerIsRunning: self.checkerIsRunning, at: now) ?? false
            self.cause = nil
            if changed {
                self.healthChanged(definition.name, from: before, at: now)
            }
        }
    }

    private mutating func healthChanged(_ name: String, from before: Health, at now: Instant) {
        guard let check = self.checks[name], let evidence = check.lastOutcome else { return }
        self.record(.health(check: name, from: before, to: check.health, evidence: evidence), at: now)
        self.evaluateTrackers(of: name, at: now)
    }

    private mutating func evaluateTrackers(of name: String, at now: Instant) {
        let cause = self.cause
        for index in self.instances.indices
        where self.instances[index].configuration.trackedChecks.contains(where: { $0.name == name }) {
            self.cause = cause
            self.evaluate(index, at: now)
        }
    }
}
