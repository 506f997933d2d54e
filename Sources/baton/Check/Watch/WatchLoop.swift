import Checker
import Checks

/// Runs checks on their own schedule until the task is cancelled or the time is over.
struct WatchLoop: Sendable {
    let definitions: [CheckDefinition]
    let session: StandaloneSession
    /// nil = without end.
    let limit: Duration?
    let report: @Sendable (CheckDefinition, CheckOutcome, Hysteresis) -> Void

    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.session.watch(self.definitions, outcome: self.report) }
            if let limit {
                group.addTask { try? await Task.sleep(for: limit) }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
