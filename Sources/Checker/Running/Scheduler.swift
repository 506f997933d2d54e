import Checks
import Logging
import Synchronization

/// Runs checks as their ``Schedule`` says: one thread that knows the time, and threads for the plugins.
///
/// The thread of the schedule starts runs, says at a run's deadline what has become of it, and waits for nobody.
/// Whatever plugin code does to its own threads, no deadline passes unnoticed.
final class Scheduler: Sendable {
    typealias Instant = MonotonicInstant

    /// Where outcomes go.
    struct Reports: Sendable {
        /// From now on reports are evidence of this configuration.
        var begin: @Sendable (_ generation: UInt32) -> Void
        /// Keeps a report for the next ``flush``.
        var add: @Sendable (CheckOutcome, _ check: String, _ runs: UInt32) -> Void
        /// Sends what was added.
        var flush: @Sendable () -> Void
    }

    /// What belongs to one check of the schedule, under its number.
    struct Seat {
        /// nil = nobody has the number.
        var runner: CheckRunner?
        /// The run that has not ended.
        var task: RunTask?
        /// What the router heard last.
        var last: CheckOutcome?
        /// Runs since then.
        var unreported: UInt32 = 0
    }

    struct Start: Sendable {
        var id: Int
        var run: CheckCycle.Run
        var runner: CheckRunner
        var task: RunTask
    }

    /// A wait for a change.
    struct Watch: Sendable {
        var id: Int
        var runner: CheckRunner
        var task: RunTask
    }

    struct State {
        var schedule: Schedule
        var seats: [Seat] = []
        /// What the thread of the schedule is to start and to cancel.
        var starts: [Start] = []
        var cancels: [RunTask] = []
        /// Whose wait for a change is to end, and what waits are to begin.
        var watches: [CheckRunner] = []
        var begunWatches: [Watch] = []
        /// When reports that were added are to be sent; nil = there are none.
        var flushDue: Instant?
        /// When reports were sent last.
        var lastFlush = Instant(nanoseconds: 0)
        var notes: [SchedulerNote] = []
        /// Kept for its memory.
        var actions: [Schedule.Action] = []
        /// Until when the thread sleeps; nil = until it is woken.
        var sleepsUntil: Instant?
        /// Between two packets of reports that are no news.
        var flushDelay = Scheduler.flushDelay
        /// When a run that a change asks for may start: no pause holds it up.
        var urgent: Instant?
        var isStopped = false
        /// Whether there are so many checks that a line in the log for each would tell nobody anything.
        var isLarge = false

        /// Whether reports are to be sent now.
        mutating func takeFlush(dueBy now: Instant) -> Bool {
            guard let due = self.flushDue, due <= now else { return false }
            self.flushDue = nil
            self.lastFlush = now
            return true
        }
    }

    let state: Mutex<State>
    let reports: Reports
    let factory: CheckFactory
    let logger: RateLimitedLogger
    let board: HealthBoard
    private let alarm: AlarmThread
    private let plugins: PluginThreads

    /// Between two turns, unless somebody hurries: what is due in so short a time is done in one go.
    static let pause = Duration.milliseconds(2)
    /// Between two packets of reports that are no news, at most: each wakes the router.
    static let flushDelay = Duration.milliseconds(100)
    /// As long as nothing is configured.
    static let concurrency = 64
    /// Checks of which the log names each that is well to begin with.
    static let namedChecks = 200

    init(factory: CheckFactory, board: HealthBoard, logger: RateLimitedLogger, reports: Reports) {
        self.factory = factory.with(board)
        self.board = board
        self.logger = logger
        self.reports = reports
        let alarm = AlarmThread()
        self.alarm = alarm
        // Mostly the thread that left the work takes it up itself, long before anybody has to look.
        self.plugins = PluginThreads(onPressure: {
            alarm.wake(by: MonotonicInstant.now.advanced(by: PluginThreads.patience))
        })
        let seed = UInt64.random(in: 0 ... .max)
        self.state = Mutex(State(schedule: Schedule(concurrency: Self.concurrency, seed: seed)))
    }

    /// Starts the threads.
    ///
    /// - Returns: false when the system refuses them.
    func start() -> Bool {
        self.alarm.start() && self.plugins.start()
    }

    /// Runs checks until ``stop()`` or the task's cancellation; returns when the last run has really ended.
    func run() async {
        await withTaskCancellationHandler {
            await withTaskExecutorPreference(self.alarm) { await self.work() }
        } onCancel: {
            self.stop()
        }
        self.alarm.finish()
        self.plugins.finish()
    }

    private func work() async {
        // A task that ends is looked for among all of its group: runs end all the time, waits for a change hardly ever.
        await withDiscardingTaskGroup { watches in
            await self.work(in: &watches)
            watches.cancelAll()
        }
    }

    private func work(in watches: inout DiscardingTaskGroup) async {
        await withDiscardingTaskGroup { group in
            while true {
                let turn = self.turn()
                for watch in turn.begunWatches {
                    watches.addTask(executorPreference: self.plugins) { await self.perform(watch) }
                }
                for start in turn.starts {
                    group.addTask(executorPreference: self.plugins) { await self.perform(start) }
                }
                if !turn.cancels.isEmpty || !turn.watches.isEmpty {
                    // Not here: a plugin hears of its cancellation in the thread that cancels.
                    group.addTask(executorPreference: self.plugins) {
                        for task in turn.cancels { task.cancel() }
                        for runner in turn.watches { runner.endWatch() }
                    }
                }
                if turn.flushes { self.reports.flush() }
                if turn.isLast {
                    watches.cancelAll()
                    break
                }
                await self.alarm.sleep(until: turn.next)
            }
            group.cancelAll()
        }
    }

    /// Lets what is due start now, without the pause.
    func hurry() {
        self.alarm.wake()
    }

    private static func earliest(_ first: Instant?, _ second: Instant?, _ third: Instant?) -> Instant? {
        var earliest = first
        if let second, earliest.map({ second < $0 }) ?? true { earliest = second }
        if let third, earliest.map({ third < $0 }) ?? true { earliest = third }
        return earliest
    }

    private struct Turn {
        var starts: [Start]
        var cancels: [RunTask]
        var watches: [CheckRunner]
        var begunWatches: [Watch]
        /// Whether reports are to be sent, once what is due has started.
        var flushes: Bool
        var next: Instant?
        var isLast: Bool
    }

    /// Does what is due by now.
    private func turn() -> Turn {
        let now = MonotonicInstant.now
        let look = self.plugins.relieve(at: now)
        let (turn, notes) = self.state.withLock { state -> (Turn, [SchedulerNote]) in
            state.schedule.advance(to: now)
            self.settle(&state, at: now)
            let isFlushDue = state.takeFlush(dueBy: now)
            if let urgent = state.urgent, urgent <= now { state.urgent = nil }
            let ordinary = Self.earliest(state.schedule.next, state.flushDue, look).map {
                max($0, now.advanced(by: Self.pause))
            }
            let next = Self.earliest(ordinary, state.urgent, nil)
            state.sleepsUntil = next
            defer {
                state.starts.removeAll(keepingCapacity: true)
                state.cancels.removeAll()
                state.watches.removeAll()
                state.begunWatches.removeAll()
                state.notes.removeAll()
            }
            let turn = Turn(
                starts: state.starts,
                cancels: state.cancels,
                watches: state.watches,
                begunWatches: state.begunWatches,
                flushes: isFlushDue,
                next: next,
                isLast: state.isStopped
            )
            return (turn, state.notes)
        }
        for note in notes { self.log(note) }
        return turn
    }

    /// An event from outside: does to the schedule what `body` says, and what follows from it.
    func change<Result>(_ body: (inout State, Instant) -> Result) -> Result {
        let now = MonotonicInstant.now
        let (result, isFlushDue, wakes, hasWatches, notes) = self.state.withLock { state in
            let result = body(&state, now)
            self.settle(&state, at: now)
            let isFlushDue = state.takeFlush(dueBy: now)
            // What comes within the pause is no reason to wake a thread twice.
            let next = Self.earliest(state.schedule.next, state.flushDue, nil)?.advanced(by: Self.pause)
            let isEarlier = next.map { next in state.sleepsUntil.map { next < $0 } ?? true } ?? false
            let isWork = !state.starts.isEmpty || !state.cancels.isEmpty || !state.watches.isEmpty || state.isStopped
            let hasWatches = !state.begunWatches.isEmpty
            defer { state.notes.removeAll() }
            return (result, isFlushDue, isEarlier || isWork, hasWatches, state.notes)
        }
        if isFlushDue { self.reports.flush() }
        // A change that comes before its watch is found when the watch begins.
        if wakes {
            self.alarm.wake()
        } else if hasWatches {
            self.alarm.wake(by: now.advanced(by: Self.pause))
        }
        for note in notes { self.log(note) }
        return result
    }
}
