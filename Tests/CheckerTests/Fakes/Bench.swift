import Checks
import Logging
import Synchronization

@testable import Checker

/// A runner on a fake check, and all its outcomes in order.
struct Bench: Sendable {
    let name: String
    let script: Script
    let slot = RunSlot()
    let outcomes: AsyncStream<CheckOutcome>
    private let sink: AsyncStream<CheckOutcome>.Continuation

    static let factory = CheckFactory(
        plugins: [FakeCheck.self, FakeWatchingCheck.self],
        context: CheckContext(mayChangeUser: false)
    )
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(_ name: String, _ body: @escaping Script.Body) {
        self.name = name
        let script = Script(body)
        self.script = script
        Script.all.withLock { $0[name] = script }
        (self.outcomes, self.sink) = AsyncStream.makeStream()
    }

    static func definition(
        _ name: String,
        kind: String = "fake",
        interval: Duration,
        timeout: Duration? = nil
    ) -> CheckDefinition {
        CheckDefinition(
            name: name,
            kind: kind,
            options: CheckOptions(arguments: [name], argument: .string(name)),
            schedule: CheckSchedule(interval: interval, timeout: timeout)
        )
    }

    func runner(
        kind: String = "fake",
        interval: Duration,
        timeout: Duration? = nil,
        limiter: RunLimiter = RunLimiter(limit: 8)
    ) -> CheckRunner {
        CheckRunner(
            definition: Self.definition(self.name, kind: kind, interval: interval, timeout: timeout),
            factory: Self.factory,
            limiter: limiter,
            slot: self.slot,
            logger: RateLimitedLogger(Self.quiet),
            report: { [sink] in sink.yield($0) }
        )
    }

    /// Runs until that many outcomes are there, then stops the runner and waits for its end.
    func outcomes(_ count: Int, of runner: CheckRunner) async -> [CheckOutcome] {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run(offset: 0) }
            var found: [CheckOutcome] = []
            for await outcome in self.outcomes {
                found.append(outcome)
                if found.count == count { break }
            }
            runner.stop()
            return found
        }
    }
}

extension Duration {
    /// Longer than any test runs.
    static let never = Duration.seconds(3600)
}
