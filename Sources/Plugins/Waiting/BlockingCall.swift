import Synchronization

/// Calls that may block for long (name services), each on a thread of its own, a bounded number of them.
enum BlockingCall {
    /// A resolver that hangs must not be given more threads with every tick.
    static let limit = 16

    private static let running = Mutex(0)

    enum Failure: Error {
        case cancelled
        /// ``limit`` earlier calls have not come back.
        case exhausted
    }

    /// What `body` returns; a cancelled task does not wait for it.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async throws(Failure) -> Value {
        let admitted = self.running.withLock { running in
            guard running < self.limit else { return false }
            running += 1
            return true
        }
        guard admitted else { throw .exhausted }
        let slot = Slot<Value>()
        let answer: Result<Value, Failure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                slot.wait(continuation)
                let started = Thread.detach {
                    let value = body()
                    self.running.withLock { $0 -= 1 }
                    slot.answer(.success(value))
                }
                if !started {
                    self.running.withLock { $0 -= 1 }
                    slot.answer(.failure(.exhausted))
                }
            }
        } onCancel: {
            slot.answer(.failure(.cancelled))
        }
        return try answer.get()
    }

    /// Where the first of two answers wins, and either may come before anybody waits.
    private final class Slot<Value: Sendable>: Sendable {
        private enum State {
            case empty
            case waiting(CheckedContinuation<Result<Value, Failure>, Never>)
            case answered(Result<Value, Failure>)
            case done
        }

        private let state = Mutex(State.empty)

        func wait(_ continuation: CheckedContinuation<Result<Value, Failure>, Never>) {
            let answer: Result<Value, Failure>? = self.state.withLock { state in
                if case .answered(let answer) = state {
                    state = .done
                    return answer
                }
                state = .waiting(continuation)
                return nil
            }
            if let answer {
                continuation.resume(returning: answer)
            }
        }

        func answer(_ answer: Result<Value, Failure>) {
            let continuation = self.state.withLock { state -> CheckedContinuation<Result<Value, Failure>, Never>? in
                switch state {
                case .empty:
                    state = .answered(answer)
                    return nil
                case .waiting(let continuation):
                    state = .done
                    return continuation
                case .answered, .done:
                    return nil
                }
            }
            continuation?.resume(returning: answer)
        }
    }
}
