package import Checks
package import VRRP

/// What the node knows of one check: the last outcome, and the health it adds up to.
package struct CheckState: Hashable, Sendable {
    package private(set) var definition: CheckDefinition
    /// Reports from before this generation are of another check under the same name.
    package private(set) var generation: UInt32
    private var hysteresis: Hysteresis
    /// When health last changed.
    package private(set) var since: Instant
    package private(set) var lastOutcome: CheckOutcome?
    package private(set) var lastReport: Instant?
    package private(set) var runs: UInt64 = 0
    /// The graded answer of the last run that passed; nil if it gave none.
    package private(set) var score: Int?
    /// A check it requires is not up, so it is not run: it contributes nothing, and nobody waits for it.
    package private(set) var isBlocked = false
    /// It replaces a check of the same name that was down, and has no result of its own yet.
    private var isPresumedDown = false
    /// `on_unknown hold`: when holding ends.
    private var holdsUntil: Instant?
    /// `on_unknown ignore`: nothing is known, and that is to be ignored.
    private var isIgnored = false
    /// When the next report must have come.
    private var dueBy: Instant
    /// Until then nothing need be known.
    private let firstDueBy: Instant
    /// When the checker died for the first time since the last report.
    private var checkerDiedAt: Instant?

    /// - Parameter old: The check of the same name that a reload has changed; while it was down, the new one counts as down until
    ///   its first result, or until that is overdue.
    package init(
        definition: CheckDefinition,
        generation: UInt32,
        startupTimeout: Duration,
        replacing old: CheckState? = nil,
        at now: Instant
    ) {
        self.definition = definition
        self.generation = generation
        self.hysteresis = Hysteresis(
            rise: definition.schedule.rise,
            fall: definition.schedule.fall,
            window: definition.schedule.window,
            initial: definition.initialHealth
        )
        self.isPresumedDown = old?.health == .down
        self.since = self.isPresumedDown ? old?.since ?? now : now
        self.firstDueBy = now + startupTimeout
        self.dueBy = self.firstDueBy
    }

    /// What instances are to reckon with.
    package var health: Health {
        if self.isIgnored { return .unknown }
        return self.isPresumedDown && self.hysteresis.health == .unknown ? .down : self.hysteresis.health
    }

    package var streak: Int { self.hysteresis.streak }

    /// How many results in a row passed, or failed; nil where the last one did otherwise.
    package func streak(passed: Bool) -> Int? {
        self.hysteresis.lastWasPass == passed ? self.hysteresis.streak : nil
    }

    /// nil before the first result, and when nothing is known any more.
    package var lastWasPass: Bool? { self.hysteresis.lastWasPass }

    /// Failures among the results that `window` looks at; nil without a window.
    package var failuresInWindow: Int? { self.hysteresis.failuresInWindow }

    /// Whether its health counts for instances, or is only told.
    package var isObserved: Bool { self.definition.mode == .observe }

    /// Whether the start gate still waits for it.
    package var isAwaited: Bool {
        self.hysteresis.health == .unknown && !self.isIgnored && !self.isBlocked && !self.isObserved
    }

    package var deadline: Instant {
        guard let holdsUntil = self.holdsUntil else { return self.dueBy }
        return min(holdsUntil, self.dueBy)
    }

    /// What ledgers are made of.
    package var standing: Standing {
        Standing(health: self.health, score: self.score, isObserved: self.isObserved)
    }

    package struct Standing: Hashable, Sendable {
        package var health: Health
        package var score: Int?
        package var isObserved = false
    }

    package mutating func record(_ outcome: CheckOutcome, runs: UInt32 = 1, grace: Duration, at now: Instant) {
        let before = self.health
        self.lastReport = now
        self.checkerDiedAt = nil
        if outcome.reason != .checkBlocked { self.runs &+= UInt64(runs) }
        self.dueBy = now + self.patience(grace: grace)
        self.apply(outcome, times: Int(runs), immediately: false, at: now)
        self.settle(before, at: now)
    }

    /// The checker has died: unless it reports again within `grace`, nothing is known.
    package mutating func checkerExited(grace: Duration, at now: Instant) {
        let diedAt = self.checkerDiedAt ?? now
        self.checkerDiedAt = diedAt
        self.dueBy = min(self.dueBy, diedAt + grace)
    }

    /// It runs again: a slow check may take its time for the first run, once.
    ///
    /// - Parameter waiting: how long the checks may take that this one waits for.
    package mutating func checkerStarted(grace: Duration, waiting: Duration) {
        guard let diedAt = self.checkerDiedAt else { return }
        self.dueBy = max(self.dueBy, diedAt + grace + waiting + self.definition.schedule.firstResult)
    }

    /// This process did not run for `stall`: what was due in that time could not be heard.
    package mutating func excuse(_ stall: Duration) {
        self.dueBy = self.dueBy + stall
        self.holdsUntil = self.holdsUntil.map { $0 + stall }
    }

    package mutating func expire(checkerIsRunning: Bool, at now: Instant) {
        let before = self.health
        if let holdsUntil = self.holdsUntil, holdsUntil <= now {
            self.holdsUntil = nil
            _ = self.hysteresis.force(.down)
        }
        if self.dueBy <= now {
            let reason: ReasonCode =
                !checkerIsRunning ? .checkerRestarting : self.lastReport == nil ? .checkNeverRan : .checkOverdue
            let summary =
                switch reason {
                case .checkerRestarting: "the checker is not running"
                case .checkNeverRan: "no first result in time"
                default: "no report since \((now - (self.lastReport ?? now)).milliseconds) ms"
                }
            self.dueBy = now + self.patience(grace: .zero)
            self.apply(CheckOutcome(.unknown, reason, summary), times: 1, immediately: true, at: now)
        }
        self.settle(before, at: now)
    }

    /// Takes over a definition that asks the same question; health stays, and what it counts for is the new
    /// definition's.
    package mutating func adopt(_ definition: CheckDefinition, grace: Duration, at now: Instant) {
        let isSlower = definition.schedule.longestInterval > self.definition.schedule.longestInterval
        self.definition = definition
        self.adoptThresholds()
        // The next report may be as far away as the new schedule says, and that is nobody's fault.
        if self.lastReport != nil, isSlower || definition.schedule.startOffset != nil {
            let offset = definition.schedule.startOffset ?? .zero
            self.dueBy = max(self.dueBy, now + self.patience(grace: grace) + offset)
        }
    }

    /// Whether a new definition is still the same check.
    package func asksTheSame(as other: CheckDefinition) -> Bool {
        self.definition.kind == other.kind && self.definition.options == other.options
            && self.definition.user == other.user
    }

    /// Health from before a restart of the router process.
    package mutating func restore(_ snapshot: NodeSnapshot.CheckSnapshot, grace: Duration, at now: Instant) {
        self.hysteresis = snapshot.hysteresis
        self.adoptThresholds()
        self.isIgnored = snapshot.isIgnored
        self.isBlocked = snapshot.isBlocked
        self.score = snapshot.score
        self.lastOutcome = snapshot.lastOutcome
        self.lastReport = snapshot.lastOutcome == nil ? nil : now
        self.dueBy = now + self.patience(grace: grace)
    }

    package var snapshot: NodeSnapshot.CheckSnapshot {
        var hysteresis = self.hysteresis
        if self.health == .down, hysteresis.health == .unknown { _ = hysteresis.force(.down) }
        return NodeSnapshot.CheckSnapshot(
            name: self.definition.name,
            hysteresis: hysteresis,
            isIgnored: self.isIgnored,
            isBlocked: self.isBlocked,
            score: self.score,
            lastOutcome: self.lastOutcome
        )
    }
}

extension CheckState {
    /// How long after a report the next one may be.
    private func patience(grace: Duration) -> Duration {
        self.definition.schedule.longestInterval * 2 + self.definition.schedule.timeout + grace
    }

    private mutating func adoptThresholds() {
        self.hysteresis.adopt(
            rise: self.definition.schedule.rise,
            fall: self.definition.schedule.fall,
            window: self.definition.schedule.window
        )
    }

    private mutating func apply(_ outcome: CheckOutcome, times: Int, immediately: Bool, at now: Instant) {
        self.lastOutcome = outcome
        switch outcome.status {
        case .pass, .warn:
            self.count(passed: true, times: times)
            self.score = outcome.score
        case .fail:
            self.count(passed: false, times: times)
        case .unknown where outcome.reason == .checkBlocked:
            // It was not run: nothing is known, and nothing is held against it. The first result acts at once.
            self.holdsUntil = nil
            self.isIgnored = false
            self.isPresumedDown = false
            self.isBlocked = true
            _ = self.hysteresis.force(.unknown)
        case .unknown where outcome.reason == .pushNone && self.hysteresis.health == .up:
            // The checker has begun anew and knows no report of the one before: that is no failure of the service.
            // Whoever reports has its time to live to say it again.
            self.isBlocked = false
            if self.holdsUntil == nil { self.holdsUntil = now + self.timeToLive }
        case .unknown:
            self.isBlocked = false
            self.applyUnknown(times: times, immediately: immediately, at: now)
        }
    }

    /// How long a report holds that somebody pushed.
    private var timeToLive: Duration {
        guard case .duration(let time) = self.definition.options.argument else { return .zero }
        return time
    }

    private mutating func count(passed: Bool, times: Int) {
        self.holdsUntil = nil
        self.isIgnored = false
        self.isBlocked = false
        self.isPresumedDown = false
        _ = self.hysteresis.record(passed: passed, times: times)
    }

    private mutating func applyUnknown(times: Int, immediately: Bool, at now: Instant) {
        switch self.definition.onUnknown {
        case .fail:
            _ = immediately ? self.hysteresis.force(.down) : self.hysteresis.record(passed: false, times: times)
        case .hold(let time):
            // A health that was never known cannot be held; it gets the time every first result gets.
            if self.hysteresis.health == .unknown {
                self.holdsUntil = max(now, min(now + time, self.firstDueBy))
            } else if self.holdsUntil == nil, self.hysteresis.health == .up {
                self.holdsUntil = now + time
            }
        case .ignore:
            self.isPresumedDown = false
            self.isIgnored = true
        }
    }

    private mutating func settle(_ before: Health, at now: Instant) {
        if before != self.health { self.since = now }
    }
}
