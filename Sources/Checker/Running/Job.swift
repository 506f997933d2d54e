import Synchronization

/// Work in a child task whose result may be awaited for a limited time, and which may be cancelled alone.
///
/// A task group cancels all of its tasks or none; and it waits for tasks that ignore cancellation. A job lets its
/// starter go on while the cancelled work ends in the background, still a child of the group it was started in.
final class Job<Value: Sendable>: Sendable {
    private let result = Promise<Value>()
    private let stop = Promise<Void>()
    private let finished = Atomic(false)

    /// Whether the work has really ended, cancelled or not.
    var isFinished: Bool { self.finished.load(ordering: .acquiring) }

    /// Does the work; returns when it has really ended, cancelled or not.
    func perform(_ work: @escaping @Sendable () async -> Value) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let value = await work()
                // First, so that who has the result does not find the work still going on.
                self.finished.store(true, ordering: .releasing)
                self.result.fulfill(value)
            }
            group.addTask {
                _ = await self.stop.value()
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Asks the work to end.
    func cancel() {
        self.stop.fulfill(())
    }

    /// The result, if the work delivers one by then.
    func value(until deadline: SuspendingClock.Instant) async -> Value? {
        await self.result.value(until: deadline)
    }
}
