package import Checks
import Synchronization

/// What the checks of one checker may know of one another, and what was pushed from outside.
///
/// Who waits is kept by the name that is waited for, so that a change wakes those it concerns and nobody else.
package final class HealthBoard: CheckSurroundings {
    private struct Push {
        var outcome: PushedOutcome
        var at: SuspendingClock.Instant
    }

    private struct Entry {
        var health: Health?
        var healthVersion: UInt64 = 0
        var push: Push?
        var pushVersion: UInt64 = 0
        /// Whether outcomes may be pushed for it.
        var takesPushes = false
    }

    private enum Topic: Hashable {
        case health(String)
        case push(String)
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// Of the last change of anything.
        var version: UInt64 = 1
        var waiters: [Topic: [ObjectIdentifier: Promise<Void>]] = [:]

        mutating func takeWaiters(for topic: Topic) -> [Promise<Void>] {
            self.waiters.removeValue(forKey: topic).map { Array($0.values) } ?? []
        }
    }

    private let state = Mutex(State())

    package init() {}

    // MARK: For checks

    package func health(of checks: [String]) -> (healths: [Health?], version: UInt64) {
        self.state.withLock { state in (checks.map { state.entries[$0]?.health }, state.version) }
    }

    @concurrent package func waitForHealth(of checks: [String], after version: UInt64) async {
        await self.wait(for: checks.map { .health($0) }) { state in
            checks.contains { state.entries[$0].map { $0.healthVersion > version } ?? false }
        }
    }

    package func pushed(to check: String) -> (outcome: PushedOutcome?, version: UInt64) {
        let now = SuspendingClock().now
        return self.state.withLock { state in
            let entry = state.entries[check]
            let outcome = entry?.push.map { push in
                var outcome = push.outcome
                outcome.age = push.at.duration(to: now)
                return outcome
            }
            return (outcome, entry?.pushVersion ?? 0)
        }
    }

    @concurrent package func waitForPush(to check: String, after version: UInt64) async {
        await self.wait(for: [.push(check)]) { state in
            state.entries[check].map { $0.pushVersion > version } ?? false
        }
    }

    private func wait(for topics: [Topic], unless hasChanged: @Sendable (borrowing State) -> Bool) async {
        let promise = Promise<Void>()
        let id = ObjectIdentifier(promise)
        let isDone = self.state.withLock { state in
            guard !hasChanged(state) else { return true }
            for topic in topics { state.waiters[topic, default: [:]][id] = promise }
            return false
        }
        guard !isDone else { return }
        _ = await promise.value()
        self.state.withLock { state in
            for topic in topics where state.waiters[topic]?.removeValue(forKey: id) != nil {
                if state.waiters[topic]?.isEmpty == true { state.waiters[topic] = nil }
            }
        }
    }

    // MARK: For the checker

    /// - Parameter health: nil = there is no such check any more.
    func set(_ health: Health?, of check: String) {
        let waiters = self.state.withLock { state -> [Promise<Void>] in
            guard state.entries[check]?.health != health else { return [] }
            state.version += 1
            state.entries[check, default: Entry()].health = health
            state.entries[check]?.healthVersion = state.version
            return state.takeWaiters(for: .health(check))
        }
        for waiter in waiters { waiter.fulfill(()) }
    }

    /// Names the checks that take pushes; what was pushed for others is forgotten.
    func setPushChecks(_ names: some Sequence<String>) {
        let names = Set(names)
        self.state.withLock { state in
            for name in state.entries.keys where !names.contains(name) {
                state.entries[name]?.takesPushes = false
                state.entries[name]?.push = nil
            }
            for name in names { state.entries[name, default: Entry()].takesPushes = true }
        }
    }

    /// Takes what somebody outside says of a check.
    func push(_ request: PushRequest) -> PushAnswer {
        let now = SuspendingClock().now
        let result = self.state.withLock { state -> Result<[Promise<Void>], PushRefusal> in
            guard state.entries[request.check]?.takesPushes == true else {
                return .failure(self.refusal(of: request.check, in: state))
            }
            state.version += 1
            let outcome = PushedOutcome(
                request.status,
                summary: OutcomeSanitizer.line(request.summary, limit: CheckOutcome.summaryLimit),
                timeToLive: request.timeToLive,
                score: request.score
            )
            state.entries[request.check]?.push = Push(outcome: outcome, at: now)
            state.entries[request.check]?.pushVersion = state.version
            return .success(state.takeWaiters(for: .push(request.check)))
        }
        switch result {
        case .success(let waiters):
            for waiter in waiters { waiter.fulfill(()) }
            return .accepted
        case .failure(let refusal):
            return .refused(refusal.message)
        }
    }

    private struct PushRefusal: Error {
        var message: String
    }

    private func refusal(of check: String, in state: borrowing State) -> PushRefusal {
        let name = OutcomeSanitizer.line(check, limit: 64)
        if let entry = state.entries[check], entry.health != nil {
            return PushRefusal(message: "check \(name) is not of kind push; expected a check defined with: push")
        }
        let known = state.entries.filter { $0.value.takesPushes }.keys.sorted()
        let names = known.isEmpty ? "none is defined" : known.prefix(20).joined(separator: ", ")
        return PushRefusal(message: "there is no check \(name) here; expected one of kind push: \(names)")
    }
}
