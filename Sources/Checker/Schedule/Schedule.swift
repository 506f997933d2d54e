import Checks

/// All checks of a checker as one value: what is due when, who has a place to run, and who waits for whom.
///
/// No clock, no task, no lock: events go in with their time, and ``Action``s come out in the order in which they are to
/// be done. Whoever owns it calls ``advance(to:)`` when ``next`` has come.
struct Schedule: Sendable {
    typealias Instant = MonotonicInstant

    enum Action: Sendable {
        /// A check is there for the first time, or anew. Its number may have been another's before.
        case define(id: Int, CheckDefinition)
        case remove(id: Int)
        case start(id: Int, CheckCycle.Run)
        case cancel(id: Int, number: UInt64)
        /// The check's state has an outcome, which the router is to hear, or not.
        case deliver(id: Int, CheckOutcome, SignOfLife.Verdict)
        /// nil = there is no such check any more.
        case health(check: String, Health?)
        case missed(id: Int, Int)
        case stuck(id: Int, Duration)
    }

    struct Entry: Sendable {
        var definition: CheckDefinition
        var isLimited: Bool
        var cycle: CheckCycle
        var life = SignOfLife()
        var lifePeriod: Duration
        /// Checks that wait for this one.
        var dependants: [Int] = []
        /// Checks this one waits for.
        var requires: [Int] = []
        /// Checks this one judges, if it is a composite.
        var members: [Int] = []
        /// A place among ``RunPlaces``, and whether it was taken as a suspect.
        var place: (isTaken: Bool, isSuspect: Bool) = (false, false)
        /// Removed, but its last run has not ended.
        var isGone = false

        mutating func judge(_ outcome: CheckOutcome, at now: Instant) -> SignOfLife.Verdict {
            self.life.judge(
                outcome,
                health: self.cycle.health,
                period: self.lifePeriod,
                wait: self.cycle.deadline.map { now.duration(to: $0) } ?? self.cycle.schedule.interval,
                at: now
            )
        }
    }

    /// By number. Entries of checks that are gone wait for another.
    var entries: [Entry] = []
    var free: [Int] = []
    var ids: [String: Int] = [:]
    var due = DueQueue<Instant>()
    var places: RunPlaces
    var lastNumber: UInt64 = 0
    /// When runs start that an interval has made due.
    var beat = Beat.exact
    let seed: UInt64

    /// What is to be done; whoever owns the schedule takes it after every event.
    var actions: [Action] = []

    init(concurrency: Int, seed: UInt64) {
        self.places = RunPlaces(limit: concurrency)
        self.seed = seed
    }

    /// When ``advance(to:)`` is to be called; nil = not before another event.
    var next: Instant? { self.due.next }

    /// Checks that are there.
    var count: Int { self.ids.count { !self.entries[$0.value].isGone } }

    /// Hands out what is to be done, in order, for an empty array.
    mutating func exchange(_ actions: inout [Action]) {
        swap(&self.actions, &actions)
    }

    func health(of check: String) -> Health? {
        self.ids[check].flatMap { self.entries[$0].isGone ? nil : self.entries[$0].cycle.health.health }
    }
}
