package import Checks

/// Runs a check outside of an agent, with the same factory, deadline and clean-up: `baton check run`.
package struct StandaloneRun: Sendable {
    private let factory: CheckFactory

    package init(factory: CheckFactory) {
        self.factory = factory
    }

    /// One run.
    ///
    /// - Parameter outcome: Called when the outcome stands, at the deadline at the latest. The function itself returns
    ///   when nothing of the run is left behind. Not called when the task is cancelled.
    package func run(_ definition: CheckDefinition, outcome: @escaping @Sendable (CheckOutcome) -> Void) async {
        let check: any Check
        do throws(CheckSetupError) {
            check = try self.factory.makeCheck(definition)
        } catch {
            outcome(OutcomeSanitizer.sanitized(CheckOutcome(.unknown, .checkError, error.message)))
            return
        }
        await withDiscardingTaskGroup { group in
            let timeout = definition.schedule.timeout
            let start = SuspendingClock().now
            let job = Job<CheckOutcome>()
            group.addTask {
                await job.perform { await check.run(timeout: timeout) }
            }
            guard var found = await self.outcome(of: job, definition, started: start) else { return }
            if found.duration <= .zero { found.duration = start.duration(to: SuspendingClock().now) }
            let secrets = self.factory.secrets(of: definition) + check.secrets
            outcome(OutcomeSanitizer.sanitized(OutcomeSanitizer.masked(found, secrets: secrets)))
        }
    }

    /// nil when the task was cancelled.
    private func outcome(
        of job: Job<CheckOutcome>,
        _ definition: CheckDefinition,
        started start: SuspendingClock.Instant
    ) async -> CheckOutcome? {
        let timeout = definition.schedule.timeout
        let deadline = start.advanced(by: timeout)
        if let outcome = await job.value(until: deadline) { return Task.isCancelled ? nil : outcome }
        job.cancel()
        guard !Task.isCancelled else { return nil }
        // A plugin may know more of the failure than that it took too long, but it can no longer pass.
        let word = await job.value(until: deadline.advanced(by: CheckCycle.lastWord))
        guard !Task.isCancelled else { return nil }
        if let word, word.status == .fail { return word }
        return CheckOutcome(
            .fail,
            definition.timeoutReason,
            "no answer within \(timeout.inUnits)",
            duration: start.duration(to: SuspendingClock().now)
        )
    }
}
