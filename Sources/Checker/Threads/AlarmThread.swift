/// A thread of its own for one task, whose only wait is for a point in time.
///
/// What runs here is on time however busy the shared pool is, and whatever plugins do to it.
final class AlarmThread: TaskExecutor {
    private struct State: Sendable {
        var jobs: [UnownedJob] = []
        var sleeper: Sleeper?
        /// Woken when nobody slept: the next sleep ends at once.
        var isWoken = false
        /// The sleep, or the next one, ends by then; nil = as it was to.
        var limit: MonotonicInstant?
        var isFinished = false
    }

    private struct Sleeper: Sendable {
        /// nil = until woken.
        var until: MonotonicInstant?
        var continuation: CheckedContinuation<Void, Never>
    }

    private enum Turn {
        case jobs([UnownedJob])
        case alarm(Sleeper)
        case end
    }

    private let state = Monitor(State())

    /// - Returns: false when the system refuses a thread.
    func start() -> Bool {
        WorkerThread.start { self.work() }
    }

    /// Lets the thread end. No task may prefer it any more.
    func finish() {
        self.state.withLock { $0.isFinished = true }
        self.state.signal()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.state.withLock { $0.jobs.append(job) }
        self.state.signal()
    }

    /// Returns when the time has come, or when ``wake()`` was called since the last return. For the task that runs
    /// here.
    func sleep(until time: MonotonicInstant?) async {
        await withCheckedContinuation { continuation in
            self.state.withLock { $0.sleeper = Sleeper(until: time, continuation: continuation) }
        }
    }

    /// Ends the sleep, or the next one.
    func wake() {
        let isFirst = self.state.withLock { state in
            defer { state.isWoken = true }
            return !state.isWoken
        }
        if isFirst { self.state.signal() }
    }

    /// Ends the sleep, or the next one, by then at the latest. Costs nothing where it ends sooner anyway.
    func wake(by time: MonotonicInstant) {
        let isSooner = self.state.withLock { state in
            if let limit = state.limit, limit <= time { return false }
            state.limit = time
            guard !state.isWoken, let sleeper = state.sleeper else { return false }
            return sleeper.until.map { time < $0 } ?? true
        }
        if isSooner { self.state.signal() }
    }

    private func work() {
        while true {
            switch self.state.wait(Self.turn) {
            case .jobs(let jobs):
                for job in jobs { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
            case .alarm(let sleeper):
                sleeper.continuation.resume()
            case .end:
                return
            }
        }
    }

    private static func turn(_ state: inout State) -> Monitor<State>.Wait<Turn> {
        if !state.jobs.isEmpty {
            defer { state.jobs = [] }
            return .done(.jobs(state.jobs))
        }
        if let sleeper = state.sleeper {
            var until = sleeper.until
            if let limit = state.limit, until.map({ limit < $0 }) ?? true { until = limit }
            let left = until.map { MonotonicInstant.now.duration(to: $0) }
            guard state.isWoken || left.map({ $0 <= .zero }) ?? false else { return .wait(left) }
            state.sleeper = nil
            state.isWoken = false
            state.limit = nil
            return .done(.alarm(sleeper))
        }
        return state.isFinished ? .done(.end) : .wait(nil)
    }
}
