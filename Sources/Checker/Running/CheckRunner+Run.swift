import Checks
import Logging

extension CheckRunner {
    /// One run: takes the check's slot, waits for a place, runs and delivers the outcome at the deadline at the latest.
    ///
    /// A run that is over its deadline is cancelled and ends in the background; the slot stays taken until it has.
    ///
    /// - Returns: The check that ran, for the next run; nil when none could be made.
    func runOnce(_ made: (any Check)?, in group: inout DiscardingTaskGroup) async -> (any Check)? {
        let clock = SuspendingClock()
        var start = clock.now
        let timeout = self.definition.schedule.timeout
        if let since = self.slot.take(at: start) {
            self.deliver(self.stillRunning(for: since.duration(to: start)))
            return made
        }
        let check: any Check
        do throws(CheckSetupError) {
            check = if let made { made } else { try self.factory.makeCheck(self.definition) }
        } catch {
            self.slot.release()
            self.deliver(CheckOutcome(.unknown, .checkError, error.message))
            return nil
        }
        let isLimited = self.definition.startsProcesses
        if isLimited, await !self.limiter.acquire(until: start.advanced(by: timeout)) {
            self.slot.release()
            if !Task.isCancelled { self.deliver(self.noPlace(after: timeout)) }
            return check
        }
        start = clock.now
        let job = Job<CheckOutcome>()
        group.addTask { [limiter, slot] in
            await job.perform {
                let outcome = await check.run(timeout: timeout)
                if isLimited { limiter.release() }
                slot.release()
                return outcome
            }
        }
        let outcome = await self.outcome(of: job, started: start, timeout: timeout)
        if let outcome { self.deliver(outcome) }
        return check
    }

    /// nil when the runner was cancelled.
    private func outcome(
        of job: Job<CheckOutcome>,
        started start: SuspendingClock.Instant,
        timeout: Duration
    ) async -> CheckOutcome? {
        let clock = SuspendingClock()
        let deadline = start.advanced(by: timeout)
        if var outcome = await job.value(until: deadline) {
            guard !Task.isCancelled else { return nil }
            if outcome.duration <= .zero { outcome.duration = start.duration(to: clock.now) }
            return outcome
        }
        job.cancel()
        guard !Task.isCancelled else { return nil }
        // A plugin may know more of the failure than that it took too long, but it can no longer pass.
        if var outcome = await job.value(until: deadline.advanced(by: Self.lastWord)), outcome.status == .fail {
            if outcome.duration <= .zero { outcome.duration = start.duration(to: clock.now) }
            return outcome
        }
        guard !Task.isCancelled else { return nil }
        return CheckOutcome(
            .fail,
            self.definition.timeoutReason,
            "no answer within \(timeout.inUnits)",
            duration: start.duration(to: clock.now)
        )
    }

    private func stillRunning(for age: Duration) -> CheckOutcome {
        let isStuck = age > self.definition.schedule.timeout + Self.patience
        if isStuck {
            self.logger.log(
                .error,
                key: "stuck \(self.definition.name)",
                "a run does not end although it was stopped; the check cannot run",
                metadata: ["check": "\(self.definition.name)", "age": "\(age.inUnits)"]
            )
        }
        return CheckOutcome(
            isStuck ? .unknown : .fail,
            self.definition.timeoutReason,
            "the run started \(age.inUnits) ago was stopped and has not ended yet",
            duration: age
        )
    }

    private func noPlace(after timeout: Duration) -> CheckOutcome {
        CheckOutcome(
            .unknown,
            .checkError,
            "did not start: too many other scripts were running for \(timeout.inUnits)",
            duration: timeout
        )
    }
}

extension CheckDefinition {
    /// Kinds whose every run is a child process.
    var startsProcesses: Bool { self.kind == "exec" || self.kind == "shell" }

    var timeoutReason: ReasonCode { self.startsProcesses ? .execTimeout : .checkTimeout }
}
