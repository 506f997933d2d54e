import Checks
import Synchronization

/// What the check of a test may learn of other checks and of pushes: what the test says.
final class TestBoard: CheckSurroundings {
    private struct State {
        var version: UInt64 = 1
        var healths: [String: Health] = [:]
        var pushed: (outcome: PushedOutcome, at: SuspendingClock.Instant)?
    }

    private let state = Mutex(State())

    func set(_ check: String, _ health: Health) {
        self.state.withLock { state in
            state.healths[check] = health
            state.version += 1
        }
    }

    func push(_ outcome: PushedOutcome) {
        self.state.withLock { state in
            state.pushed = (outcome, SuspendingClock().now)
            state.version += 1
        }
    }

    var healths: [String: Health] { self.state.withLock { $0.healths } }

    func health(of checks: [String]) -> (healths: [Health?], version: UInt64) {
        self.state.withLock { state in (checks.map { state.healths[$0] }, state.version) }
    }

    @concurrent func waitForHealth(of checks: [String], after version: UInt64) async {
        await Self.waitForCancellation()
    }

    func pushed(to check: String) -> (outcome: PushedOutcome?, version: UInt64) {
        self.state.withLock { state in
            guard var pushed = state.pushed?.outcome, let at = state.pushed?.at else { return (nil, state.version) }
            pushed.age = at.duration(to: SuspendingClock().now)
            return (pushed, state.version)
        }
    }

    @concurrent func waitForPush(to check: String, after version: UInt64) async {
        await Self.waitForCancellation()
    }

    /// Nothing changes while a check runs: steps follow one another.
    @concurrent private static func waitForCancellation() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        continuation.finish()
    }
}
