import Checks
import Logging
import Synchronization

/// Runs notify scripts: those of one instance one after the other in the order of its transitions, those of different
/// instances side by side.
final class NotifyDispatcher: Sendable {
    private struct State {
        var timeout = Duration.seconds(30)
        var queues: [String: AsyncStream<NotifyRequest>.Continuation] = [:]
        var isFinished = false
    }

    private let state = Mutex(State())
    private let idle = Promise<Void>()
    private let logger: RateLimitedLogger

    /// Scripts of one instance that may wait. More is an instance that flaps faster than its scripts run; the oldest
    /// then no longer tell anything that is true.
    static let queueLimit = 256

    init(logger: RateLimitedLogger) {
        self.logger = logger
    }

    var timeout: Duration {
        get { self.state.withLock { $0.timeout } }
        set { self.state.withLock { $0.timeout = newValue } }
    }

    /// - Parameter group: Parent of the task that runs the instance's scripts.
    func enqueue(_ request: NotifyRequest, in group: inout DiscardingTaskGroup) {
        let (continuation, started) = self.state.withLock { state in
            if let queue = state.queues[request.instance] { return (queue, AsyncStream<NotifyRequest>?.none) }
            let (stream, queue) = AsyncStream.makeStream(
                of: NotifyRequest.self,
                bufferingPolicy: .bufferingNewest(Self.queueLimit)
            )
            state.queues[request.instance] = queue
            return (queue, stream)
        }
        if let started {
            group.addTask { await self.work(started, of: request.instance) }
        }
        if case .dropped(let lost) = continuation.yield(request) {
            self.logger.log(
                .error,
                key: "notify \(lost.instance)",
                "notify scripts do not keep up with the transitions; the oldest are left out",
                metadata: ["instance": "\(lost.instance)", "script": "\(lost.command.first ?? "")"]
            )
        }
    }

    /// Waits for the scripts that were asked for, but not longer than `limit`.
    func finish(within limit: Duration) async {
        let isIdle = self.state.withLock { state in
            state.isFinished = true
            for queue in state.queues.values { queue.finish() }
            return state.queues.isEmpty
        }
        guard !isIdle else { return }
        _ = await self.idle.value(until: SuspendingClock().now.advanced(by: limit))
    }

    private func work(_ requests: AsyncStream<NotifyRequest>, of instance: String) async {
        for await request in requests {
            let result = await NotifyRunner.run(request, timeout: self.timeout)
            self.logger.logger.log(
                level: result.isSuccess ? .info : .error,
                "notify script \(result.text)",
                metadata: [
                    "instance": "\(instance)",
                    "script": "\(request.scriptAndState)",
                    "duration": "\(result.duration.inUnits)",
                    "output": "\(result.lastLine)",
                ]
            )
            // Arguments may hold what is not meant for a log: a token, a password.
            self.logger.logger.debug(
                "notify script was run with these arguments",
                metadata: [
                    "instance": "\(instance)",
                    "script": "\(request.command.joined(separator: " "))",
                ]
            )
        }
        let isLast = self.state.withLock { state in
            state.queues[instance] = nil
            return state.isFinished && state.queues.isEmpty
        }
        if isLast { self.idle.fulfill(()) }
    }
}
