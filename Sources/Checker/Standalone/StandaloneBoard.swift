package import Checks
import Synchronization

/// What checks that are run by hand know of each other: the health of those that ran before, after rise and fall.
package final class StandaloneBoard: CheckSurroundings {
    private struct State {
        var version: UInt64 = 0
        var checks: [String: Hysteresis] = [:]
        /// Checks of which nothing is known and whose `on_unknown` lets that count for nothing.
        var ignored: Set<String> = []
        var waiting: [Waiter] = []

        func health(of check: String) -> Health? {
            self.ignored.contains(check) ? .unknown : self.checks[check]?.health
        }
    }

    private struct Waiter {
        var checks: [String]
        var promise: Promise<Void>
    }

    private let state = Mutex(State())

    package init() {}

    /// The checks a definition looks at are told to this board before it runs.
    package convenience init(_ healths: [String: Health]) {
        self.init()
        self.state.withLock { state in
            for (name, health) in healths { state.checks[name] = Hysteresis(rise: 1, fall: 1, initial: health) }
        }
    }

    /// Takes a result as the agent would, except that `on_unknown hold` holds for as long as this board lives.
    ///
    /// - Returns: The check's rise and fall after it.
    @discardableResult
    package func record(_ outcome: CheckOutcome, of definition: CheckDefinition) -> Hysteresis {
        let (hysteresis, woken) = self.state.withLock { state in
            let before = state.health(of: definition.name)
            var hysteresis = state.checks[definition.name] ?? definition.hysteresis
            hysteresis.record(outcome, onUnknown: definition.onUnknown)
            state.checks[definition.name] = hysteresis
            if outcome.status == .unknown, definition.onUnknown == .ignore {
                state.ignored.insert(definition.name)
            } else {
                state.ignored.remove(definition.name)
            }
            guard before != state.health(of: definition.name) else { return (hysteresis, [Waiter]()) }
            state.version += 1
            let woken = state.waiting.filter { $0.checks.contains(definition.name) }
            state.waiting.removeAll { $0.checks.contains(definition.name) }
            return (hysteresis, woken)
        }
        for waiter in woken { waiter.promise.fulfill(()) }
        return hysteresis
    }

    /// What instances would reckon with; nil for a check that has not run.
    package func health(of check: String) -> Health? {
        self.state.withLock { $0.health(of: check) }
    }

    package func health(of checks: [String]) -> (healths: [Health?], version: UInt64) {
        self.state.withLock { state in (checks.map { state.health(of: $0) }, state.version) }
    }

    @concurrent package func waitForHealth(of checks: [String], after version: UInt64) async {
        let promise = Promise<Void>()
        let mustWait = self.state.withLock { state in
            guard state.version == version else { return false }
            state.waiting.append(Waiter(checks: checks, promise: promise))
            return true
        }
        guard mustWait else { return }
        _ = await promise.value()
        self.state.withLock { $0.waiting.removeAll { $0.promise === promise } }
    }

    /// Pushes go to a running agent, not to a run by hand.
    package func pushed(to check: String) -> (outcome: PushedOutcome?, version: UInt64) { (nil, 0) }

    @concurrent package func waitForPush(to check: String, after version: UInt64) async {
        _ = await Promise<Void>().value()
    }
}

extension CheckDefinition {
    /// Its rise and fall before the first result.
    package var hysteresis: Hysteresis {
        Hysteresis(
            rise: self.schedule.rise,
            fall: self.schedule.fall,
            window: self.schedule.window,
            initial: self.initialHealth
        )
    }
}

extension Hysteresis {
    /// After a blocked run nothing is known; other runs that end unknown count as their check says.
    fileprivate mutating func record(_ outcome: CheckOutcome, onUnknown policy: UnknownPolicy) {
        switch outcome.status {
        case .pass, .warn: _ = self.record(passed: true)
        case .fail: _ = self.record(passed: false)
        case .unknown where outcome.reason == .checkBlocked: _ = self.force(.unknown)
        case .unknown:
            switch policy {
            case .fail: _ = self.record(passed: false)
            case .hold, .ignore: break
            }
        }
    }
}
