import Glibc

/// The threads plugin code runs on: as many as there are processors, and more for as long as code holds them.
///
/// Plugins are not to block, and some will. The shared pool of Swift concurrency has no thread to spare for them: two
/// blocked plugins would stop a checker on a machine of two processors. Here they cost a thread each.
final class PluginThreads: TaskExecutor {
    private struct State: Sendable {
        var jobs: [UnownedJob] = []
        /// The jobs before this one have been taken.
        var first = 0
        var threads = 0
        var idle = 0
        /// Idle threads that have been called and have not come yet.
        var called = 0
        /// Threads that have been added and have not come yet.
        var coming = 0
        /// How often all busy threads have been found held by code that does not let go, and how many of them still
        /// are.
        var findings: UInt64 = 0
        var held = 0
        /// Jobs taken since the beginning, and when ``relieve(at:)`` last saw that number change.
        var taken: UInt64 = 0
        var seen: UInt64 = 0
        var seenAt: MonotonicInstant?
        /// Whether somebody has been told that work waits for a busy thread.
        var isPressed = false
        var isFinished = false

        var isEmpty: Bool { self.first == self.jobs.count }
        var pending: Int { self.jobs.count - self.first }
        /// Threads that take work soon.
        var busy: Int { self.threads - self.idle + self.called - self.held }

        mutating func take() -> UnownedJob? {
            guard !self.isEmpty else { return nil }
            let job = self.jobs[self.first]
            self.first += 1
            self.taken += 1
            if self.first == self.jobs.count {
                self.jobs.removeAll(keepingCapacity: true)
                self.first = 0
            } else if self.first == 1024 {
                self.jobs.removeFirst(self.first)
                self.first = 0
            }
            return job
        }
    }

    /// As many as processors, within reason.
    private static let ordinary = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 2), 8)
    /// Threads at most; beyond that code that blocks holds up other code.
    private static let limit = 256
    /// Jobs that may wait for each busy thread before another one is called: most take some microseconds, which is
    /// less than it costs to wake a thread.
    private static let depth = 8
    /// Nothing was taken for so long, and something waits: all threads are held. Longer than any ``Beat``: where every
    /// one has something to start, looking costs no turn of its own.
    static let patience = Duration.milliseconds(50)
    /// How long a thread beyond the ordinary ones stays without work.
    private static let rest = Duration.seconds(10)

    private let state = Monitor(State())
    private let onPressure: @Sendable () -> Void

    /// - Parameter onPressure: Called when work waits for a busy thread; ``relieve(at:)`` is to follow soon.
    init(onPressure: @escaping @Sendable () -> Void) {
        self.onPressure = onPressure
    }

    /// - Returns: false when the system refuses threads.
    func start() -> Bool {
        (0..<Self.ordinary).allSatisfy { _ in self.addThread() }
    }

    /// Lets the threads end. No task may prefer them any more.
    func finish() {
        self.state.withLock { $0.isFinished = true }
        self.state.broadcast()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (calls, isPressure) = self.state.withLock { state in
            state.jobs.append(job)
            let calls = state.idle > state.called && (state.busy == 0 || state.pending > state.busy * Self.depth)
            if calls { state.called += 1 }
            let isPressure = !calls && !state.isPressed
            if isPressure { state.isPressed = true }
            return (calls, isPressure)
        }
        if calls { self.state.signal() }
        if isPressure { self.onPressure() }
    }

    /// Calls or adds threads when the busy ones are held by code that does not let go.
    ///
    /// - Returns: When to call it again, because work waits for a thread; nil where none does.
    func relieve(at now: MonotonicInstant) -> MonotonicInstant? {
        let (since, missing, called) = self.state.withLock { state -> (MonotonicInstant?, Int, Int) in
            guard !state.isEmpty else {
                state.seenAt = nil
                state.isPressed = false
                return (nil, 0, 0)
            }
            guard state.taken == state.seen, let since = state.seenAt else {
                state.seen = state.taken
                state.seenAt = now
                return (now, 0, 0)
            }
            guard since.duration(to: now) >= Self.patience else { return (since, 0, 0) }
            state.seenAt = now
            state.findings += 1
            state.held = state.threads - state.idle - state.coming
            guard state.idle == 0 else { return (now, 0, min(state.pending, state.idle)) }
            return (now, min(state.pending, Self.ordinary * 4, Self.limit - state.threads), 0)
        }
        for _ in 0..<called { self.state.signal() }
        for _ in 0..<max(0, missing) where !self.addThread() { break }
        return since?.advanced(by: Self.patience)
    }

    private func addThread() -> Bool {
        self.state.withLock { state in
            state.threads += 1
            state.coming += 1
        }
        if WorkerThread.start({ self.work() }) { return true }
        self.state.withLock { state in
            state.threads -= 1
            state.coming -= 1
        }
        return false
    }

    private func work() {
        self.state.withLock { $0.coming -= 1 }
        var findings: UInt64?
        while let (job, now) = self.nextJob(since: findings) {
            findings = now
            unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }

    /// nil = the thread is one too many.
    ///
    /// - Parameter findings: ``State/findings`` when the thread took its last job; nil = this is the first.
    private func nextJob(since findings: UInt64?) -> (job: UnownedJob, findings: UInt64)? {
        var idleSince: MonotonicInstant?
        var isBack = findings == nil
        return self.state.wait { state in
            if !isBack {
                isBack = true
                if findings != state.findings, state.held > 0 { state.held -= 1 }
            }
            if idleSince != nil, state.called > 0 { state.called -= 1 }
            if let job = state.take() {
                if idleSince != nil { state.idle -= 1 }
                return .done((job, state.findings))
            }
            guard !state.isFinished else { return .done(nil) }
            let now = MonotonicInstant.now
            if idleSince == nil {
                idleSince = now
                state.idle += 1
            }
            guard state.threads - state.held > Self.ordinary else { return .wait(nil) }
            let left = Self.rest - (idleSince ?? now).duration(to: now)
            if left > .zero { return .wait(left) }
            state.idle -= 1
            state.threads -= 1
            return .done(nil)
        }
    }
}
