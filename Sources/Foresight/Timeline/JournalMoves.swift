import Checks
import Failover
import VRRP

/// The latest moves that journals tell of, with what led to them.
struct JournalMoves: Sendable {
    private let reading: JournalTimeline
    private let window: JournalWindow
    private(set) var moves: [Timeline.Move] = []
    private(set) var events: [Timeline.Event] = []
    /// Moves that are not among ``moves``.
    private(set) var omitted = 0
    /// What has been told as an event already.
    private var told: Set<JournalRecord> = []
    /// By node, of those of which a move is told.
    private var causes: [Int: JournalCauses] = [:]

    /// What a peer made of a loss is looked for this long before and after, in nanoseconds.
    private static let vicinity: Int64 = 60_000_000_000

    init(_ reading: JournalTimeline, drawn: [Int], window: JournalWindow) {
        self.reading = reading
        self.window = window
        var found: [(router: Int, name: String, move: JournalTimeline.FoundMove)] = []
        for (number, router) in drawn.enumerated() {
            let name = reading.routers[router].name
            found += reading.routers[router].moves.filter { window.contains($0.at) }.map { (number, name, $0) }
        }
        found.sort { ($0.move.at, $0.router) < ($1.move.at, $1.router) }
        self.omitted = max(0, found.count - JournalTimeline.moveLimit)
        for (router, name, move) in found.suffix(JournalTimeline.moveLimit) {
            let cause = self.cause(of: move, name)
            self.moves.append(
                Timeline.Move(
                    router: router,
                    from: move.from,
                    to: move.to,
                    at: window.moment(move.at),
                    cause: cause
                )
            )
        }
        self.events.sort { $0.at < $1.at }
    }

    /// Processes that ended without a word.
    mutating func addRestarts(_ restarts: [JournalTimeline.Restart]) {
        let wanted = restarts.filter { self.window.contains($0.at) }.suffix(JournalTimeline.moveLimit)
        for restart in wanted {
            let text = "starts again; the process before ended without a word"
            self.add(text, of: restart.node, at: restart.at)
        }
        self.events.sort { $0.at < $1.at }
    }

    private mutating func add(_ text: String, of node: Int, at time: Int64) {
        let moment = self.window.moment(time)
        self.events.append(Timeline.Event(at: moment, node: node, router: nil, kind: .incident, text: text))
    }

    /// What happened to the one, then what the other made of it.
    private mutating func cause(of move: JournalTimeline.FoundMove, _ name: String) -> String {
        let (witness, place) = move.witness
        if let from = self.other(move.from, than: witness), let loss = self.loss(of: name, from, near: move.at) {
            return self.cause(loss, of: from, then: place, of: witness)
        }
        // By its own clock the one may have left a moment before the other took over.
        if let to = self.other(move.to, than: witness), let gain = self.gain(of: name, to, near: move.at) {
            return self.cause(place, of: witness, then: gain, of: to)
        }
        return self.tell(place, of: witness)
    }

    private mutating func cause(_ loss: Int, of from: Int, then gain: Int, of to: Int) -> String {
        let text = Self.text(of: self.reading.journals[to].records[gain])
        return "\(self.tell(loss, of: from)); \(self.reading.nodes[to]): \(text)"
    }

    /// One that has a journal.
    private func other(_ node: Int?, than witness: Int) -> Int? {
        node.flatMap { $0 != witness && $0 < self.reading.journals.count ? $0 : nil }
    }

    /// The first cause and the transition; the first cause becomes an event.
    private mutating func tell(_ place: Int, of node: Int) -> String {
        let records = self.reading.journals[node].records
        let decision = Self.decision(for: place, in: records)
        let causes = self.causes[node] ?? JournalCauses(in: records)
        self.causes[node] = causes
        let name = self.reading.nodes[node]
        // That its first result was one of several says less than what they came to.
        guard let cause = causes.of(decision).first(where: { $0.kind != "result" }) else {
            return "\(name): \(Self.text(of: records[decision]))"
        }
        if self.told.insert(cause).inserted { self.add(Self.text(of: cause), of: node, at: cause.time.nanoseconds) }
        return "\(name): \(Self.text(of: cause)), \(Self.text(of: records[decision]))"
    }

    /// Journals may come from anywhere, so control characters are none of it.
    private static func text(of record: JournalRecord) -> String { OutcomeSanitizer.line(record.text, limit: 512) }

    /// Who hands over decided to when it began to.
    private static func decision(for place: Int, in records: [JournalRecord]) -> Int {
        guard records[place].states?.from == "resigning" else { return place }
        return records[..<place].lastIndex { record in
            record.run == records[place].run && record.instance == records[place].instance
                && record.states?.to == "resigning"
        } ?? place
    }

    /// Where the node tells that it left, nearest to the moment of a move.
    private func loss(of name: String, _ node: Int, near time: Int64) -> Int? {
        self.nearest(to: time, of: name, node) { $0.isMove && $0.states?.from == "master" }
    }

    /// Where the node tells that it took over.
    private func gain(of name: String, _ node: Int, near time: Int64) -> Int? {
        self.nearest(to: time, of: name, node) { $0.isTakeover && $0.states?.from != "resigning" }
    }

    private func nearest(
        to time: Int64,
        of name: String,
        _ node: Int,
        where isWanted: (JournalRecord) -> Bool
    ) -> Int? {
        let records = self.reading.journals[node].records
        func distance(_ place: Int) -> Int64 {
            let (difference, overflow) = records[place].time.nanoseconds.subtractingReportingOverflow(time)
            return overflow || difference == .min ? .max : abs(difference)
        }
        return records.indices.filter { place in
            records[place].instance == name && isWanted(records[place]) && distance(place) <= Self.vicinity
        }.min { distance($0) < distance($1) }
    }
}
