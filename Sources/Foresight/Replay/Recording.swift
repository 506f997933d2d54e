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

    /// A time of which nothing tells, and that no monotonic clock has counted: a clock was probably wrong before it, or more
    /// than can be played lies between its ends.
    package private(set) var gap: Gap?

    package struct Gap: Hashable, Sendable {
        package var from: UTCTime
        package var to: UTCTime

        package init(from: UTCTime, to: UTCTime) {
            (self.from, self.to) = (from, to)
        }
    }

    private let cluster: Cluster

    /// Of one node, whose peers are played by stand-ins.
    ///
    /// - Parameters:
    ///   - records: In the order of the file, with times that go ahead (``ClockAlignment``).
    ///   - start: What came before tells only how things were then; nil = from the first record on.
    package init(_ records: [JournalRecord], amid standIns: StandIns, from start: UTCTime? = nil) {
        self.init([standIns.cluster.nodes[0].name: records], of: standIns.cluster, from: start, isAlone: true)
        for deed in standIns.deeds(in: records) {
            let moment = self.moment(deed.record) + deed.distance
            // What is told of since the start was not before it.
            let at = self.isWanted(deed.record) ? max(.zero, moment) : moment
            self.scenario.steps.append(Scenario.Step(at: at, deed.incident))
        }
        self.settle()
        for (peer, count) in standIns.unexplained(in: records.filter { self.isWanted($0) }) {
            self.note(
                "\(count) takeover\(count == 1 ? "" : "s") followed from a lower priority of \(peer): what lowered it is "
                    + "not known, and is not played"
            )
        }
        self.findMoves(in: records, standIns)
    }

    /// - Parameters:
    ///   - journals: The records of nodes, in the order of their files and by clocks that agree, by the name of the node.
    ///     Nodes that the cluster does not have are noted.
    ///   - start: What came before tells only how things were then; nil = from the first record on.
    package init(_ journals: [String: [JournalRecord]], of cluster: Cluster, from start: UTCTime? = nil) {
        self.init(journals, of: cluster, from: start, isAlone: false)
        self.settle()
        self.findMoves(journals)
    }

    private init(
        _ journals: [String: [JournalRecord]],
        of cluster: Cluster,
        from start: UTCTime?,
        isAlone: Bool
    ) {
        self.cluster = cluster
        let first = journals.values.compactMap { $0.map(\.time.nanoseconds).min() }.min()
        // Before the first record there is nothing to be played.
        self.start = UTCTime(nanoseconds: max(start?.nanoseconds ?? .min, first ?? 0))
        var last = Duration.zero
        for (node, records) in journals.sorted(by: { $0.key < $1.key }) {
            guard let position = cluster.nodes.firstIndex(where: { $0.name == node }) else {
                self.note("there is no node \(node) in the cluster")
                continue
            }
            let silences = isAlone ? [] : self.silences(in: journals, but: node)
            let played = RecordedNode(records, of: position, in: cluster, from: self.start, silences: silences)
            self.scenario.steps += played.steps
            for note in played.notes { self.note(note) }
            last = max(last, records.filter { self.isWanted($0) }.map { self.moment($0) }.max() ?? .zero)
        }
        // What the last incident leads to is to be seen as well.
        self.scenario.duration = last + .seconds(30)
        self.gap = RecordedGap.first(in: journals.values.map { $0.filter { self.isWanted($0) } })
    }

    private mutating func settle() {
        self.scenario = RecordedBeginning.scenario(of: self.scenario.steps, duration: self.scenario.duration)
    }

    /// When others began to hear nobody, as they took over for that.
    private func silences(in journals: [String: [JournalRecord]], but node: String) -> [Int64] {
        journals.filter { $0.key != node }.flatMap { other, records in
            let instances = self.cluster.nodes.first { $0.name == other }?.configuration.instances ?? []
            return records.compactMap { record -> Int64? in
                guard record.isTakeover, record.members["why"]?.string == "no_master_heard" else { return nil }
                let instance = instances.first { $0.name == record.instance }
                // Three intervals and a skew time.
                let down = Int64(instance?.router.advertisementInterval.centiseconds ?? 100) * 40_000_000
                return record.time.nanoseconds.subtractingReportingOverflow(down).partialValue
            }
        }.sorted()
    }

    private func isWanted(_ record: JournalRecord) -> Bool { record.time.nanoseconds >= self.start.nanoseconds }

    private func moment(_ record: JournalRecord) -> Duration {
        .nanoseconds(record.time.nanoseconds.subtractingReportingOverflow(self.start.nanoseconds).partialValue)
    }

    private mutating func note(_ text: String) {
        if !self.notes.contains(text) { self.notes.append(text) }
    }

    private mutating func findMoves(_ journals: [String: [JournalRecord]]) {
        var holders: [String: String] = [:]
        let takeovers = journals.flatMap { node, records in
            records.filter { $0.states?.to == "master" && $0.states?.from != "master" }.map { (node, $0) }
        }.sorted { ($0.1.time.nanoseconds, $0.0) < ($1.1.time.nanoseconds, $1.0) }
        for (node, record) in takeovers {
            guard let instance = record.instance else { continue }
            let before = holders.updateValue(node, forKey: instance)
            guard let before, before != node, self.isWanted(record) else { continue }
            self.moves.append(Move(instance: instance, node: node, at: self.moment(record), why: record.text))
        }
    }

    /// Of one node: that it took over, and that it left, which somebody else followed.
    private mutating func findMoves(in records: [JournalRecord], _ standIns: StandIns) {
        let node = standIns.cluster.nodes[0].name
        let causes = JournalCauses(in: records)
        var beginning = FirstTakeovers(in: records)
        var holds: [String: Bool] = [:]
        for (place, record) in records.enumerated() {
            guard let instance = record.instance, let states = record.states else { continue }
            let isFirst = beginning.isFirst(record)
            let isHolder = states.to == "master" || states.to == "resigning"
            let before = holds.updateValue(isHolder, forKey: instance)
            // A process that takes up the place of another has moved nothing, and whose they were at first nobody moved.
            guard record.members["why"]?.string != "resumed",
                before ?? ["master", "resigning"].contains(states.from) != isHolder, !isFirst, self.isWanted(record)
            else { continue }
            let to = isHolder ? node : standIns.successor(record.peer)
            let cause = causes.of(place).first { $0.kind != "result" }
            let why = [cause?.text, record.text].compactMap(\.self).joined(separator: "; ")
            self.moves.append(Move(instance: instance, node: to, at: self.moment(record), why: why))
        }
    }
}
