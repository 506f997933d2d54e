import Checks

/// What a run found, one assertion after the other, and the verdict that follows from all of them.
struct Findings: Sendable {
    private(set) var assertions: [CheckOutcome.Assertion] = []
    private var verdict: (status: CheckStatus, reason: ReasonCode, summary: String)?

    /// Whether nothing has failed and nothing is unknown.
    var isGood: Bool {
        switch self.verdict?.status {
        case nil, .pass, .warn: true
        case .fail, .unknown: false
        }
    }

    mutating func pass(_ name: String, expected: String, got: String) {
        self.assertions.append(CheckOutcome.Assertion(name, expected: expected, got: got, .pass))
    }

    /// Of several failures the first speaks; a failure outweighs what is unknown, and both outweigh a warning.
    ///
    /// - Parameter summary: Not asked for where the assertion passes.
    mutating func add(
        _ status: CheckStatus,
        _ reason: ReasonCode,
        _ name: String,
        expected: String,
        got: String,
        summary: @autoclosure () -> String
    ) {
        self.assertions.append(CheckOutcome.Assertion(name, expected: expected, got: got, status))
        guard status != .pass, Self.weight(status) > Self.weight(self.verdict?.status ?? .pass) else { return }
        self.verdict = (status, reason, summary())
    }

    /// Worth knowing, but without effect on the verdict.
    mutating func note(_ status: CheckStatus, _ name: String, expected: String, got: String) {
        self.assertions.append(CheckOutcome.Assertion(name, expected: expected, got: got, status))
    }

    /// What an earlier failure kept from being tried.
    mutating func skip(_ name: String, expected: String) {
        self.assertions.append(CheckOutcome.Assertion(name, expected: expected, got: "not tried", .unknown))
    }

    /// - Parameter summary: What to say when all is well.
    func outcome(_ summary: @autoclosure () -> String) -> CheckOutcome {
        guard let verdict = self.verdict else {
            return CheckOutcome(.pass, .ok, summary(), assertions: self.assertions)
        }
        return CheckOutcome(verdict.status, verdict.reason, verdict.summary, assertions: self.assertions)
    }

    private static func weight(_ status: CheckStatus) -> Int {
        switch status {
        case .pass: 0
        case .warn: 1
        case .unknown: 2
        case .fail: 3
        }
    }
}
