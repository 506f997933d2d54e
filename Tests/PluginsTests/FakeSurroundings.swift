import Checks
import Synchronization

/// Other checks and pushes as a test wants them.
final class FakeSurroundings: CheckSurroundings {
    private struct State {
        var version: UInt64 = 1
        var healths: [String: Health] = [:]
        var pushed: PushedOutcome?
        var waiters: [(after: UInt64, CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    init(_ healths: [String: Health] = [:]) {
        self.state = Mutex(State(healths: healths))
    }

    func set(_ check: String, _ health: Health) {
        self.change { $0.healths[check] = health }
    }

    func push(_ outcome: PushedOutcome?) {
        self.change { $0.pushed = outcome }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiters = self.state.withLock { state in
            body(&state)
            state.version += 1
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.1.resume() }
    }

    func health(of checks: [String]) -> (healths: [Health?], version: UInt64) {
        self.state.withLock { state in (checks.map { state.healths[$0] }, state.version) }
    }

    @concurrent func waitForHealth(of checks: [String], after version: UInt64) async {
        await self.wait(after: version)
    }

    func pushed(to check: String) -> (outcome: PushedOutcome?, version: UInt64) {
        self.state.withLock { ($0.pushed, $0.version) }
    }

    @concurrent func waitForPush(to check: String, after version: UInt64) async {
        await self.wait(after: version)
    }

    private func wait(after version: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = self.state.withLock { state in
                    guard state.version <= version, !Task.isCancelled else { return true }
                    state.waiters.append((version, continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            self.change { $0.version -= 1 }
        }
    }
}
