import Checker
import Checks

/// Runs checks side by side, each on its own schedule, until the task is cancelled or the time is over.
struct WatchLoop: Sendable {
    let definitions: [CheckDefinition]
    let session: StandaloneSession
    /// nil = without end.
    let limit: Duration?
    let report: @Sendable (CheckDefinition, CheckOutcome, Hysteresis) -> Void

    func run() async {
        await withTaskGroup(of: Void.self) { group in
            if let limit {
                group.addTask {
                    try? await Task.sleep(for: limit)
                }
            }
            for definition in self.definitions {
                group.addTask {
                    await self.waitForFirstResults(of: definition.dependencies)
                    await self.repeatedly(definition)
                }
            }
            guard self.limit != nil else { return }
            // The first to end is the clock: checks go on until they are told to stop.
            await group.next()
            group.cancelAll()
        }
    }

    /// What a check looks at must have been looked at first; names nobody defines are not waited for.
    private func waitForFirstResults(of names: [String]) async {
        let names = names.filter { name in self.definitions.contains { $0.name == name } }
        while !Task.isCancelled {
            let (healths, version) = self.session.board.health(of: names)
            guard healths.contains(nil) else { return }
            await self.session.board.waitForHealth(of: names, after: version)
        }
    }

    private func repeatedly(_ definition: CheckDefinition) async {
        let clock = SuspendingClock()
        var due = clock.now
        var last = definition.hysteresis
        while true {
            guard (try? await clock.sleep(until: due, tolerance: .zero)) != nil else { return }
            let latest = Latest()
            await self.session.run(definition) { outcome, hysteresis in
                latest.set(hysteresis)
                self.report(definition, outcome, hysteresis)
            }
            guard !Task.isCancelled else { return }
            last = latest.value ?? last
            due = max(due.advanced(by: last.interval(of: definition.schedule)), clock.now)
        }
    }
}
