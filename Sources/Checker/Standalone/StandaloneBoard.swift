package import Checks
import Synchronization

/// What checks that are run by hand know of each other: the health of those that ran before, after rise and fall.
package final class StandaloneBoard: Sendable {
    /// What the checks themselves may ask.
    package let surroundings = HealthBoard()
    private let counts = Mutex([String: Hysteresis]())

    package init() {}

    /// With what is known already.
    package convenience init(_ healths: [String: Health]) {
        self.init()
        for (name, health) in healths { self.surroundings.set(health, of: name) }
    }

    /// Takes a result as the agent would, except that `on_unknown hold` holds for as long as this board lives.
    ///
    /// - Returns: The check's rise and fall after it.
    @discardableResult
    package func record(_ outcome: CheckOutcome, of definition: CheckDefinition) -> Hysteresis {
        self.counts.withLock { counts in
            var hysteresis = counts[definition.name] ?? definition.hysteresis
            hysteresis.record(outcome, onUnknown: definition.onUnknown)
            counts[definition.name] = hysteresis
            let isIgnored = outcome.status == .unknown && definition.onUnknown == .ignore
            self.surroundings.set(isIgnored ? .unknown : hysteresis.health, of: definition.name)
            return hysteresis
        }
    }

    /// What instances would reckon with; nil for a check that has not run.
    package func health(of check: String) -> Health? {
        self.surroundings.health(of: [check]).healths.first ?? nil
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
