import Checks

@testable import Checker

/// A schedule in virtual time: events go in, what is to be done comes out in words.
struct Transcript {
    private(set) var schedule: Schedule
    private(set) var now: MonotonicInstant
    private let origin: MonotonicInstant
    private var names: [Int: String] = [:]
    /// The run that has started last, of each check.
    private(set) var runs: [String: (id: Int, run: CheckCycle.Run)] = [:]

    init(concurrency: Int = 8, beat: Beat = .exact, from origin: MonotonicInstant = .now) {
        self.schedule = Schedule(concurrency: concurrency, seed: 1)
        self.schedule.beat = beat
        self.now = origin
        self.origin = origin
    }

    /// Since the beginning.
    var elapsed: Duration { self.origin.duration(to: self.now) }

    mutating func adopt(
        _ checks: [CheckDefinition],
        concurrency: Int = 8,
        renewing: Set<String> = []
    ) -> [String] {
        self.schedule.adopt(checks, concurrency: concurrency, grace: .seconds(5), renewing: renewing, at: self.now)
        return self.lines()
    }

    /// Goes on in time and does all that is due on the way, each in its moment.
    mutating func advance(_ duration: Duration) -> [String] {
        let end = self.now.advanced(by: duration)
        var lines: [String] = []
        while let next = self.schedule.next, next <= end {
            self.now = max(self.now, next)
            self.schedule.advance(to: self.now)
            lines += self.lines()
        }
        self.now = end
        return lines
    }

    /// No thread has taken up the last run of a check when it was cancelled.
    mutating func neverBegan(_ check: String) {
        guard let (id, run) = self.runs[check] else { return }
        self.schedule.neverBegan(id, run.number)
    }

    /// The last run of a check ends.
    mutating func end(_ check: String, _ outcome: CheckOutcome?) -> [String] {
        guard let (id, run) = self.runs[check] else { return ["no run of \(check)"] }
        _ = self.schedule.ended(id, run.number, with: outcome, at: self.now)
        return self.lines()
    }

    mutating func change(_ check: String) -> [String] {
        guard let (id, _) = self.runs[check] else { return [] }
        self.schedule.changed(id, at: self.now)
        return self.lines()
    }

    private mutating func lines() -> [String] {
        var actions: [Schedule.Action] = []
        self.schedule.exchange(&actions)
        return actions.compactMap { self.line($0) }
    }

    private mutating func line(_ action: Schedule.Action) -> String? {
        switch action {
        case .define(let id, let definition):
            self.names[id] = definition.name
            return nil
        case .remove(let id):
            return "remove \(self.names[id] ?? "?")"
        case .start(let id, let run):
            let name = self.names[id] ?? "?"
            self.runs[name] = (id, run)
            return "\(self.elapsed.inUnits): start \(name)"
        case .cancel(let id, _):
            return "\(self.elapsed.inUnits): cancel \(self.names[id] ?? "?")"
        case .deliver(let id, let outcome, let verdict):
            let name = self.names[id] ?? "?"
            return "\(self.elapsed.inUnits): \(name) \(outcome.status) \(outcome.reason.rawValue) \(verdict)"
        case .health(let check, let health):
            return health.map { "\(check) is \($0)" }
        case .missed(let id, let count):
            return "\(self.names[id] ?? "?") missed \(count)"
        case .stuck(let id, _):
            return "\(self.names[id] ?? "?") is stuck"
        }
    }
}

extension CheckOutcome {
    static let pass = CheckOutcome(.pass, .ok, "well")
    static let fail = CheckOutcome(.fail, .tcpRefused, "refused")
    static let nothing = CheckOutcome(.unknown, .checkError, "broken")
}
