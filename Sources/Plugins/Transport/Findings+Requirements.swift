import Checks

extension Findings {
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
        switch status {
        case .pass: self.pass(name, expected: expected, got: got)
        case .warn, .fail, .unknown:
            self.add(status, reason, name, expected: expected, got: got, summary: summary())
        }
    }

    /// What passes or fails.
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
}
