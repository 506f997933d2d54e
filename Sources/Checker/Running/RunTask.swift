import Synchronization

/// The task of one run, for those who may cancel it alone: a task group cancels all of its tasks or none.
final class RunTask: Sendable {
    private enum State {
        case coming
        case there(Reference)
        case cancelled
        case gone
    }

    /// The type is not `Sendable` because most of what it offers is for the task itself. Cancelling is for everybody
    /// (as its documentation has it), and the state sees to it that nobody does after the task has ended.
    @safe private struct Reference: @unchecked Sendable {
        let task: UnsafeCurrentTask

        func cancel() { unsafe self.task.cancel() }
    }

    private let state = Mutex(State.coming)
    private let begun = Atomic(false)

    /// Whether a thread has taken it up.
    var hasBegun: Bool { self.begun.load(ordering: .relaxed) }

    /// Does work in the current task, which ``cancel()`` reaches as long as it lasts.
    func perform(_ work: @Sendable () async -> Void) async {
        self.begun.store(true, ordering: .relaxed)
        await unsafe withUnsafeCurrentTask { (task: UnsafeCurrentTask?) async -> Void in
            guard let task = unsafe task else { return }
            self.enter(unsafe Reference(task: task))
            await work()
            self.state.withLock { $0 = .gone }
        }
    }

    private func enter(_ reference: Reference) {
        let isCancelled = self.state.withLock { state in
            if case .cancelled = state { return true }
            state = .there(reference)
            return false
        }
        if isCancelled { reference.cancel() }
    }

    /// Cancels the task, now or when it comes. The task's own handlers of its cancellation run before this returns:
    /// call it where plugin code may run.
    func cancel() {
        self.state.withLock { state in
            switch state {
            case .coming: state = .cancelled
            case .there(let reference): reference.cancel()
            case .cancelled, .gone: break
            }
        }
    }
}
