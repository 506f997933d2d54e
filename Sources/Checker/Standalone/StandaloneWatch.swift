package import Checks
import Logging
import Synchronization

/// Runs checks outside of an agent by the agent's own scheduler: intervals by state, requirements, changes noticed
/// between polls.
package struct StandaloneWatch: Sendable {
    private struct Report: Sendable {
        var check: String
        var outcome: CheckOutcome
        var runs: UInt32
    }

    private let factory: CheckFactory

    package init(factory: CheckFactory) {
        self.factory = factory
    }

    /// Until the task is cancelled; returns when nothing of any run is left behind, or at once when the system gives no
    /// threads.
    ///
    /// - Parameter report: Takes what a checker would report: an outcome, and of how many equal runs in a row.
    package func run(
        _ definitions: [CheckDefinition],
        report: @escaping @Sendable (_ check: String, CheckOutcome, _ runs: Int) -> Void
    ) async {
        let kept = Mutex([Report]())
        let scheduler = Scheduler(
            factory: self.factory,
            board: HealthBoard(),
            logger: RateLimitedLogger(Logger(label: "check") { _ in SwiftLogNoOpLogHandler() }),
            reports: Scheduler.Reports(
                begin: { _ in },
                add: { outcome, check, runs in
                    kept.withLock { $0.append(Report(check: check, outcome: outcome, runs: runs)) }
                },
                // Outside of the scheduler's lock: whoever takes the reports may be slow.
                flush: {
                    let reports = kept.withLock { kept in
                        defer { kept.removeAll() }
                        return kept
                    }
                    for item in reports { report(item.check, item.outcome, Int(item.runs)) }
                }
            )
        )
        guard scheduler.start() else { return }
        scheduler.adopt(definitions, generation: 1, concurrency: Scheduler.concurrency, grace: .seconds(5))
        await scheduler.run()
    }
}
