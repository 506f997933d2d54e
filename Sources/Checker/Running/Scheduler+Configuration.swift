import Checks
import Synchronization

extension Scheduler {
    /// Adopts a configuration: what is the same goes on undisturbed.
    ///
    /// - Parameters:
    ///   - generation: What reports are evidence of from now on. Nothing of the configuration before is reported under
    ///     it but what was as it is now.
    ///   - concurrency: Runs at a time that start a child process.
    ///   - grace: How long the router bears a checker that says nothing.
    /// - Returns: How many checks began, or began anew.
    @discardableResult
    func adopt(_ checks: [CheckDefinition], generation: UInt32, concurrency: Int, grace: Duration) -> Int {
        self.board.setPushChecks(checks.lazy.filter { $0.kind == "push" && $0.mode != .disabled }.map(\.name))
        return self.change { state, now in
            guard !state.isStopped else { return 0 }
            self.reports.begin(generation)
            state.isLarge = checks.count > Self.namedChecks
            state.schedule.beat = Beat(for: checks)
            state.flushDelay = Self.flushDelay(for: checks, grace: grace)
            // A program that was given up is tried again when its operator loads the configuration, changed or not.
            let failed = state.seats.filter { $0.last?.reason == .streamFailed }.compactMap {
                $0.runner?.definition.name
            }
            return state.schedule.adopt(
                checks,
                concurrency: concurrency,
                grace: grace,
                renewing: Set(failed),
                at: now
            )
        }
    }

    /// Short enough for the router to hear of each check well within its patience.
    static func flushDelay(for checks: [CheckDefinition], grace: Duration) -> Duration {
        let enabled = checks.lazy.filter { $0.mode != .disabled }
        let shortest = enabled.map { Schedule.lifePeriod(of: $0.schedule, grace: grace) }.min()
        return min(shortest.map { $0 / 3 } ?? Self.flushDelay, Self.flushDelay)
    }

    /// Ends all runs; no report leaves afterwards, whatever a run still does.
    func stop() {
        self.change { state, now in
            state.schedule.adopt([], concurrency: Self.concurrency, grace: .zero, at: now)
            state.isStopped = true
        }
    }

    /// Says again what was reported last of every check: the router has been restarted.
    func repeatReports() {
        self.change { state, now in
            state.schedule.forgetReports()
            for seat in state.seats {
                guard let last = seat.last, let runner = seat.runner else { continue }
                self.reports.add(last, runner.definition.name, 1)
            }
            state.flushDue = now
        }
    }
}
