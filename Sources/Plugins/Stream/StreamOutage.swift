import Checks

/// Why a stream's process does not answer.
struct StreamOutage: Hashable, Sendable {
    var reason: ReasonCode
    var message: String

    init(_ reason: ReasonCode, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// Nothing is known of the service while nobody asks it.
    ///
    /// - Parameters:
    ///   - next: What happens next, for people.
    ///   - output: What the process said last that was no message.
    func outcome(next: String, output: String) -> CheckOutcome {
        let text = next.isEmpty ? self.message : "\(self.message); \(next)"
        return CheckOutcome(
            .unknown,
            self.reason,
            text,
            output: output,
            assertions: [
                CheckOutcome.Assertion("process", expected: "runs and answers", got: self.message, .unknown)
            ]
        )
    }
}
