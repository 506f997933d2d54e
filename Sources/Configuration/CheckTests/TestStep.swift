package import Checks

/// One thing a test does, or says must be so.
package struct TestStep: Hashable, Sendable {
    package var action: Action
    package var location: SourceLocation

    package enum Action: Hashable, Sendable {
        /// Run the check, and compare.
        case expect(Expectation)
        /// The health by now, after rise and fall.
        case health(Health)
        /// The fixture goes away: no listener, no process, no file.
        case stop(String)
        /// It comes back.
        case start(String)
        /// It is another from now on.
        case change(String, TestFixture.Kind)
        /// The health of another check.
        case given(check: String, Health)
        /// What somebody outside says of the check.
        case push(PushedOutcome)
        case wait(Duration)
    }

    package struct Expectation: Hashable, Sendable {
        package var status: CheckStatus
        package var reason: ReasonCode?
        /// A POSIX extended regular expression the summary must match.
        package var summary: String?
        package var score: Int?
        /// After the last of the runs.
        package var health: Health?
        /// How many runs must end so.
        package var times = 1

        package init(
            status: CheckStatus,
            reason: ReasonCode? = nil,
            summary: String? = nil,
            score: Int? = nil,
            health: Health? = nil,
            times: Int = 1
        ) {
            self.status = status
            self.reason = reason
            self.summary = summary
            self.score = score
            self.health = health
            self.times = times
        }
    }
}
