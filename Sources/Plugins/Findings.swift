import Checks

/// What a run asked for and found, one by one. The worst of it makes the outcome; of equals, the first.
struct Findings: Sendable {
    private(set) var assertions: [CheckOutcome.Assertion] = []
    private var worst: (status: CheckStatus, reason: ReasonCode, summary: String)?

    /// The worst so far.
    var status: CheckStatus { self.worst?.status ?? .pass }

    /// - Parameters:
    ///   - status: What becomes of the outcome by this alone.
    ///   - summary: Why, for people; not used where `status` is pass.
    mutating func add(
        _ name: String,
        expected: String,
        got: String,
        _ status: CheckStatus,
        _ reason: ReasonCode,
        _ summary: @autoclosure () -> String
    ) {
        self.assertions.append(CheckOutcome.Assertion(name, expected: expected, got: got, status))
        guard status != .pass, Self.rank(status) > Self.rank(self.status) else { return }
        self.worst = (status, reason, summary())
    }

    /// As ``add(_:expected:got:_:_:_:)`` for what passes or fails.
    mutating func require(
        _ name: String,
        expected: String,
        got: String,
        _ holds: Bool,
        else reason: ReasonCode,
        _ summary: @autoclosure () -> String
    ) {
        self.add(name, expected: expected, got: got, holds ? .pass : .fail, reason, summary())
    }

    /// What could not be tried any more.
    mutating func skip(_ name: String, expected: String) {
        self.assertions.append(CheckOutcome.Assertion(name, expected: expected, got: "not tried", .unknown))
    }

    /// - Parameter summary: What is said if nothing is wrong.
    func outcome(_ summary: @autoclosure () -> String) -> CheckOutcome {
        guard let worst = self.worst else {
            return CheckOutcome(.pass, .ok, summary(), assertions: self.assertions)
        }
        return CheckOutcome(worst.status, worst.reason, worst.summary, assertions: self.assertions)
    }

    private static func rank(_ status: CheckStatus) -> Int {
        switch status {
        case .pass: 0
        case .warn: 1
        case .unknown: 2
        case .fail: 3
        }
    }
}
