import Checks
package import Failover
package import VRRP

/// What journals tell of who had the addresses, as the timeline that a simulation has as well.
///
/// A time of which a node's journal does not tell is ``Timeline/Standing/unknown``: before its first record, and from
/// the last record of a process that ended without a word to the first of the next one. Peers whose journals are not
/// there are nodes by their addresses, as far as the others say that they were master.
package struct JournalTimeline: Sendable {
    /// Moves that are told with their causes; the latest.
    package static let moveLimit = 40
    /// Instances that are drawn; those that moved last.
    package static let routerLimit = 24
    /// Spans of one lane; more are drawn as if each took this part of the whole.
    package static let spanLimit = 400
    /// Nodes that are known by their addresses only.
    static let strangerLimit = 8

    let journals: [NodeJournal]
    let directory: PeerDirectory
    let instance: String?
    /// Of all nodes, those known by their addresses behind the others.
    var nodes: [String]
    var routers: [Seats] = []
    var places: [String: Int] = [:]
    var restarts: [Restart] = []
    var notes: [String] = []

    /// All that is known of one instance.
    struct Seats: Sendable {
        var name: String
        var address = ""
        /// By node, what it began to be and when, in nanoseconds of the wall clock.
        var standings: [Int: [(at: Int64, standing: Timeline.Standing)]] = [:]
        var moves: [FoundMove] = []
    }

    struct FoundMove: Sendable {
        var from: Int?
        var to: Int?
        var at: Int64
        /// The record of a node that tells of it.
        var witness: (node: Int, place: Int)
    }

    struct Restart: Sendable {
        var node: Int
        var at: Int64
    }

    /// - Parameters:
    ///   - journals: Of several nodes, by clocks that agree.
    ///   - start: What came before is not drawn; nil = from the first record on.
    ///   - instance: nil = all.
    package static func timeline(
        of journals: [NodeJournal],
        from start: UTCTime? = nil,
        instance: String? = nil
    ) -> Timeline {
        var reading = JournalTimeline(journals, instance: instance)
        for node in journals.indices { reading.findStandings(of: node) }
        reading.findMoves()
        return reading.timeline(from: start)
    }

    private init(_ journals: [NodeJournal], instance: String?) {
        self.journals = journals
        self.directory = PeerDirectory(journals)
        self.instance = instance
        self.nodes = journals.map { OutcomeSanitizer.line($0.node, limit: 64) }
    }

    mutating func router(_ name: String) -> Int? {
        guard self.instance == nil || self.instance == name else { return nil }
        if let place = self.places[name] { return place }
        self.places[name] = self.routers.count
        self.routers.append(Seats(name: name))
        return self.routers.count - 1
    }

    mutating func stand(_ standing: Timeline.Standing, _ node: Int, _ router: Int, at time: Int64) {
        let last = self.routers[router].standings[node]?.last
        guard last?.standing != standing else { return }
        self.routers[router].standings[node, default: []].append((max(time, last?.at ?? time), standing))
    }

    // MARK: The whole

    private func timeline(from start: UTCTime?) -> Timeline {
        let times = self.journals.flatMap { $0.records.map(\.time.nanoseconds) }
        let first = max(start?.nanoseconds ?? .min, times.min() ?? 0)
        let last = max(first, times.max() ?? 0)
        let length = Int64(clamping: last.subtractingReportingOverflow(first).partialValue)
        // A little more, so that what came last is seen.
        let end = max(length, 0).addingReportingOverflow(max(length / 40, 1_000_000_000)).partialValue
        let window = JournalWindow(first: first, length: end)
        let drawn = self.drawnRouters
        var notes = self.notes
        if drawn.count < self.routers.count {
            notes.append(
                "\(self.routers.count - drawn.count) instances are not drawn, those whose last move is longest ago; "
                    + "--instance NAME chooses one"
            )
        }
        var story = JournalMoves(self, drawn: drawn, window: window)
        if story.omitted > 0 {
            notes.append("\(story.omitted) earlier moves are drawn in the lanes only; --since chooses a shorter time")
        }
        var coarse = 0
        var spans: [Timeline.Span] = []
        for (number, router) in drawn.enumerated() {
            for node in self.members(of: router) {
                var lane = self.spans(of: node, router, number, window)
                if lane.count > Self.spanLimit {
                    coarse += lane.count
                    lane = Self.coarsened(lane, end: .nanoseconds(end))
                }
                spans += lane
            }
        }
        if coarse > 0 {
            notes.append(
                "of \(coarse) periods the short ones are drawn as long as a \(Self.spanLimit)th of the whole; "
                    + "--since chooses a shorter time"
            )
        }
        story.addRestarts(self.restarts)
        return Timeline(
            nodes: self.nodes,
            routers: drawn.map { router in
                Timeline.Router(
                    name: OutcomeSanitizer.line(self.routers[router].name, limit: 256),
                    address: self.routers[router].address,
                    members: self.members(of: router),
                    holder: self.routers[router].moves.last?.to
                )
            },
            moves: story.moves,
            spans: spans,
            outages: [],
            splits: [],
            events: story.events,
            notes: notes,
            end: .nanoseconds(end),
            isSettled: true,
            origin: UTCTime(nanoseconds: first)
        )
    }

    /// Those that moved last, in the order in which they are first told of.
    private var drawnRouters: [Int] {
        guard self.routers.count > Self.routerLimit else { return Array(self.routers.indices) }
        let latest = self.routers.indices.sorted { left, right in
            (self.routers[left].moves.last?.at ?? .min, right) > (self.routers[right].moves.last?.at ?? .min, left)
        }
        return latest.prefix(Self.routerLimit).sorted()
    }

    private func members(of router: Int) -> [Int] {
        self.nodes.indices.filter { self.routers[router].standings[$0] != nil }
    }

    private func spans(of node: Int, _ router: Int, _ number: Int, _ window: JournalWindow) -> [Timeline.Span] {
        let changes = self.routers[router].standings[node] ?? []
        var spans: [Timeline.Span] = []
        var before = (at: Int64.min, standing: Timeline.Standing.unknown)
        for change in changes + [(Int64.max, .unknown)] {
            let (from, to) = (window.moment(before.at), window.moment(change.at))
            if from < to {
                spans.append(
                    Timeline.Span(router: number, node: node, from: from, to: to, standing: before.standing)
                )
            }
            before = change
        }
        return spans
    }

    /// As many spans as a picture can show: of each part of the whole what matters most.
    private static func coarsened(_ lane: [Timeline.Span], end: Duration) -> [Timeline.Span] {
        let order: [Timeline.Standing] = [.off, .waiting, .unknown, .fault, .holding, .unfit]
        let step = end / Self.spanLimit
        var parts = [Timeline.Standing](repeating: .off, count: Self.spanLimit)
        for span in lane {
            let first = min(Self.spanLimit - 1, Int(span.from / step))
            let last = min(Self.spanLimit, max(first + 1, Int(span.to / step)))
            for part in first..<last
            where (order.firstIndex(of: parts[part]) ?? 0) < (order.firstIndex(of: span.standing) ?? 0) {
                parts[part] = span.standing
            }
        }
        var spans: [Timeline.Span] = []
        for (part, standing) in parts.enumerated() {
            if spans.last?.standing == standing {
                spans[spans.count - 1].to = step * (part + 1)
            } else {
                var span = lane[0]
                (span.from, span.to, span.standing) = (step * part, step * (part + 1), standing)
                spans.append(span)
            }
        }
        return spans
    }
}
