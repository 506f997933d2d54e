import Synchronization

/// Looks names up without holding a thread of the cooperative pool, each name once at a time however many checks ask.
///
/// A name service that hangs holds at most ``limit`` threads; whoever comes later waits in line and gives up at its
/// own deadline.
final class NameLookup: Sendable {
    static let shared = NameLookup()

    /// Threads.
    static let limit = 8

    typealias Answer = Result<[SocketAddress], SocketAddress.LookupFailure>

    private struct Question: Hashable {
        var host: String
        var port: UInt16
        var family: AddressFamily
    }

    private struct State {
        var nextToken: UInt64 = 0
        var waiting: [Question: [UInt64: CheckedContinuation<Answer, Never>]] = [:]
        /// Asked and not begun, in order.
        var queue: [Question] = []
        /// Being looked up.
        var running: Set<Question> = []
        /// Cancelled before they waited.
        var cancelledEarly: Set<UInt64> = []
    }

    private let state = Mutex(State())

    /// The addresses of a host in the order the system would try them. A cancelled task gets a failure at once.
    func addresses(of host: String, port: UInt16, family: AddressFamily) async -> Answer {
        let question = Question(host: host, port: port, family: family)
        let token = self.state.withLock { state in
            state.nextToken += 1
            return state.nextToken
        }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { self.ask(question, token, $0) }
        } onCancel: {
            self.cancel(question, token)
        }
        _ = self.state.withLock { $0.cancelledEarly.remove(token) }
        return answer
    }

    private func ask(_ question: Question, _ token: UInt64, _ continuation: CheckedContinuation<Answer, Never>) {
        let isAdmitted = self.state.withLock { state in
            guard !state.cancelledEarly.contains(token) else { return false }
            let isNew = state.waiting[question] == nil && !state.running.contains(question)
            state.waiting[question, default: [:]][token] = continuation
            if isNew { state.queue.append(question) }
            return true
        }
        guard isAdmitted else { return continuation.resume(returning: Self.late) }
        self.begin()
    }

    private func cancel(_ question: Question, _ token: UInt64) {
        let continuation = self.state.withLock { state in
            guard let continuation = state.waiting[question]?.removeValue(forKey: token) else {
                state.cancelledEarly.insert(token)
                return nil as CheckedContinuation<Answer, Never>?
            }
            if state.waiting[question]?.isEmpty == true, !state.running.contains(question) {
                state.waiting[question] = nil
                state.queue.removeAll { $0 == question }
            }
            return continuation
        }
        continuation?.resume(returning: Self.late)
    }

    /// Gives the next question a thread if there is one to be had.
    private func begin() {
        let question = self.state.withLock { state in
            guard state.running.count < Self.limit, !state.queue.isEmpty else { return nil as Question? }
            let question = state.queue.removeFirst()
            state.running.insert(question)
            return question
        }
        guard let question else { return }
        let isStarted = Thread.detach {
            self.end(
                question,
                SocketAddress.lookUp(question.host, port: question.port, .name, family: question.family)
            )
        }
        if !isStarted {
            self.end(question, .failure(SocketAddress.LookupFailure(message: "this system has no more threads")))
        }
    }

    private func end(_ question: Question, _ answer: Answer) {
        let continuations = self.state.withLock { state in
            state.running.remove(question)
            return state.waiting.removeValue(forKey: question)
        }
        for continuation in (continuations ?? [:]).values { continuation.resume(returning: answer) }
        self.begin()
    }

    private static let late = Answer.failure(SocketAddress.LookupFailure(message: "the lookup did not end in time"))
}
