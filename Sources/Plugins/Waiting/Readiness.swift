import CLinux
import Glibc
import Synchronization

/// Waits for descriptors on one thread for all checks, so that no thread of the cooperative pool is ever held.
final class Readiness: Sendable {
    static let shared = Readiness()

    enum Interest: Sendable {
        case readable
        case writable
    }

    enum Answer: Hashable, Sendable {
        /// Readable, writable, closed by the other side or in error: a system call on it will not block.
        case ready
        case cancelled
        /// The descriptor cannot be waited for; the error number.
        case failed(Int32)
    }

    private enum Waiter {
        case waiting(descriptor: Int32, CheckedContinuation<Answer, Never>)
        /// Cancelled before it began to wait.
        case cancelled
    }

    private struct State {
        var waiters: [UInt64: Waiter] = [:]
        var nextToken: UInt64 = 0
    }

    private let state = Mutex(State())
    private let epoll: Int32

    private init() {
        self.epoll = clinux_epoll_create()
        let epoll = self.epoll
        if epoll >= 0 {
            Thread.detach { self.deliver(from: epoll) }
        }
    }

    /// Returns when `descriptor` is ready, or at once when the task is cancelled.
    ///
    /// A descriptor has one waiter at a time and stays open while it is waited for.
    func wait(for descriptor: Int32, _ interest: Interest) async -> Answer {
        let token = self.token()
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.begin(token, descriptor, interest, continuation)
            }
        } onCancel: {
            self.cancel(token)
        }
        // A cancellation that came after the answer left its mark.
        self.state.withLock { $0.waiters[token] = nil }
        return answer
    }

    /// As ``wait(for:_:)``, but goes on waiting in a cancelled task: for what is certain to come soon.
    func waitToTheEnd(for descriptor: Int32, _ interest: Interest) async -> Answer {
        let token = self.token()
        return await withCheckedContinuation { continuation in
            self.begin(token, descriptor, interest, continuation)
        }
    }

    private func token() -> UInt64 {
        self.state.withLock { state in
            state.nextToken += 1
            return state.nextToken
        }
    }

    private func begin(
        _ token: UInt64,
        _ descriptor: Int32,
        _ interest: Interest,
        _ continuation: CheckedContinuation<Answer, Never>
    ) {
        let answer: Answer? = self.state.withLock { state in
            if state.waiters.removeValue(forKey: token) != nil {
                return .cancelled
            }
            let events =
                switch interest {
                case .readable: UInt32(CLINUX_EPOLLIN)
                case .writable: UInt32(CLINUX_EPOLLOUT)
                }
            let added = clinux_epoll_control(self.epoll, Int32(CLINUX_EPOLL_CTL_ADD), descriptor, events, token)
            guard added == 0 else { return .failed(errno) }
            state.waiters[token] = .waiting(descriptor: descriptor, continuation)
            return nil
        }
        if let answer {
            continuation.resume(returning: answer)
        }
    }

    private func cancel(_ token: UInt64) {
        let waiting = self.state.withLock { state -> CheckedContinuation<Answer, Never>? in
            guard let continuation = self.remove(token, from: &state) else {
                // Either not begun yet, or already answered; in both cases `wait` takes the mark away.
                state.waiters[token] = .cancelled
                return nil
            }
            return continuation
        }
        waiting?.resume(returning: .cancelled)
    }

    private func remove(_ token: UInt64, from state: inout State) -> CheckedContinuation<Answer, Never>? {
        guard case .waiting(let descriptor, let continuation)? = state.waiters[token] else { return nil }
        state.waiters[token] = nil
        _ = clinux_epoll_control(self.epoll, Int32(CLINUX_EPOLL_CTL_DEL), descriptor, 0, 0)
        return continuation
    }

    private func deliver(from epoll: Int32) {
        let capacity = Int(CLINUX_EPOLL_BATCH)
        var tokens = [UInt64](repeating: 0, count: capacity)
        var events = [UInt32](repeating: 0, count: capacity)
        while true {
            let count = unsafe clinux_epoll_wait(epoll, &tokens, &events, Int32(capacity), -1)
            guard count > 0 else { continue }
            for token in tokens.prefix(Int(count)) {
                let continuation = self.state.withLock { self.remove(token, from: &$0) }
                continuation?.resume(returning: .ready)
            }
        }
    }
}
