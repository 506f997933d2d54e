import Checks
import VRRP

/// A check of a simulated node between its runs. A run takes no time.
struct SimulatedCheck: Sendable {
    let definition: CheckDefinition
    /// What its runs end with; nil for one that judges others.
    var status: CheckStatus
    /// What a run is reported with, made once.
    let passed: CheckReport
    let failed: CheckReport
    let unknown: CheckReport
    /// Whether a change of what it looks at is noticed at once.
    let watches: Bool
    /// The checks that judge this one or wait for it, by their places.
    var dependants: [Int] = []
    /// Its grid: runs are whole intervals apart from here.
    var anchor = Instant(nanoseconds: 0)
    /// Of the last run that a recording says the end of.
    var lastOutcome: Instant?
    /// Of the last run that was looked at.
    var lastRun = Instant(nanoseconds: 0)
    var interval: Duration
    /// Which of the planned runs counts; others were planned before something changed.
    var stamp: UInt32 = 0
    /// How many runs the next report stands for.
    var runs: UInt32 = 1
    /// Whether it waits for what it requires.
    var isBlocked = false

    init(_ definition: CheckDefinition, status: CheckStatus, generation: UInt32) {
        self.definition = definition
        self.status = status
        self.interval = max(definition.schedule.interval, .milliseconds(1))
        let plugin = BuiltinPlugins.description(of: definition.kind)
        // A program that is kept running says by itself what it wants to, and nobody knows what that is.
        self.watches = plugin.map { $0.watches && $0.kind != StreamPlugin.kind } ?? false
        func report(_ outcome: CheckOutcome) -> CheckReport {
            CheckReport(check: definition.name, generation: generation, outcome: outcome)
        }
        let failure = plugin?.reasons.first { $0 != .ok } ?? .checkError
        // What a graded check reads nobody knows beforehand; 0 is what it is while nothing is wrong.
        let score = definition.isGraded ? 0 : nil
        self.passed = report(CheckOutcome(.pass, .ok, "passes in this scenario", score: score))
        self.failed = report(CheckOutcome(.fail, failure, "fails in this scenario"))
        self.unknown = report(CheckOutcome(.unknown, .checkError, "cannot be carried out in this scenario"))
    }

    /// The first point of the grid after an instant, or one interval after it where the interval is not the plain one.
    func next(after now: Instant, interval: Duration) -> Instant {
        let plain = max(self.definition.schedule.interval, .milliseconds(1)).clampedNanoseconds
        let wanted = max(interval, .milliseconds(1))
        guard wanted.clampedNanoseconds == plain else {
            return now + wanted + (self.lastOutcome == now ? Self.lateness(of: wanted) : .zero)
        }
        let passed = max(0, (now - self.anchor).clampedNanoseconds)
        return self.anchor + .nanoseconds(passed / plain * plain) + .nanoseconds(plain)
    }

    /// By how much a recorded run may come later than its interval says.
    static func lateness(of interval: Duration) -> Duration { interval / 8 }
}
