import Synchronization

/// A value that one task delivers and another waits for; the first delivery counts.
///
/// Unlike an `AsyncStream`, waiting for it may be cancelled and taken up again.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<Value?, Never>)
        case fulfilled(Value)
    }

    private let state = Mutex(State.empty)

    /// - Returns: Whether this delivery was the first.
    @discardableResult
    func fulfill(_ value: Value) -> Bool {
        let (isFirst, continuation): (Bool, CheckedContinuation<Value?, Never>?) = self.state.withLock { state in
            switch state {
            case .empty:
                state = .fulfilled(value)
                return (true, nil)
            case .awaited(let continuation):
                state = .fulfilled(value)
                return (true, continuation)
            case .fulfilled:
                return (false, nil)
            }
        }
        continuation?.resume(returning: value)
        return isFirst
    }

    /// Waits for the value; nil when the task is cancelled first. One waiter at a time.
    func value() async -> Value? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Value?, Never>) in
                let immediate: Value?? = self.state.withLock { state in
                    switch state {
                    case .fulfilled(let value):
                        return .some(value)
                    case .awaited, .empty:
                        // Cancelled before the handler could find the continuation.
                        if Task.isCancelled { return .some(nil) }
                        state = .awaited(continuation)
                        return nil
                    }
                }
                if let immediate { continuation.resume(returning: immediate) }
            }
        } onCancel: {
            let continuation: CheckedContinuation<Value?, Never>? = self.state.withLock { state in
                guard case .awaited(let continuation) = state else { return nil }
                state = .empty
                return continuation
            }
            continuation?.resume(returning: nil)
        }
    }

    /// Waits until a point in time at the most; nil = not delivered by then, or the task was cancelled.
    func value(until deadline: SuspendingClock.Instant) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await self.value() }
            group.addTask {
                try? await Task.sleep(until: deadline, tolerance: .zero, clock: .suspending)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            // The value may have come in the very moment the sleep ended.
            for await late in group where late != nil { return late }
            return first
        }
    }
}
