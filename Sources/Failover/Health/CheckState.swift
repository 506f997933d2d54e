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

    package init(definition: CheckDefinition, generation: UInt32, startupTimeout: Duration, at now: Instant) {
        self.definition = definition
        self.generation = generation
        self.hysteresis = Hysteresis(
            rise: definition.schedule.rise,
            fall: definition.schedule.fall,
            window: definition.schedule.window,
            initial: definition.initialHealth
        )
        self.since = now
        self.firstDueBy = now + startupTimeout
        self.dueBy = self.firstDueBy
    }

    /// What instances are to reckon with.
    package var health: Health { self.isIgnored ? .unknown : self.hysteresis.health }

    package var streak: Int { self.hysteresis.streak }

    /// Whether the start gate still waits for it.
    package var isAwaited: Bool { self.hysteresis.health == .unknown && !self.isIgnored }

    package var deadline: Instant {
        guard let holdsUntil = self.holdsUntil else { return self.dueBy }
        return min(holdsUntil, self.dueBy)
    }

    /// - Returns: Whether ``health`` changed.
    package mutating func record(_ outcome: CheckOutcome, grace: Duration, at now: Instant) -> Bool {
        let before = self.health
        self.lastReport = now
        self.checkerDiedAt = nil
        self.runs += 1
        self.dueBy = now + self.definition.schedule.interval * 2 + self.definition.schedule.timeout + grace
        self.apply(outcome, immediately: false, at: now)
        return self.settle(before, at: now)
    }

    /// The checker has died: unless it reports again within `grace`, nothing is known.
    package mutating func checkerExited(grace: Duration, at now: Instant) {
        let diedAt = self.checkerDiedAt ?? now
        self.checkerDiedAt = diedAt
        self.dueBy = min(self.dueBy, diedAt + grace)
    }

    /// It runs again: a slow check may take its time for the first run, once.
    package mutating func checkerStarted(grace: Duration) {
        guard let diedAt = self.checkerDiedAt else { return }
        self.dueBy = max(self.dueBy, diedAt + grace + self.definition.schedule.timeout)
    }

    /// This process did not run for `stall`: what was due in that time could not be heard.
    package mutating func excuse(_ stall: Duration) {
        self.dueBy = self.dueBy + stall
        self.holdsUntil = self.holdsUntil.map { $0 + stall }
    }

    /// - Returns: Whether ``health`` changed.
    package mutating func expire(checkerIsRunning: Bool, at now: Instant) -> Bool {
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
            self.dueBy = now + self.definition.schedule.interval * 2 + self.definition.schedule.timeout
            self.apply(CheckOutcome(.unknown, reason, summary), immediately: true, at: now)
        }
        return self.settle(before, at: now)
    }

    /// Takes over a definition that asks the same question; health stays.
    package mutating func adopt(_ definition: CheckDefinition) {
        self.definition = definition
        self.hysteresis.adopt(
            rise: definition.schedule.rise,
            fall: definition.schedule.fall,
            window: definition.schedule.window
        )
    }

    /// Whether a new definition is still the same check.
    package func asksTheSame(as other: CheckDefinition) -> Bool {
        self.definition.kind == other.kind && self.definition.options == other.options
            && self.definition.user == other.user
    }

    /// Health from before a restart of the router process.
    package mutating func restore(_ snapshot: NodeSnapshot.CheckSnapshot, grace: Duration, at now: Instant) {
        self.hysteresis = snapshot.hysteresis
        self.hysteresis.adopt(
            rise: self.definition.schedule.rise,
            fall: self.definition.schedule.fall,
            window: self.definition.schedule.window
        )
        self.isIgnored = snapshot.isIgnored
        self.lastOutcome = snapshot.lastOutcome
        self.lastReport = snapshot.lastOutcome == nil ? nil : now
        self.dueBy = now + self.definition.schedule.interval * 2 + self.definition.schedule.timeout + grace
    }

    package var snapshot: NodeSnapshot.CheckSnapshot {
        NodeSnapshot.CheckSnapshot(
            name: self.definition.name,
            hysteresis: self.hysteresis,
            isIgnored: self.isIgnored,
            lastOutcome: self.lastOutcome
        )
    }

    private mutating func apply(_ outcome: CheckOutcome, immediately: Bool, at now: Instant) {
        self.lastOutcome = outcome
        switch outcome.status {
        case .pass, .warn:
            self.holdsUntil = nil
            self.isIgnored = false
            _ = self.hysteresis.record(passed: true)
        case .fail:
            self.holdsUntil = nil
            self.isIgnored = false
            _ = self.hysteresis.record(passed: false)
        case .unknown:
            switch self.definition.onUnknown {
            case .fail:
                _ = immediately ? self.hysteresis.force(.down) : self.hysteresis.record(passed: false)
            case .hold(let time):
                // A health that was never known cannot be held; it gets the time every first result gets.
                if self.hysteresis.health == .unknown {
                    self.holdsUntil = max(now, min(now + time, self.firstDueBy))
                } else if self.holdsUntil == nil, self.hysteresis.health == .up {
                    self.holdsUntil = now + time
                }
            case .ignore:
                self.isIgnored = true
            }
        }
    }

    private mutating func settle(_ before: Health, at now: Instant) -> Bool {
        guard before != self.health else { return false }
        self.since = now
        return true
    }
}
