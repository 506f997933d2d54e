import Checks
import Configuration
import VRRP

extension Node {
    /// One check of `baton status`.
    func describe(_ check: CheckState, in json: inout JSONText, at now: Instant) {
        self.describe(check.definition, in: &json)
        json.value("health", "\(check.health)")
        json.value("blocked", check.isBlocked)
        json.value("status", check.lastOutcome?.status.description ?? "unknown")
        json.value("reason", check.lastOutcome?.reason.rawValue ?? "none")
        json.value("summary", check.lastOutcome?.summary ?? "has not run yet")
        self.value("score", check.score, in: &json)
        json.value("streak", check.streak)
        self.value("window_failures", check.failuresInWindow, in: &json)
        json.value("since_ms", (now - check.since).milliseconds)
        self.value("age_ms", check.lastReport.map { (now - $0).milliseconds }, in: &json)
        json.value("duration_ms", check.lastOutcome?.duration.milliseconds ?? 0)
        json.value("queue_ms", check.lastOutcome?.queueDelay.milliseconds ?? 0)
        json.value("runs", check.runs)
    }

    /// A check that does not run: the same fields, so that readers need not care.
    func describeIdle(_ definition: CheckDefinition, in json: inout JSONText) {
        self.describe(definition, in: &json)
        json.value("health", "\(Health.unknown)")
        json.value("blocked", false)
        json.value("status", "\(CheckStatus.unknown)")
        json.value("reason", "none")
        json.value("summary", "is disabled and does not run")
        json.null("score")
        json.value("streak", 0)
        json.null("window_failures")
        json.value("since_ms", 0)
        json.null("age_ms")
        json.value("duration_ms", 0)
        json.value("queue_ms", 0)
        json.value("runs", 0)
    }

    /// What the configuration says of a check. Its options stay out: they may hold secrets.
    private func describe(_ definition: CheckDefinition, in json: inout JSONText) {
        let schedule = definition.schedule
        json.value("name", definition.name)
        json.value("kind", definition.kind)
        json.value("purpose", definition.summary)
        json.value("mode", definition.mode.rawValue)
        json.value("scope", definition.scope.rawValue)
        json.array("requires") { json in
            for name in definition.requires {
                json.value(nil, name)
            }
        }
        json.value("weight", definition.weight.value)
        json.value("reverse", definition.weight.reverse)
        json.value("rise", schedule.rise)
        json.value("fall", schedule.fall)
        if let window = schedule.window {
            json.object("window") { json in
                json.value("failures", window.failures)
                json.value("results", window.results)
            }
        } else {
            json.null("window")
        }
        json.value("interval_ms", schedule.interval.milliseconds)
        self.value("fast_interval_ms", schedule.fastInterval?.milliseconds, in: &json)
        self.value("down_interval_ms", schedule.downInterval?.milliseconds, in: &json)
        json.value("jitter_percent", schedule.jitter)
    }

    /// One line of a ledger.
    func describe(_ contribution: Ledger.Contribution, in json: inout JSONText, at now: Instant) {
        switch contribution.source {
        case .check(let name):
            json.value("source", "check \(name)")
            if let check = self.checks[name] {
                json.value("evidence", check.lastOutcome?.summary ?? "has not run yet")
                json.value("age_ms", (now - check.since).milliseconds)
                json.value("streak", check.streak)
                json.value("blocked", check.isBlocked)
            }
        case .interface(let name):
            json.value("source", "interface \(name)")
            json.value("evidence", contribution.health == .up ? "link is up" : "link is down")
            json.value("blocked", false)
        }
        json.value("health", "\(contribution.health)")
        json.value("weight", contribution.weight.value)
        json.value("reverse", contribution.weight.reverse)
        self.value("score", contribution.health == .up ? contribution.score : nil, in: &json)
        json.value("observed", contribution.isObserved)
        json.value("delta", contribution.delta)
        json.value("fault", contribution.isFault)
    }

    private func value(_ key: String, _ number: (some BinaryInteger)?, in json: inout JSONText) {
        if let number {
            json.value(key, number)
        } else {
            json.null(key)
        }
    }
}
