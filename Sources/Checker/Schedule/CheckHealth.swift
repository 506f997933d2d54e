import Checks

/// The health of one check as the router adds it up from the same results: what intervals by state, `requires` and
/// checks of checks go by.
struct CheckHealth: Sendable {
    typealias Instant = MonotonicInstant

    private var hysteresis: Hysteresis
    private var onUnknown: UnknownPolicy
    /// `on_unknown hold`: when holding ends.
    private var holdsUntil: Instant?
    /// `on_unknown ignore`: nothing is known, and that is to be ignored.
    private var isIgnored = false
    /// Whether anything has ever been said of the check.
    private(set) var hasResult = false

    init(_ definition: CheckDefinition) {
        self.onUnknown = definition.onUnknown
        self.hysteresis = Hysteresis(
            rise: definition.schedule.rise,
            fall: definition.schedule.fall,
            window: definition.schedule.window,
            initial: definition.initialHealth
        )
    }

    var health: Health { self.isIgnored ? .unknown : self.hysteresis.health }

    /// Whether `rise` or `fall` are being counted.
    var isChanging: Bool { self.hysteresis.isChanging }

    /// Equal results after which one more of them changes nothing, whatever was before.
    var settlingCount: Int {
        max(self.hysteresis.rise, self.hysteresis.fall, self.hysteresis.window?.results ?? 1)
    }

    /// - Returns: Whether ``health`` changed.
    mutating func record(_ outcome: CheckOutcome, at now: Instant) -> Bool {
        let before = self.health
        self.hasResult = true
        if let holdsUntil = self.holdsUntil, holdsUntil <= now {
            self.holdsUntil = nil
            _ = self.hysteresis.force(.down)
        }
        switch outcome.status {
        case .pass, .warn: self.count(passed: true)
        case .fail: self.count(passed: false)
        case .unknown where outcome.reason == .checkBlocked:
            // It was not run: nothing is known, and nothing is held against it.
            self.holdsUntil = nil
            self.isIgnored = false
            _ = self.hysteresis.force(.unknown)
        case .unknown:
            self.recordUnknown(at: now)
        }
        return self.health != before
    }

    private mutating func count(passed: Bool) {
        self.holdsUntil = nil
        self.isIgnored = false
        _ = self.hysteresis.record(passed: passed)
    }

    private mutating func recordUnknown(at now: Instant) {
        switch self.onUnknown {
        case .fail:
            _ = self.hysteresis.record(passed: false)
        case .hold(let time):
            if self.holdsUntil == nil, self.hysteresis.health != .down { self.holdsUntil = now.advanced(by: time) }
        case .ignore:
            self.isIgnored = true
        }
    }

    /// Takes over what a new configuration says of the same check; health stays.
    mutating func adopt(_ definition: CheckDefinition) {
        self.onUnknown = definition.onUnknown
        self.hysteresis.adopt(
            rise: definition.schedule.rise,
            fall: definition.schedule.fall,
            window: definition.schedule.window
        )
    }

    /// Start to start, in the state the check is in.
    func interval(of schedule: CheckSchedule) -> Duration {
        if self.hysteresis.isChanging { return schedule.fastInterval ?? schedule.interval }
        if self.health == .down { return schedule.downInterval ?? schedule.interval }
        return schedule.interval
    }
}
