import Checks
import Configuration
package import Failover
package import VRRP

/// What the journals of a cluster's nodes say that happened to them, as a scenario for another configuration, and what
/// the nodes made of it then.
package struct Recording: Hashable, Sendable {
    package var scenario = Scenario()
    /// Takeovers that were recorded, without the first master of each instance.
    package private(set) var moves: [Move] = []
    /// What cannot be played.
    package private(set) var notes: [String] = []
    /// The moment by the wall clock that is 0 of the scenario.
    package let start: UTCTime

    package struct Move: Hashable, Sendable {
        package var instance: String
        package var node: String
        package var at: Duration
        package var why: String
    }

    private let cluster: Cluster

    /// Of one node, whose peers are played by stand-ins.
    ///
    /// - Parameters:
    ///   - records: In the order of the file.
    ///   - start: What came before is left out; nil = from the first record on.
    package init(_ records: [JournalRecord], amid standIns: StandIns, from start: UTCTime? = nil) {
        let cluster = standIns.cluster
        self.init([cluster.nodes[0].name: records], of: cluster, from: start)
        let wanted = records.filter { $0.time.nanoseconds >= self.start.nanoseconds }
        for deed in standIns.deeds(in: wanted) {
            self.add(deed.incident, at: self.moment(deed.record) + deed.distance)
        }
        self.scenario.steps.sort { $0.at < $1.at }
        for (peer, count) in standIns.unexplained(in: wanted) {
            self.note(
                "\(count) takeover\(count == 1 ? "" : "s") followed from a lower priority of \(peer): what lowered it is "
                    + "not known, and is not played"
            )
        }
        self.moves = []
        self.findMoves(in: wanted, standIns)
    }

    /// - Parameters:
    ///   - journals: The records of nodes, in the order of their files, by the name of the node. Nodes that the cluster does
    ///     not have are noted.
    ///   - start: What came before is left out; nil = from the first record on.
    package init(_ journals: [String: [JournalRecord]], of cluster: Cluster, from start: UTCTime? = nil) {
        self.cluster = cluster
        let first = journals.values.compactMap { $0.map(\.time.nanoseconds).min() }.min()
        self.start = start ?? UTCTime(nanoseconds: first ?? 0)
        var last = Duration.zero
        for (node, records) in journals.sorted(by: { $0.key < $1.key }) {
            guard let position = cluster.nodes.firstIndex(where: { $0.name == node }) else {
                self.note("there is no node \(node) in the cluster")
                continue
            }
            let wanted = records.filter { $0.time.nanoseconds >= self.start.nanoseconds }
            self.play(wanted, of: position)
            last = max(last, wanted.map { self.moment($0) }.max() ?? .zero)
        }
        self.scenario.steps.sort { $0.at < $1.at }
        self.findMoves(journals)
        // What the last incident leads to is to be seen as well.
        self.scenario.duration = last + .seconds(30)
    }

    private func moment(_ record: JournalRecord) -> Duration {
        .nanoseconds(record.time.nanoseconds.subtractingReportingOverflow(self.start.nanoseconds).partialValue)
    }

    private mutating func add(_ incident: Incident, at moment: Duration) {
        self.scenario.steps.append(Scenario.Step(at: max(.zero, moment), incident))
    }

    private mutating func note(_ text: String) {
        if !self.notes.contains(text) { self.notes.append(text) }
    }

    private mutating func play(_ records: [JournalRecord], of node: Int) {
        var isStopped = false
        var known: [String: KnownResult] = [:]
        var run = records.first?.run
        for record in records {
            if record.run != run {
                run = record.run
                if isStopped { self.add(.start(node), at: self.moment(record)) }
                isStopped = false
            }
            switch record.kind {
            case "health": self.playHealth(record, of: node, &known)
            case "result": self.playResult(record, of: node, &known)
            case "results_left_out": self.playLeftOut(record, of: node, &known)
            case "link": self.playLink(record, of: node)
            case "maintenance_began" where record.instance == nil: self.add(.maintain(node), at: self.moment(record))
            case "maintenance_ended" where record.instance == nil: self.add(.unmaintain(node), at: self.moment(record))
            case "maintenance_began", "drill_began":
                self.note("single instances that operators move are not played: drains, drills and their maintenance")
            case "stop_requested":
                isStopped = true
                self.add(.stop(node), at: self.moment(record))
            case "stalled":
                guard let time = record.members["duration_us"]?.integer else { continue }
                self.add(.freeze(node), at: self.moment(record) - .microseconds(time))
                self.add(.thaw(node), at: self.moment(record))
            default:
                // What the agent made of it is what is to be found out again.
                continue
            }
        }
    }

    /// How the runs of a check end while its journal is read, and since when.
    private struct KnownResult {
        var status: CheckStatus
        var at: Duration
    }

    /// A check that failed so many times in a row began to fail so many intervals earlier, unless a result of its own tells
    /// when; the other configuration counts for itself.
    private mutating func playHealth(_ record: JournalRecord, of node: Int, _ known: inout [String: KnownResult]) {
        guard let to = record.members["to"]?.string, let check = self.check(of: record, node) else { return }
        // The beginning is in any case that everything is well.
        if to == "up", record.members["from"]?.string == "unknown" { return }
        let isUnknown = record.members["evidence"]?["status"]?.string == "unknown"
        let status: CheckStatus = to == "up" ? .pass : isUnknown ? .unknown : .fail
        let last = known[check.name]
        guard last?.status != status else { return }
        let count = max(1, min(record.members["after"]?.integer ?? 1, 1000))
        let moment = self.moment(record) - check.schedule.interval * (count - 1)
        // Where single results are told, they tell how it was until then.
        let time = max(moment, last?.at ?? moment)
        known[check.name] = KnownResult(status: status, at: time)
        self.add(.result(status, check: check.name, node: node), at: time)
    }

    /// One run that ended otherwise than the one before it: it began at its true moment.
    private mutating func playResult(_ record: JournalRecord, of node: Int, _ known: inout [String: KnownResult]) {
        guard let to = record.status("to"), let check = self.check(of: record, node) else { return }
        // That it was not run because of another is found out again.
        if record.members["evidence"]?["reason"]?.string == ReasonCode.checkBlocked.rawValue { return }
        let status: CheckStatus = to == .warn ? .pass : to
        let last = known[check.name]
        guard (last?.status ?? .pass) != status else { return }
        let length = max(0, min(record.members["evidence"]?["duration_us"]?.integer ?? 0, 3_600_000_000))
        let began = self.moment(record) - .microseconds(length)
        let moment = last.map { max(began, $0.at + .milliseconds(1)) } ?? began
        known[check.name] = KnownResult(status: status, at: moment)
        self.add(.outcome(status, check: check.name, node: node), at: moment)
    }

    /// Nobody knows when it did what; how it was at last is known.
    private mutating func playLeftOut(_ record: JournalRecord, of node: Int, _ known: inout [String: KnownResult]) {
        let name = self.cluster.nodes[node].name
        guard record.members["check"] != nil else { return self.note("some single results on \(name) are left out") }
        guard let to = record.status("to"), let check = self.check(of: record, node) else { return }
        self.note("some single results of \(check.name) on \(name) are left out: it passed and failed by turns")
        let status: CheckStatus = to == .warn ? .pass : to
        guard (known[check.name]?.status ?? .pass) != status else { return }
        known[check.name] = KnownResult(status: status, at: self.moment(record))
        self.add(.result(status, check: check.name, node: node), at: self.moment(record))
    }

    private mutating func check(of record: JournalRecord, _ node: Int) -> CheckDefinition? {
        guard let name = record.members["check"]?.string else { return nil }
        let check = self.cluster.nodes[node].configuration.checks.first { $0.name == name }
        if check == nil { self.note("\(self.cluster.nodes[node].name) has no check \(name) any more") }
        return check
    }

    private mutating func playLink(_ record: JournalRecord, of node: Int) {
        guard let name = record.members["interface"]?.string, let isUp = record.members["up"]?.boolean else { return }
        let configuration = self.cluster.nodes[node].configuration
        let isKnown = configuration.instances.contains { instance in
            instance.interface == name || instance.trackedInterfaces.contains { $0.name == name }
        }
        guard isKnown else {
            self.note("interface \(name) of \(self.cluster.nodes[node].name) is not in the configuration")
            return
        }
        self.add(.link(interface: name, node: node, isUp: isUp), at: self.moment(record))
    }

    private mutating func findMoves(_ journals: [String: [JournalRecord]]) {
        var holders: [String: String] = [:]
        let takeovers = journals.flatMap { node, records in
            records.filter { $0.states?.to == "master" && $0.states?.from != "master" }.map { (node, $0) }
        }.sorted { ($0.1.time.nanoseconds, $0.0) < ($1.1.time.nanoseconds, $1.0) }
        for (node, record) in takeovers {
            guard let instance = record.instance else { continue }
            let before = holders.updateValue(node, forKey: instance)
            guard let before, before != node, record.time.nanoseconds >= self.start.nanoseconds else { continue }
            self.moves.append(Move(instance: instance, node: node, at: self.moment(record), why: record.text))
        }
    }

    /// Of one node: that it took over, and that it left, which somebody else followed.
    private mutating func findMoves(in records: [JournalRecord], _ standIns: StandIns) {
        let node = standIns.cluster.nodes[0].name
        var holds: [String: Bool] = [:]
        for (place, record) in records.enumerated() {
            guard let instance = record.instance, let states = record.states else { continue }
            let isHolder = states.to == "master" || states.to == "resigning"
            let before = holds.updateValue(isHolder, forKey: instance)
            // A process that takes up the place of another has moved nothing, and whose they were at first nobody moved.
            guard record.members["why"]?.string != "resumed",
                before ?? ["master", "resigning"].contains(states.from) != isHolder,
                !isHolder || !StandIns.isBeginning(record, of: records)
            else { continue }
            let to = isHolder ? node : standIns.successor(record.peer)
            let cause = JournalStory(of: place, in: records).causes.first { $0.kind != "result" }
            let why = [cause?.text, record.text].compactMap(\.self).joined(separator: "; ")
            self.moves.append(Move(instance: instance, node: to, at: self.moment(record), why: why))
        }
    }
}
