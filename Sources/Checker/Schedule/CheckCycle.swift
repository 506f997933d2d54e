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
        /// - `until`: when the next run is due; `isOver`: it is no longer wanted, and the next starts once it has ended.
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

    private(set) var schedule: CheckSchedule
    /// Of a run that did not end in time.
    let timeoutReason: ReasonCode
    private(set) var health: CheckHealth
    private(set) var phase: Phase
    private(set) var gate = Gate.open
    /// Whether its last run did not end in time.
    private(set) var isSuspect = false
    var pace: Pace
    /// When the last run was due, and when it started.
    private(set) var lastDue: Instant
    private(set) var lastStart: Instant
    /// Changes the check has heard of since the last point of its timetable.
    private var changes = 0
    /// Whether the next run was asked for by a change.
    private var isByChange = false

    /// A change asks for a run at the earliest this long after the start of the run before.
    static let minimumDistance = Duration.milliseconds(10)
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

    private var timeout: Duration { self.schedule.timeout }

    /// The next starting time, after the run that has just been done with.
    private mutating func plan(after now: Instant) -> (time: Instant, missed: Int) {
        let interval = self.health.interval(of: self.schedule)
        return self.pace.next(after: now, last: self.lastDue, interval: interval)
    }

    private mutating func deliver(_ outcome: CheckOutcome, at now: Instant, in step: inout Step) {
        let isFirst = !self.health.hasResult
        step.outcome = outcome
        if self.health.record(outcome, at: now) || isFirst { step.healthChanged = true }
    }
}

// MARK: Time

extension CheckCycle {
    /// ``deadline`` has come.
    mutating func tick(at now: Instant) -> Step {
        var step = Step()
        switch self.phase {
        case .waiting:
            self.waitedEnough(at: now, in: &step)
        case .queued:
            self.lastStart = now
            self.deliver(self.noPlace, at: now, in: &step)
            self.rest(after: now, in: &step)
        case .running(let run):
            self.isSuspect = true
            self.phase = .stopped(run, until: run.deadline.advanced(by: Self.lastWord))
            step.stops = run.number
        case .stopped(let run, _):
            self.deliver(self.timedOut(run, at: now), at: now, in: &step)
            self.phase = .ending(run, until: self.plan(after: now).time, isOver: false)
        case .ending(let run, _, let isOver):
            self.endsNot(run, isOver: isOver, at: now, in: &step)
        }
        return step
    }

    private mutating func waitedEnough(at now: Instant, in step: inout Step) {
        switch self.gate {
        case .open:
            if case .waiting(let until?) = self.phase { self.lastDue = until }
            if !self.isByChange { self.changes = 0 }
            self.isByChange = false
            step.isDue = true
        case .awaiting:
            self.phase = .waiting(until: nil)
        case .closed(let reason):
            self.deliver(CheckOutcome(.unknown, .checkBlocked, reason), at: now, in: &step)
            self.phase = .waiting(until: now.advanced(by: self.schedule.interval))
        }
    }

    private mutating func endsNot(_ run: Run, isOver: Bool, at now: Instant, in step: inout Step) {
        self.lastDue = now
        switch self.gate {
        case .closed(let reason):
            self.deliver(CheckOutcome(.unknown, .checkBlocked, reason), at: now, in: &step)
        case .awaiting:
            break
        case .open:
            let age = run.start.duration(to: now)
            let isStuck = age > self.timeout + Self.patience
            if isStuck { step.stuckFor = age }
            self.deliver(self.stillRunning(for: age, isStuck: isStuck), at: now, in: &step)
        }
        self.phase = .ending(run, until: self.plan(after: now).time, isOver: isOver)
    }

    private mutating func rest(after now: Instant, in step: inout Step) {
        let (time, missed) = self.plan(after: now)
        self.phase = .waiting(until: time)
        step.missed = missed
    }
}

// MARK: Runs

extension CheckCycle {
    /// A run that was due starts.
    mutating func start(_ number: UInt64, at now: Instant) -> Run {
        let run = Run(
            number: number,
            due: self.lastDue,
            start: now,
            deadline: now.advanced(by: self.timeout)
        )
        self.lastStart = now
        self.phase = .running(run)
        return run
    }

    /// A run that was due has to wait for a place, but not longer than it might run.
    mutating func queue(_ number: UInt64, at now: Instant) {
        self.phase = .queued(due: self.lastDue, number: number, until: now.advanced(by: self.timeout))
    }

    /// Whether it waits for a place under this number.
    func isQueued(as number: UInt64) -> Bool {
        if case .queued(_, let own, _) = self.phase { own == number } else { false }
    }

    /// No thread had taken up the run when it was stopped: nothing is known of the service.
    mutating func neverBegan(_ number: UInt64) {
        guard case .stopped(var run, let until) = self.phase, run.number == number else { return }
        run.hasBegun = false
        self.isSuspect = false
        self.phase = .stopped(run, until: until)
    }

    /// The run has really ended, with an outcome if it was one to the end. Runs nobody knows are none.
    mutating func ended(_ number: UInt64, with outcome: CheckOutcome?, at now: Instant) -> Step {
        var step = Step()
        guard self.unended?.number == number else { return step }
        switch self.phase {
        case .running:
            self.isSuspect = false
            if let outcome { self.deliver(outcome, at: now, in: &step) }
            self.rest(after: now, in: &step)
        case .stopped(let run, _):
            // It may know more of the failure than that it took too long, but it can no longer pass.
            let failure = outcome.flatMap { $0.status == .fail ? $0 : nil }
            self.deliver(failure ?? self.timedOut(run, at: now), at: now, in: &step)
            self.rest(after: now, in: &step)
        case .ending(_, let until, let isOver):
            self.phase = .waiting(until: isOver && self.gate == .open ? now : until)
            if self.gate == .awaiting { self.phase = .waiting(until: nil) }
        case .waiting, .queued:
            break
        }
        return step
    }

    /// The check has heard of a change: a run is worthwhile now.
    mutating func changed(at now: Instant) {
        guard self.allowsWatch, case .waiting(let until?) = self.phase else { return }
        self.changes += 1
        self.isByChange = true
        self.phase = .waiting(until: min(until, max(now, self.lastStart.advanced(by: Self.minimumDistance))))
    }
}

// MARK: Configuration and requirements

extension CheckCycle {
    /// What it requires has changed.
    mutating func setGate(_ gate: Gate, at now: Instant) -> Step {
        var step = Step()
        guard gate != self.gate else { return step }
        let wasOpen = self.gate == .open
        self.gate = gate
        switch gate {
        case .open:
            switch self.phase {
            case .waiting: self.phase = .waiting(until: self.health.hasResult ? now : max(now, self.pace.first))
            case .ending(let run, let until, _): self.phase = .ending(run, until: until, isOver: true)
            case .queued, .running, .stopped: break
            }
        case .awaiting:
            if wasOpen { self.abandon(at: now, in: &step) }
            if case .waiting = self.phase { self.phase = .waiting(until: nil) }
        case .closed(let reason):
            if wasOpen { self.abandon(at: now, in: &step) }
            self.deliver(CheckOutcome(.unknown, .checkBlocked, reason), at: now, in: &step)
            let again = now.advanced(by: self.schedule.interval)
            switch self.phase {
            case .waiting, .queued: self.phase = .waiting(until: again)
            case .ending(let run, _, _): self.phase = .ending(run, until: again, isOver: true)
            case .running, .stopped: break
            }
        }
        return step
    }

    /// Takes over a definition of which runs are the same; nothing under way is disturbed.
    mutating func adopt(_ definition: CheckDefinition) {
        self.schedule = definition.schedule
        self.health.adopt(definition)
    }

    /// Begins anew under a changed definition, once a run of the old one has ended.
    mutating func restart(_ definition: CheckDefinition, health: CheckHealth?, pace: Pace, at now: Instant) -> Step {
        var step = Step()
        self.abandon(at: now, in: &step)
        let unended = self.unended
        self = CheckCycle(definition, health: health, pace: pace, at: now)
        if let unended {
            self.phase = .ending(unended, until: now.advanced(by: self.timeout), isOver: true)
        }
        return step
    }

    /// What is under way is no longer wanted.
    mutating func abandon(at now: Instant, in step: inout Step) {
        switch self.phase {
        case .waiting:
            break
        case .queued:
            self.phase = .waiting(until: nil)
        case .running(let run):
            step.stops = run.number
            self.phase = .ending(run, until: now.advanced(by: self.timeout), isOver: true)
        case .stopped(let run, _):
            self.phase = .ending(run, until: now.advanced(by: self.timeout), isOver: true)
        case .ending(let run, let until, _):
            self.phase = .ending(run, until: until, isOver: true)
        }
    }
}
