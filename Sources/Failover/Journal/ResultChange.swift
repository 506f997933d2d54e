package import Checks

/// A run of a check ended otherwise than the one before it.
package struct ResultChange: Hashable, Sendable {
    package var check: String
    package var from: CheckStatus
    /// Equal results in a row that ended with it; nil where it only passes, or fails, in another way.
    package var streak: Int?
    /// What it ended with.
    package var evidence: CheckOutcome

    package var to: CheckStatus { self.evidence.status }

    init(check: String, from: CheckStatus, streak: Int?, evidence: CheckOutcome) {
        self.check = check
        self.from = from
        self.streak = streak
        self.evidence = evidence
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

extension ResultChange {
    /// What a report says anew of a check; nil where it says what the last one said, where nothing was known before, and
    /// where the health changed with it, which is told of anyway.
    ///
    /// - Parameters:
    ///   - check: As it was before the report was heard.
    ///   - health: As it has been since.
    init?(in report: CheckReport, since check: CheckState, health: Health?) {
        guard let last = check.lastOutcome, last.status != report.outcome.status, health == check.health else {
            return nil
        }
        self.check = report.check
        self.from = last.status
        self.evidence = report.outcome
        let hasPassed = check.lastWasPass
        // Runs that were not reported one by one ended as the last one did.
        self.streak =
            hasPassed == nil || hasPassed == report.outcome.status.passes
            ? nil : check.streak + max(0, Int(report.runs) - 1)
    }
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
