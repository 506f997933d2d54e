import Checks
import Logging
import Synchronization

/// Runs one check for as long as its definition stands: on its timetable, and at once when a watching check hears of a
/// change.
final class CheckRunner: Sendable {
    private struct State {
        var last: CheckOutcome?
        var isStopped = false
    }

    let definition: CheckDefinition
    let factory: CheckFactory
    let limiter: RunLimiter
    let slot: RunSlot
    let logger: RateLimitedLogger
    private let report: @Sendable (CheckOutcome) -> Void
    private let state: Mutex<State>
    private let stopRequest = Promise<Void>()

    /// A change asks for a run at the earliest this long after the start of the run before.
    static let minimumDistance = Duration.milliseconds(10)
    /// Changes within one interval that lead to a run; a check that cries wolf is polled only.
    static let changesPerInterval = 16
    /// How long a plugin that answers its cancellation may take to say how far it came; then the runner says it.
    static let lastWord = Duration.milliseconds(10)
    /// A run that was stopped this long ago and goes on is no longer a failure of the service but of the check.
    static let patience = Duration.seconds(10)

    init(
        definition: CheckDefinition,
        factory: CheckFactory,
        limiter: RunLimiter,
        slot: RunSlot,
        logger: RateLimitedLogger,
        report: @escaping @Sendable (CheckOutcome) -> Void
    ) {
        self.definition = definition
        self.factory = factory
        self.limiter = limiter
        self.slot = slot
        self.logger = logger
        self.report = report
        self.state = Mutex(State())
    }

    /// nil before the first run has ended.
    var lastOutcome: CheckOutcome? { self.state.withLock { $0.last } }

    /// Ends the runner; no report leaves it afterwards, whatever its last run still does.
    func stop() {
        self.state.withLock { $0.isStopped = true }
        self.stopRequest.fulfill(())
    }

    /// Runs the check until it is stopped or the task is cancelled; returns when its last run has really ended.
    ///
    /// - Parameter offset: Place of the check in its interval, 0…1.
    func run(offset: Double) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.runOnTimetable(offset: offset) }
            group.addTask { _ = await self.stopRequest.value() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Hands an outcome on, and remembers it.
    func deliver(_ outcome: CheckOutcome) {
        self.state.withLock { state in
            guard !state.isStopped else { return }
            let outcome = OutcomeSanitizer.sanitized(outcome)
            self.logChange(from: state.last, to: outcome)
            state.last = outcome
            // Under the lock, so that `stop()` returns with every report on its way: none is taken for evidence of the
            // configuration that follows.
            self.report(outcome)
        }
    }

    private func logChange(from old: CheckOutcome?, to new: CheckOutcome) {
        guard old?.status != new.status || old?.reason != new.reason else { return }
        self.logger.logger.log(
            level: new.status == .pass ? .info : .warning,
            "check is \(new.status)",
            metadata: [
                "check": "\(self.definition.name)", "reason": "\(new.reason.rawValue)", "summary": "\(new.summary)",
            ]
        )
    }
}
