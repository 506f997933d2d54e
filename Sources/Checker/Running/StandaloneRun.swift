package import Checks
import Logging
import Synchronization

/// Runs a check outside of an agent, with the same factory, deadline and clean-up: `baton check run`.
package struct StandaloneRun: Sendable {
    private let factory: CheckFactory
    private let limiter = RunLimiter(limit: 1)

    package init(factory: CheckFactory) {
        self.factory = factory
    }

    /// One run.
    ///
    /// - Parameter outcome: Called when the outcome stands, at the deadline at the latest. The function itself returns
    ///   when nothing of the run is left behind. Not called when the task is cancelled.
    package func run(_ definition: CheckDefinition, outcome: @escaping @Sendable (CheckOutcome) -> Void) async {
        let runner = CheckRunner(
            definition: definition,
            factory: self.factory,
            limiter: self.limiter,
            slot: RunSlot(),
            logger: RateLimitedLogger(Logger(label: "check") { _ in SwiftLogNoOpLogHandler() }),
            report: outcome
        )
        await withDiscardingTaskGroup { group in
            _ = await runner.runOnce(nil, in: &group)
        }
    }
}
