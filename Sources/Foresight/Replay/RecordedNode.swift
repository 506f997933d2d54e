import Checks
import Configuration
import Failover
import VRRP

/// What the records of one node say that happened to it, as steps of a scenario.
struct RecordedNode {
    /// In the order of the records; what was before 0 has a moment below it.
    private(set) var steps: [Scenario.Step] = []
    /// What cannot be played.
    private(set) var notes: [String] = []

    private let node: Int
    private let cluster: Cluster
    private let start: UTCTime
    private let silences: [Int64]
    private var known: [String: KnownResult] = [:]
    private var links: Set<String> = []
    private var isMaintenanceKnown = false
    /// Whether the record at hand is from before the start.
    private var isEarly = false

    /// How the runs of a check end while its journal is read, and since when.
    private struct KnownResult {
        var status: CheckStatus
        var at: Duration
    }

    /// Before everything that is told.
    private static let before = Duration.nanoseconds(Int64.min / 2)

    /// - Parameters:
    ///   - records: In the order of the file, also those from before the start, which tell how it was then.
    ///   - silences: Moments at which others began to hear nobody, in order.
    init(_ records: [JournalRecord], of node: Int, in cluster: Cluster, from start: UTCTime, silences: [Int64]) {
        (self.node, self.cluster, self.start, self.silences) = (node, cluster, start, silences)
        let resumed = Set(records.filter { $0.members["why"]?.string == "resumed" }.map(\.run))
        var isStopped = false
        var last: JournalRecord?
        if let first = records.first, !resumed.contains(first.run) { self.playFirstStart(records, first) }
        for record in records {
            self.isEarly = record.time.nanoseconds < start.nanoseconds
            if let last, record.run != last.run {
                // A router process that goes on in the place of another is no change for anybody.
                if !isStopped, !resumed.contains(record.run) { self.playCrash(after: last, before: record) }
                if isStopped || !resumed.contains(record.run) { self.add(.start(node), at: self.moment(record)) }
                isStopped = false
            }
            if record.kind == "stop_requested" { isStopped = true }
            self.play(record)
            last = record
        }
    }

    private func moment(_ record: JournalRecord) -> Duration { self.moment(record.time.nanoseconds) }

    private func moment(_ time: Int64) -> Duration {
        .nanoseconds(time.subtractingReportingOverflow(self.start.nanoseconds).partialValue)
    }

    private mutating func add(_ incident: Incident, at moment: Duration) {
        // What is told of since the start was not before it.
        self.steps.append(Scenario.Step(at: self.isEarly ? moment : max(.zero, moment), incident))
    }

    /// How it was before everything that is told.
    private mutating func addBeginning(_ incident: Incident) {
        self.steps.append(Scenario.Step(at: Self.before, incident))
    }

    private mutating func note(_ text: String) {
        if !self.isEarly, !self.notes.contains(text) { self.notes.append(text) }
    }

    private mutating func play(_ record: JournalRecord) {
        switch record.kind {
        case "health": self.playHealth(record)
        case "result": self.playResult(record)
        case "results_left_out": self.playLeftOut(record)
        case "link": self.playLink(record)
        case "maintenance_began" where record.instance == nil: self.playMaintenance(true, record)
        case "maintenance_ended" where record.instance == nil: self.playMaintenance(false, record)
        case "maintenance_began", "drill_began":
            self.note("single instances that operators move are not played: drains, drills and their maintenance")
        case "stop_requested":
            self.add(.stop(self.node), at: self.moment(record))
        case "stalled":
            guard let time = record.members["duration_us"]?.integer else { return }
            self.add(.freeze(self.node), at: self.moment(record) - .microseconds(time))
            self.add(.thaw(self.node), at: self.moment(record))
        default:
            // What the agent made of it is what is to be found out again.
            return
        }
    }

    // MARK: The agent

    /// A node whose journal begins with its start, after those of others, was not there before.
    private mutating func playFirstStart(_ records: [JournalRecord], _ first: JournalRecord) {
        let transition = records.first { $0.states != nil }
        guard transition?.run == first.run, transition?.states?.from == "initialize",
            self.moment(first) > .seconds(1)
        else { return }
        self.addBeginning(.crash(self.node))
        self.add(.start(self.node), at: self.moment(first))
    }

    /// It ended without a word, some time in between: before others heard nobody, where they tell of that.
    private mutating func playCrash(after last: JournalRecord, before next: JournalRecord) {
        let (begin, end) = (self.moment(last), self.moment(next))
        let silence = self.silences.map { self.moment($0) }.first { $0 >= begin && $0 < end }
        // It lived to tell of its last change; a little longer, so that this has had its effect.
        let soon = begin + min(.seconds(1), max(.zero, end - begin) / 2)
        self.steps.append(Scenario.Step(at: silence ?? soon, .crash(self.node)))
    }

    private mutating func playMaintenance(_ begins: Bool, _ record: JournalRecord) {
        if !begins, !self.isMaintenanceKnown { self.addBeginning(.maintain(self.node)) }
        self.isMaintenanceKnown = true
        self.add(begins ? .maintain(self.node) : .unmaintain(self.node), at: self.moment(record))
    }

    // MARK: Checks

    /// A check that failed so many times in a row began to fail so many intervals earlier, unless a result of its own tells
    /// when; the other configuration counts for itself.
    private mutating func playHealth(_ record: JournalRecord) {
        guard let to = record.members["to"]?.string, let check = self.check(of: record) else { return }
        let from = record.members["from"]?.string
        if from == "down" { self.hasFailed(check.name) }
        let last = self.known[check.name]
        // The beginning is in any case that everything is well.
        if to == "up", from == "unknown", last == nil { return }
        let isUnknown = record.members["evidence"]?["status"]?.string == "unknown"
        let status: CheckStatus = to == "up" ? .pass : isUnknown ? .unknown : .fail
        guard last?.status != status else { return }
        let count = max(1, min(record.members["after"]?.integer ?? 1, 1000))
        let moment = self.moment(record) - check.schedule.interval * (count - 1)
        // Where single results are told, they tell how it was until then.
        let time = max(moment, last?.at ?? moment)
        self.known[check.name] = KnownResult(status: status, at: time)
        self.add(.result(status, check: check.name, node: self.node), at: time)
    }

    /// One run that ended otherwise than the one before it: it began at its true moment.
    private mutating func playResult(_ record: JournalRecord) {
        guard let to = record.status("to"), let check = self.check(of: record) else { return }
        // That it was not run because of another is found out again.
        if record.members["evidence"]?["reason"]?.string == ReasonCode.checkBlocked.rawValue { return }
        if record.status("from") == .fail { self.hasFailed(check.name) }
        let status: CheckStatus = to == .warn ? .pass : to
        let last = self.known[check.name]
        guard (last?.status ?? .pass) != status else { return }
        let length = max(0, min(record.members["evidence"]?["duration_us"]?.integer ?? 0, 3_600_000_000))
        let began = self.moment(record) - .microseconds(length)
        let moment = last.map { max(began, $0.at + .milliseconds(1)) } ?? began
        self.known[check.name] = KnownResult(status: status, at: moment)
        self.add(.outcome(status, check: check.name, node: self.node), at: moment)
    }

    /// A check of which nothing was told yet failed before.
    private mutating func hasFailed(_ check: String) {
        guard self.known[check] == nil else { return }
        self.known[check] = KnownResult(status: .fail, at: Self.before)
        self.addBeginning(.result(.fail, check: check, node: self.node))
    }

    /// Nobody knows when it did what; how it was at last is known.
    private mutating func playLeftOut(_ record: JournalRecord) {
        let name = self.cluster.nodes[self.node].name
        guard record.members["check"] != nil else { return self.note("some single results on \(name) are left out") }
        guard let to = record.status("to"), let check = self.check(of: record) else { return }
        self.note("some single results of \(check.name) on \(name) are left out: it passed and failed by turns")
        let status: CheckStatus = to == .warn ? .pass : to
        guard (self.known[check.name]?.status ?? .pass) != status else { return }
        self.known[check.name] = KnownResult(status: status, at: self.moment(record))
        self.add(.result(status, check: check.name, node: self.node), at: self.moment(record))
    }

    private mutating func check(of record: JournalRecord) -> CheckDefinition? {
        guard let name = record.members["check"]?.string else { return nil }
        let check = self.cluster.nodes[self.node].configuration.checks.first { $0.name == name }
        if check == nil { self.note("\(self.cluster.nodes[self.node].name) has no check \(name) any more") }
        return check
    }

    // MARK: Links

    private mutating func playLink(_ record: JournalRecord) {
        guard let name = record.members["interface"]?.string, let isUp = record.members["up"]?.boolean else { return }
        let configuration = self.cluster.nodes[self.node].configuration
        let isKnown = configuration.instances.contains { instance in
            instance.interface == name || instance.trackedInterfaces.contains { $0.name == name }
        }
        guard isKnown else {
            self.note("interface \(name) of \(self.cluster.nodes[self.node].name) is not in the configuration")
            return
        }
        if self.links.insert(name).inserted, isUp {
            self.addBeginning(.link(interface: name, node: self.node, isUp: false))
        }
        self.add(.link(interface: name, node: self.node, isUp: isUp), at: self.moment(record))
    }
}
