public import Checks
import Synchronization

/// `push TTL`: somebody else reports the outcome, and must do so again before its time is over.
public final class PushCheck: WatchingCheck {
    public static let description = PushPlugin.description

    private let name: String
    private let timeToLive: Duration
    private let surroundings: any CheckSurroundings
    private let seen = Mutex(Seen())

    /// What the last run saw.
    private struct Seen {
        var version: UInt64 = 0
        /// When what was reported is over; nil if nothing is in force.
        var expiry: ContinuousClock.Instant?
    }

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        guard case .duration(let timeToLive) = definition.options.argument, timeToLive > .zero else {
            throw CheckSetupError("check \(definition.name): expected a time to live in seconds, as in: push 30")
        }
        self.name = definition.name
        self.timeToLive = timeToLive
        self.surroundings = context.surroundings
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let (pushed, version) = self.surroundings.pushed(to: self.name)
        guard let pushed else {
            self.seen.withLock { $0 = Seen(version: version) }
            return CheckOutcome(
                .unknown,
                .pushNone,
                "nothing has been reported yet; report with: baton check push \(self.name) pass",
                assertions: [
                    CheckOutcome.Assertion(
                        "push",
                        expected: "an outcome at most \(self.timeToLive.readable) old",
                        got: "none",
                        .unknown
                    )
                ]
            )
        }
        let limit = pushed.timeToLive ?? self.timeToLive
        let isFresh = pushed.age < limit
        let expiry = isFresh ? ContinuousClock.now.advanced(by: limit - pushed.age) : nil
        self.seen.withLock { $0 = Seen(version: version, expiry: expiry) }
        return self.outcome(of: pushed, isFresh: isFresh, limit: limit)
    }

    /// At a new report, and at the moment the last one is over.
    @concurrent public func waitForChange() async {
        let seen = self.seen.withLock { Seen(version: $0.version, expiry: $0.expiry) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.surroundings.waitForPush(to: self.name, after: seen.version) }
            if let expiry = seen.expiry {
                group.addTask { try? await Task.sleep(until: expiry, tolerance: .zero, clock: .continuous) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func outcome(of pushed: PushedOutcome, isFresh: Bool, limit: Duration) -> CheckOutcome {
        let said = pushed.summary.isEmpty ? "\(pushed.status)" : "\(pushed.status): \(pushed.summary)"
        let age = pushed.age.milliseconds / 1000
        var outcome: CheckOutcome
        if isFresh {
            outcome = CheckOutcome(
                pushed.status,
                pushed.status == .pass ? .ok : .pushed,
                pushed.summary.isEmpty ? "reported \(pushed.status) \(pushed.age.readable) ago" : pushed.summary
            )
            outcome.score = pushed.score
        } else {
            outcome = CheckOutcome(
                .fail,
                .pushExpired,
                "the last report is \(pushed.age.readable) old, expected one every \(limit.readable); it said \(said)"
            )
        }
        outcome.measurements = [CheckOutcome.Measurement(name: "age", value: age, unit: "s")]
        outcome.assertions = [
            CheckOutcome.Assertion(
                "push",
                expected: "an outcome at most \(limit.readable) old",
                got: "\(pushed.age.readable) old",
                isFresh ? .pass : .fail
            ),
            CheckOutcome.Assertion("status", expected: "pass", got: said, isFresh ? pushed.status : .unknown),
        ]
        return outcome
    }
}
