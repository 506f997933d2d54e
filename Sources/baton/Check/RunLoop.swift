import Checker
import Checks
import Synchronization

/// Runs checks one after the other, for a number of rounds, and prints each result when it stands.
struct RunLoop: Sendable {
    let definitions: [CheckDefinition]
    let run: StandaloneRun
    let count: Int
    /// nil = the longest interval of the checks.
    let interval: Duration?
    let format: RunFormat

    /// The worst status of all.
    func run() async -> CheckStatus {
        let worst = Worst()
        let clock = SuspendingClock()
        let pause = self.interval ?? self.definitions.map(\.schedule.interval).max() ?? .seconds(1)
        var start = clock.now
        for round in 1...self.count where !Task.isCancelled {
            for definition in self.definitions where !Task.isCancelled {
                await self.run.run(definition) { outcome in
                    worst.add(outcome.status)
                    self.print(definition, outcome)
                }
            }
            guard round < self.count else { break }
            start = max(start.advanced(by: pause), clock.now)
            try? await clock.sleep(until: start, tolerance: .zero)
        }
        return worst.status
    }

    private func print(_ definition: CheckDefinition, _ outcome: CheckOutcome) {
        let report = RunReport(definition: definition, outcome: outcome, time: WallClock.now())
        do {
            StandardOutput.print(try report.text(self.format))
        } catch {
            StandardError.print("baton: cannot write the result of '\(definition.name)' as JSON: \(error)")
        }
    }

    private final class Worst: Sendable {
        private let value = Mutex(CheckStatus.pass)

        var status: CheckStatus { self.value.withLock { $0 } }

        func add(_ status: CheckStatus) {
            self.value.withLock { if status.rawValue > $0.rawValue { $0 = status } }
        }
    }
}
