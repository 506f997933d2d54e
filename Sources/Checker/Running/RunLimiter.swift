import Synchronization

/// At most so many runs that start a child process at a time, in order of arrival.
///
/// Without it a start with hundreds of scripts would start them all at once and let the machine miss all deadlines.
final class RunLimiter: Sendable {
    private struct State {
        var free: Int
        var waiting: [Promise<Void>] = []
    }

    private let state: Mutex<State>

    init(limit: Int) {
        self.state = Mutex(State(free: limit))
    }

    /// - Returns: false when there was no place by the deadline, or the task was cancelled.
    func acquire(until deadline: SuspendingClock.Instant) async -> Bool {
        let promise: Promise<Void>? = self.state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            let promise = Promise<Void>()
            state.waiting.append(promise)
            return promise
        }
        guard let promise else { return true }
        if await promise.value(until: deadline) != nil { return true }
        let wasWaiting = self.state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === promise }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
        // Granted in the moment of giving up: the place goes to the next.
        if !wasWaiting { self.release() }
        return false
    }

    func release() {
        let next: Promise<Void>? = self.state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.fulfill(())
    }
}
