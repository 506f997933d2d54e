package import Checks

/// A run of a check ended otherwise than the one before it.
package struct ResultChange: Hashable, Sendable {
    package var check: String
    package var from: CheckStatus
    /// Equal results in a row that ended with it; nil where it only passes, or fails, in another way.
    package var streak: Int?
    /// What it ended with.
    package var evidence: CheckOutcome
    /// What the results before added up to.
    let health: Health

    package var to: CheckStatus { self.evidence.status }

    init(check: String, from: CheckStatus, streak: Int?, evidence: CheckOutcome, health: Health) {
        self.check = check
        self.from = from
        self.streak = streak
        self.evidence = evidence
        self.health = health
    }

    var text: String {
        let before = self.streak.map { $0 > 1 ? " after \($0) results in a row" : "" } ?? ""
        return "check \(self.check) gave \(self.to), \(self.from) before\(before): "
            + "\(self.evidence.reason.rawValue), \(self.evidence.summary)"
    }

    func write(to json: inout JSONText) {
        json.value("check", self.check)
        json.value("from", "\(self.from)")
        json.value("to", "\(self.to)")
        if let streak = self.streak { json.value("streak", streak) }
        json.write(evidence: self.evidence)
    }
}

extension Node {
    /// What a report that has not been handled yet says anew of a check; nil where it says what the last one said, or
    /// where nothing was known before.
    package func resultChange(in report: CheckReport) -> ResultChange? {
        guard self.phase != .stopped, let check = self.checks[report.check], report.generation >= check.generation,
            let last = check.lastOutcome, last.status != report.outcome.status
        else { return nil }
        let hasPassed = check.lastWasPass
        let passes = report.outcome.status.passes
        // Runs that were not reported one by one ended as the last one did.
        let streak = hasPassed == nil || hasPassed == passes ? nil : check.streak + max(0, Int(report.runs) - 1)
        return ResultChange(
            check: report.check,
            from: last.status,
            streak: streak,
            evidence: report.outcome,
            health: check.health
        )
    }

    /// Whether it changed no health, so that nothing else in the journal tells of it.
    ///
    /// To be asked after its report has been handled.
    package func isNews(_ change: ResultChange) -> Bool { self.checks[change.check]?.health == change.health }
}

extension CheckStatus {
    /// As health counts it.
    package var passes: Bool {
        switch self {
        case .pass, .warn: true
        case .fail, .unknown: false
        }
    }
}
