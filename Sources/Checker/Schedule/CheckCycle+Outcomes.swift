import Checks

/// What is said of runs that cannot speak for themselves.
extension CheckCycle {
    var noPlace: CheckOutcome {
        CheckOutcome(
            .unknown,
            .checkQueued,
            "did not start: too many other scripts were running for \(self.schedule.timeout.inUnits); "
                + "raise check_concurrency or the interval",
            queueDelay: self.schedule.timeout
        )
    }

    private var noThread: CheckOutcome {
        CheckOutcome(
            .unknown,
            .checkQueued,
            "did not start: all threads of the checker were taken for \(self.schedule.timeout.inUnits)",
            queueDelay: self.schedule.timeout
        )
    }

    func timedOut(_ run: Run, at now: Instant) -> CheckOutcome {
        guard run.hasBegun else { return self.noThread }
        return CheckOutcome(
            .fail,
            self.timeoutReason,
            "no answer within \(self.schedule.timeout.inUnits)",
            duration: run.start.duration(to: now)
        )
    }

    func stillRunning(for age: Duration, isStuck: Bool) -> CheckOutcome {
        CheckOutcome(
            isStuck ? .unknown : .fail,
            self.timeoutReason,
            "the run started \(age.inUnits) ago was stopped and has not ended yet",
            duration: age
        )
    }
}
