import Checks

/// One check between its runs: when it runs next, what is under way, and what is to be said at which moment.
///
/// A value without a clock. Every event says what follows from it as a ``Step``; ``deadline`` is when ``tick(at:)`` is
/// to be called next.
struct CheckCycle: Sendable {
    typealias Instant = MonotonicInstant

    /// A run, from the moment it may start.
    struct Run: Hashable, Sendable {
        /// Different for every run of every check.
        var number: UInt64
        /// When it could have started, had there been a place and a thread.
        var due: Instant
        var start: Instant
        /// By then it has ended, or failed.
        var deadline: Instant
        /// Whether a thread has taken it up by its deadline.
        var hasBegun = true
    }

    /// What is under way.
    enum Phase: Sendable {
        /// Nothing; the next run is due then. nil = it waits for what it requires.
        case waiting(until: Instant?)
        /// It is due, and there is no place to run.
        case queued(due: Instant, number: UInt64, until: Instant)
        case running(Run)
        /// It was stopped at its deadline and may still say what took so long.
        case stopped(Run, until: Instant)
        /// What can be said of it has been said, and it has not ended.
        ///
        /// - `until`: when the next run is due; `isOver`: it is no longer wanted, and the next starts once it has
        ///   ended.
        case ending(Run, until: Instant, isOver: Bool)
    }

    /// What follows from an event.
    struct Step: Sendable {
        /// A run is due: answer with ``start(_:at:)``, or with ``queue(_:at:)`` where there is no place.
        var isDue = false
        /// The run of this number is to be cancelled.
        var stops: UInt64?
        var outcome: CheckOutcome?
        /// Its health changed, or it is known for the first time.
        var healthChanged = false
        /// Runs that were left out because the one before took too long.
        var missed = 0
        /// A run goes on that was stopped this long ago.
        var stuckFor: Duration?
    }

    /// Whether what it requires lets it run.
    enum Gate: Hashable, Sendable {
        case open
        /// Nothing is known yet of a check it requires.
        case awaiting
        /// In words: `waits for nginx, which is down`.
        case closed(String)
    }

    var schedule: CheckSchedule
    /// Of a run that did not end in time.
    let timeoutReason: ReasonCode
    var health: CheckHealth
    var phase: Phase
    var gate = Gate.open
    /// Whether its last run did not end in time.
    var isSuspect = false
    var pace: Pace
    /// When the last run was due, when it was let start, and when it did.
    var lastDue: Instant
    var lastSlot: Instant
    var lastStart: Instant
    /// Changes the check has heard of since the last point of its timetable.
    var changes = 0
    /// Whether the next run was asked for by a change.
    var isByChange = false
    /// Whether the next run may wait for others to start together with them.
    var startsTogether: Bool

    /// A change asks for a run at the earliest this long after the start of the run before.
    static let minimumDistance = Duration.milliseconds(2)
    /// Changes within one interval that lead to a run; a check that cries wolf is polled only.
    static let changesPerInterval = 16
    /// How long a plugin that answers its cancellation may take to say how far it came; then it is said for it.
    static let lastWord = Duration.milliseconds(10)
    /// A run that was stopped this long ago and goes on is no longer a failure of the service but of the check.
    static let patience = Duration.seconds(10)

    /// - Parameter health: What is believed of the same check already.
    init(_ definition: CheckDefinition, health: CheckHealth?, pace: Pace, at now: Instant) {
        self.schedule = definition.schedule
        self.timeoutReason = definition.timeoutReason
        self.health = health ?? CheckHealth(definition)
        self.pace = pace
        self.phase = .waiting(until: pace.first)
        self.lastDue = pace.first
        self.lastSlot = pace.first
        self.startsTogether = pace.first > now
        self.lastStart = pace.first
    }

    /// When ``tick(at:)`` is to be called.
    var deadline: Instant? {
        switch self.phase {
        case .waiting(let until): until
        case .queued(_, _, let until): until
        case .running(let run): run.deadline
        case .stopped(_, let until): until
        case .ending(_, let until, _): until
        }
    }

    /// Whether ``deadline`` is a moment an interval has set, and nobody is in a hurry for what comes then.
    var awaitsInterval: Bool {
        switch self.phase {
        case .waiting: self.startsTogether && !self.isByChange
        case .ending(_, _, let isOver): !isOver
        case .queued, .running, .stopped: false
        }
    }

    /// The run that has not ended, wanted or not.
    var unended: Run? {
        switch self.phase {
        case .waiting, .queued: nil
        case .running(let run), .stopped(let run, _), .ending(let run, _, _): run
        }
    }

    /// Whether a change would lead to a run.
    var allowsWatch: Bool {
        if case .waiting = self.phase { self.gate == .open && self.changes < Self.changesPerInterval } else { false }
    }

    var timeout: Duration { self.schedule.timeout }

    /// The next starting time, after the run that has just been done with.
    mutating func plan(after now: Instant) -> (time: Instant, missed: Int) {
        let interval = self.health.interval(of: self.schedule)
        // A run that was put off for company has all of its interval: the next one will be put off as well.
        let putOff = max(.zero, self.lastDue.duration(to: self.lastSlot))
        return self.pace.next(after: now.advanced(by: .zero - putOff), last: self.lastDue, interval: interval)
    }

    mutating func deliver(_ outcome: CheckOutcome, at now: Instant, in step: inout Step) {
        let isFirst = !self.health.hasResult
        step.outcome = outcome
        if self.health.record(outcome, at: now) || isFirst { step.healthChanged = true }
    }
}
