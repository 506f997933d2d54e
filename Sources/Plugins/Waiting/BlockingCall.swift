import Synchronization

/// Calls that may block for long (name services, disks), each on a thread of its own, a bounded number of them at once.
///
/// Whoever comes when all threads are taken waits in line, first come first served, until its task is cancelled: a
/// burst of calls is late, it does not fail.
enum BlockingCall {
    /// A resolver that hangs must not be given more threads with every tick.
    static let limit = 16

    private struct Line {
        var running = 0
        var nextTicket: UInt64 = 0
        /// The lowest ticket that may still wait.
        var front: UInt64 = 0
        var waiting: [UInt64: @Sendable () -> Void] = [:]

        mutating func ticket() -> UInt64 {
            defer { self.nextTicket += 1 }
            return self.nextTicket
        }

        mutating func takeFirst() -> (@Sendable () -> Void)? {
            while !self.waiting.isEmpty {
                defer { self.front += 1 }
                if let call = self.waiting.removeValue(forKey: self.front) { return call }
            }
            self.front = self.nextTicket
            return nil
        }
    }

    private static let line = Mutex(Line())

    /// What `body` returns; nil where the task is cancelled, which does not wait for it.
    ///
    /// - Parameter isNotRun: Called where `body` will never be.
    static func run<Value: Sendable>(
        orElse isNotRun: () -> Void = {},
        _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        let slot = Slot<Value>()
        let answer: Value? = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard slot.wait(continuation) else { return continuation.resume(returning: nil) }
                let ticket = self.line.withLock { line in
                    let ticket = line.ticket()
                    line.waiting[ticket] = { if slot.begin() { slot.end(body()) } }
                    return ticket
                }
                slot.stands { self.leave(ticket) }
                self.serve()
            }
        } onCancel: {
            slot.cancel()
        }
        if case .none = answer, !slot.isBegun { isNotRun() }
        return answer
    }

    private static func leave(_ ticket: UInt64) {
        self.line.withLock { _ = $0.waiting.removeValue(forKey: ticket) }
    }

    /// Starts a thread for those who wait, if there may be one more.
    private static func serve() {
        let isFree = self.line.withLock { line in
            guard line.running < self.limit, !line.waiting.isEmpty else { return false }
            line.running += 1
            return true
        }
        guard isFree else { return }
        let isStarted = Thread.detach {
            while let call = self.next() { call() }
        }
        guard !isStarted else { return }
        let isAlone = self.line.withLock { line in
            line.running -= 1
            return line.running == 0
        }
        // The others serve the line when they are done; where there are none, the system may have a thread later.
        guard isAlone else { return }
        Task {
            try? await Task.sleep(for: .milliseconds(10))
            self.serve()
        }
    }

    /// The next call of a thread, which has no further one where there is none.
    private static func next() -> (@Sendable () -> Void)? {
        self.line.withLock { line in
            let call = line.takeFirst()
            if call == nil { line.running -= 1 }
            return call
        }
    }

    /// One call and the task that waits for it.
    private final class Slot<Value: Sendable>: Sendable {
        private struct State {
            var continuation: CheckedContinuation<Value?, Never>?
            /// Leaves the line.
            var leave: (@Sendable () -> Void)?
            var isBegun = false
            var isCancelled = false
        }

        private let state = Mutex(State())

        var isBegun: Bool { self.state.withLock { $0.isBegun } }

        /// False where nobody needs an answer any more.
        func wait(_ continuation: CheckedContinuation<Value?, Never>) -> Bool {
            self.state.withLock { state in
                guard !state.isCancelled else { return false }
                state.continuation = continuation
                return true
            }
        }

        /// It stands in line, and leaves it by `leave`.
        func stands(_ leave: @escaping @Sendable () -> Void) {
            let isCancelled = self.state.withLock { state in
                state.leave = leave
                return state.isCancelled
            }
            if isCancelled { leave() }
        }

        /// False where the call must not be made any more.
        func begin() -> Bool {
            self.state.withLock { state in
                guard !state.isCancelled else { return false }
                state.isBegun = true
                return true
            }
        }

        func end(_ value: Value) {
            self.takeContinuation()?.resume(returning: value)
        }

        func cancel() {
            let leave = self.state.withLock { state in
                state.isCancelled = true
                return state.leave
            }
            leave?()
            self.takeContinuation()?.resume(returning: nil)
        }

        private func takeContinuation() -> CheckedContinuation<Value?, Never>? {
            self.state.withLock { state in
                defer { state.continuation = nil }
                return state.continuation
            }
        }
    }
}
