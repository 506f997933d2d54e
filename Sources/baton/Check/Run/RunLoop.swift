import Checker
import Checks
import Synchronization

/// Runs checks one after the other, for a number of rounds, and hands on each result when it stands.
struct RunLoop: Sendable {
    let plan: StandalonePlan
    let session: StandaloneSession
    let count: Int
    /// nil = the longest interval of the checks that were asked for.
    let interval: Duration?
    /// Takes the results of the checks that were asked for.
    let report: @Sendable (RunReport) -> Void

    /// The worst status of the checks that were asked for.
    func run() async -> CheckStatus {
        let tally = Mutex(Tally())
        let clock = SuspendingClock()
        let pause = self.interval ?? self.asked.map(\.schedule.interval).max() ?? .seconds(1)
        var start = clock.now
        for round in 1...self.count where !Task.isCancelled {
            for step in self.plan.steps where !Task.isCancelled {
                let definition = step.definition
                let requirements = definition.requires.map {
                    RunReport.Requirement(check: $0, health: self.session.board.health(of: $0))
                }
                await self.session.run(definition) { outcome, hysteresis in
                    let (number, before) = tally.withLock { $0.add(definition, outcome, hysteresis, step.isAsked) }
                    guard step.isAsked else { return }
                    self.report(
                        RunReport(
                            definition: definition,
                            outcome: outcome,
                            time: WallClock.now(),
                            run: number,
                            before: before,
                            after: hysteresis,
                            requirements: requirements
                        )
                    )
                }
            }
            guard round < self.count else { break }
            start = max(start.advanced(by: pause), clock.now)
            try? await clock.sleep(until: start, tolerance: .zero)
        }
        return tally.withLock { $0.worst }
    }

    private var asked: [CheckDefinition] { self.plan.steps.filter(\.isAsked).map(\.definition) }

    private struct Tally {
        var worst = CheckStatus.pass
        var runs: [String: Int] = [:]
        var last: [String: Hysteresis] = [:]

        /// - Returns: The number of this run, and the check's rise and fall before it.
        mutating func add(
            _ definition: CheckDefinition,
            _ outcome: CheckOutcome,
            _ hysteresis: Hysteresis,
            _ counts: Bool
        ) -> (Int, Hysteresis) {
            if counts, outcome.status.rawValue > self.worst.rawValue { self.worst = outcome.status }
            let number = self.runs[definition.name, default: 0] + 1
            self.runs[definition.name] = number
            let before = self.last[definition.name] ?? definition.hysteresis
            self.last[definition.name] = hysteresis
            return (number, before)
        }
    }
}
