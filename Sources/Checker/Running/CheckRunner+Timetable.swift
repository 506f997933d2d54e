import Checks
import Logging

extension CheckRunner {
    private typealias Instant = SuspendingClock.Instant

    func runOnTimetable(offset: Double) async {
        await withDiscardingTaskGroup { group in
            let clock = SuspendingClock()
            var start = clock.now
            let timetable = Timetable(start: start, interval: self.definition.schedule.interval, offset: offset)
            var check: (any Check)?
            var changes = ChangeBudget()
            while !Task.isCancelled {
                start = clock.now
                check = await self.runOnce(check, in: &group)
                let (tick, missed) = timetable.next(after: clock.now, last: start)
                if missed > 0 { self.noteMissed(missed) }
                guard await self.isChanged(check, before: tick, in: &group, budget: &changes) else {
                    changes.refill()
                    continue
                }
                let earliest = start.advanced(by: Self.minimumDistance)
                if clock.now < earliest { try? await clock.sleep(until: earliest, tolerance: .zero) }
            }
            group.cancelAll()
        }
    }

    /// Waits for the next starting time, or for a change if the check watches.
    ///
    /// - Returns: Whether a change ended the wait.
    private func isChanged(
        _ check: (any Check)?,
        before tick: Instant,
        in group: inout DiscardingTaskGroup,
        budget: inout ChangeBudget
    ) async -> Bool {
        guard let watching = check as? any WatchingCheck, self.slot.isFree, budget.allowsWatch else {
            try? await Task.sleep(until: tick, tolerance: .zero, clock: .suspending)
            return false
        }
        let watch = Job<Void>()
        budget.watch = watch
        group.addTask { await watch.perform { await watching.waitForChange() } }
        guard await watch.value(until: tick) != nil else {
            watch.cancel()
            return false
        }
        budget.changes += 1
        return true
    }

    private func noteMissed(_ count: Int) {
        self.logger.log(
            .notice,
            key: "missed \(self.definition.name)",
            "check takes longer than its interval; runs were left out",
            metadata: ["check": "\(self.definition.name)", "missed": "\(count)"]
        )
    }

    /// What a check's watching may still cost until the next point of the timetable.
    private struct ChangeBudget {
        var changes = 0
        var watch: Job<Void>?

        /// Not more changes than allowed, and not a second watch beside one that ignores its cancellation.
        var allowsWatch: Bool { self.changes < CheckRunner.changesPerInterval && self.watch?.isFinished != false }

        mutating func refill() { self.changes = 0 }
    }
}
