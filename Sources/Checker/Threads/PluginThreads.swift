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
        /// Jobs taken since the beginning, and when ``relieve(at:)`` last saw that number change.
        var taken: UInt64 = 0
        var seen: UInt64 = 0
        var seenAt: SuspendingClock.Instant?
        /// Whether somebody has been told that more waits than threads are free.
        var isPressed = false

        var isEmpty: Bool { self.first == self.jobs.count }

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
    /// Nothing was taken for so long, and something waits: all threads are held.
    static let patience = Duration.milliseconds(20)
    /// How long a thread beyond the ordinary ones stays without work.
    private static let rest = Duration.seconds(10)

    private let state = Monitor(State())
    private let onPressure: @Sendable () -> Void

    /// - Parameter onPressure: Called when more waits than threads are free; ``relieve(at:)`` is to follow soon.
    init(onPressure: @escaping @Sendable () -> Void) {
        self.onPressure = onPressure
    }

    /// - Returns: false when the system refuses threads.
    func start() -> Bool {
        (0..<Self.ordinary).allSatisfy { _ in self.addThread() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isAwaited, isPressure) = self.state.withLock { state in
            state.jobs.append(job)
            let isPressure = !state.isPressed && state.jobs.count - state.first > state.idle
            if isPressure { state.isPressed = true }
            return (state.idle > 0, isPressure)
        }
        if isAwaited { self.state.signal() }
        if isPressure { self.onPressure() }
    }

    /// Adds threads when all are held by code that does not let go. To be called again within ``patience`` for as long
    /// as it answers true.
    ///
    /// - Returns: Whether work waits for a thread.
    func relieve(at now: SuspendingClock.Instant) -> Bool {
        let (isPressed, missing) = self.state.withLock { state -> (Bool, Int) in
            guard !state.isEmpty else {
                state.seenAt = nil
                state.isPressed = false
                return (false, 0)
            }
            guard state.taken == state.seen, let since = state.seenAt else {
                state.seen = state.taken
                state.seenAt = now
                return (true, 0)
            }
            guard since.duration(to: now) >= Self.patience else { return (true, 0) }
            state.seenAt = now
            return (true, min(state.jobs.count - state.first, Self.ordinary * 4, Self.limit - state.threads))
        }
        for _ in 0..<max(0, missing) where !self.addThread() { break }
        return isPressed
    }

    private func addThread() -> Bool {
        self.state.withLock { $0.threads += 1 }
        if WorkerThread.start({ self.work() }) { return true }
        self.state.withLock { $0.threads -= 1 }
        return false
    }

    private func work() {
        while let job = self.nextJob() {
            unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }

    /// nil = the thread is one too many.
    private func nextJob() -> UnownedJob? {
        var idleSince: SuspendingClock.Instant?
        return self.state.wait { state in
            if let job = state.take() {
                if idleSince != nil { state.idle -= 1 }
                return .done(job)
            }
            let now = SuspendingClock().now
            if idleSince == nil {
                idleSince = now
                state.idle += 1
            }
            guard state.threads > Self.ordinary else { return .wait(nil) }
            let left = Self.rest - (idleSince ?? now).duration(to: now)
            if left > .zero { return .wait(left) }
            state.idle -= 1
            state.threads -= 1
            return .done(nil)
        }
    }
}
