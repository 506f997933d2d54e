import Checks
import Synchronization

/// One long-lived process as its checks see it: a place to ask, and to hear of changes.
///
/// Its thread (``StreamThread``) does what waits: pipes, signals, starts. Everybody else only changes the machine and
/// wakes that thread.
final class StreamProcess: Sendable {
    let program: ChildProgram

    struct Answer: Sendable {
        var outcome: CheckOutcome
        /// Of the check's state at that moment; see ``waitForChange(of:after:)``.
        var version: UInt64
    }

    private struct State {
        var machine: StreamMachine
        /// What the thread has to do.
        var orders: [StreamMachine.Action] = []
        var runs: [UInt64: CheckedContinuation<Answer, Never>] = [:]
        var checksOfRuns: [UInt64: String] = [:]
        var watchers: [UInt64: Watcher] = [:]
        var versions: [String: UInt64] = [:]
        var nextToken: UInt64 = 0
        var thread: StreamWake?
    }

    private enum Watcher {
        case waiting(check: String, CheckedContinuation<Void, Never>)
        /// Cancelled before it began to wait.
        case cancelled
    }

    private let state: Mutex<State>

    init(_ program: ChildProgram, timing: StreamTiming = StreamTiming()) {
        self.program = program
        self.state = Mutex(State(machine: StreamMachine(program: program.program, timing: timing)))
    }

    // MARK: For checks

    func join(_ check: String, _ options: [StreamRequest.Option]) {
        self.handle { $0.join(check, options, at: .now) }
    }

    func leave(_ check: String) {
        self.handle { $0.leave(check, at: .now) }
    }

    /// Asks for a run; answers at the latest after `timeout`, and at once when the task is cancelled.
    func ask(_ check: String, timeout: Duration) async -> Answer {
        let token = self.token()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.change { state in
                    state.runs[token] = continuation
                    state.checksOfRuns[token] = check
                    let now = ContinuousClock.now
                    return state.machine.ask(token, of: check, until: now + timeout, at: now)
                }
                if Task.isCancelled { self.handle { $0.giveUp(token) } }
            }
        } onCancel: {
            self.handle { $0.giveUp(token) }
        }
    }

    /// Returns when something of this check has changed since `version`, or when the task is cancelled.
    func waitForChange(of check: String, after version: UInt64) async {
        let token = self.token()
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isOver = self.state.withLock { state in
                    if state.watchers.removeValue(forKey: token) != nil { return true }
                    if state.versions[check, default: 0] > version { return true }
                    state.watchers[token] = .waiting(check: check, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiting = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard case .waiting(_, let continuation)? = state.watchers.removeValue(forKey: token) else {
                    state.watchers[token] = .cancelled
                    return nil
                }
                return continuation
            }
            waiting?.resume()
        }
        // A cancellation that came after the change left its mark.
        self.state.withLock { $0.watchers[token] = nil }
    }

    private func token() -> UInt64 {
        self.state.withLock { state in
            state.nextToken += 1
            return state.nextToken
        }
    }

    // MARK: For the thread

    /// What is to be done, and when the machine wants to be asked again. nil ends the thread: nothing is left to do.
    func nextOrders() -> (orders: [StreamMachine.Action], deadline: ContinuousClock.Instant?)? {
        self.state.withLock { state in
            guard !state.machine.members.isEmpty || state.machine.hasProcess || !state.orders.isEmpty else {
                state.thread = nil
                return nil
            }
            defer { state.orders = [] }
            return (state.orders, state.machine.deadline)
        }
    }

    /// Tells the machine of an event and does what it says.
    func handle(_ event: (inout StreamMachine) -> [StreamMachine.Action]) {
        self.change { event(&$0.machine) }
    }

    private func change(_ event: (inout State) -> [StreamMachine.Action]) {
        var answers: [(CheckedContinuation<Answer, Never>, Answer)] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
        let thread = self.state.withLock { state -> StreamWake? in
            let before = state.machine.deadline
            for action in event(&state) {
                switch action {
                case .start, .send, .closeInput, .signal:
                    state.orders.append(action)
                case .answer(let run, let outcome):
                    guard let continuation = state.runs.removeValue(forKey: run) else { continue }
                    let check = state.checksOfRuns.removeValue(forKey: run) ?? ""
                    let version = state.versions[check, default: 0]
                    answers.append((continuation, Answer(outcome: outcome, version: version)))
                case .changed(let check):
                    state.versions[check, default: 0] += 1
                    watchers += Self.takeWatchers(of: check, from: &state)
                }
            }
            return self.threadToWake(&state, isUrgent: state.machine.deadline != before)
        }
        for (continuation, answer) in answers { continuation.resume(returning: answer) }
        for watcher in watchers { watcher.resume() }
        thread?.wake()
    }

    private static func takeWatchers(of check: String, from state: inout State) -> [CheckedContinuation<Void, Never>] {
        var taken: [CheckedContinuation<Void, Never>] = []
        for (token, watcher) in state.watchers {
            guard case .waiting(check, let continuation) = watcher else { continue }
            state.watchers[token] = nil
            taken.append(continuation)
        }
        return taken
    }

    /// The thread, if it has something to do; it is started where there is none.
    private func threadToWake(_ state: inout State, isUrgent: Bool) -> StreamWake? {
        if let thread = state.thread { return isUrgent || !state.orders.isEmpty ? thread : nil }
        guard !state.orders.isEmpty, let wake = StreamWake() else { return nil }
        let started = Thread.detach { StreamThread(for: self, wake).run() }
        state.thread = started ? wake : nil
        return nil
    }
}
