import Configuration
import Failover
import VRRP

/// Writes down what happens while a cluster is played.
struct TimelineRecorder: Sendable {
    /// One instance that competes for one router.
    struct Seat: Sendable {
        let router: Int
        let member: SharedRouter.Member
        var state = VirtualRouter.StateName.initialize
        /// Whether it could serve the addresses if it had them.
        var isFit = true
        /// Whether anybody can reach it: it is not frozen and has its link.
        var isReachable = true
        /// Why its priority, or its right to compete, last changed; nil = not since the addresses last moved.
        var reason: String?
        var spanBegan = Instant(nanoseconds: 0)

        var holds: Bool { self.state == .master || self.state == .resigning }

        var standing: Timeline.Standing {
            switch self.state {
            case .master, .resigning: self.isFit ? .holding : .unfit
            case .backup: .waiting
            case .fault: .fault
            case .initialize: .off
            }
        }
    }

    /// Where the addresses of one router are.
    struct Whereabouts: Sendable {
        var seats: [Int] = []
        /// The seat that got them last, while it has them.
        var holder: Int?
        /// Who had them last, when, and why no more; nil = somebody has them, or nobody ever had.
        var lost: (seat: Int, at: Instant, cause: String)?
        var outage: (from: Instant, cause: String)?
        var unheld = Duration.zero
        var unfit = Duration.zero
        var service = Service.served
        var serviceSince = Instant(nanoseconds: 0)
        var split: (from: Instant, seats: [Int])?
        /// What happened last since the addresses moved.
        var incident: String?
    }

    enum Service: Sendable {
        case served
        case unfit
        case unheld
    }

    let cluster: Cluster
    var seats: [Seat] = []
    var routers: [Whereabouts] = []
    /// Whose address is whose, for sentences.
    var names: [IPAddress: String] = [:]
    /// The moment that counts as 0; nil = nothing is written down yet.
    private(set) var origin: Instant?
    private(set) var moves: [Timeline.Move] = []
    private(set) var spans: [Timeline.Span] = []
    private(set) var outages: [Timeline.Outage] = []
    private(set) var splits: [Timeline.Split] = []
    private(set) var events: [Timeline.Event] = []
    private(set) var notes: [String] = []
    /// What happened last, which is the cause of what follows where no journal tells of another.
    private(set) var lastIncident: String?
    /// Of nodes that say nothing themselves: without power, or frozen.
    var troubles: [Int: String] = [:]
    var cuts: Set<[Int]> = []

    /// Two nodes have the addresses while one takes over from the other.
    private static let handover = Duration.milliseconds(10)
    static let noteLimit = 50
    static let eventLimit = 20_000

    init(_ cluster: Cluster) {
        self.cluster = cluster
        for (number, router) in cluster.routers.enumerated() {
            var whereabouts = Whereabouts()
            for member in router.members {
                whereabouts.seats.append(self.seats.count)
                self.seats.append(Seat(router: number, member: member))
            }
            self.routers.append(whereabouts)
        }
    }

    func name(of seat: Int) -> String { self.cluster.nodes[self.seats[seat].member.node].name }

    // MARK: Writing down

    mutating func note(_ text: String) {
        guard self.notes.count < Self.noteLimit, !self.notes.contains(text) else { return }
        self.notes.append(text)
    }

    mutating func log(_ line: LogLine, of node: String) {
        switch line.level {
        case .debug, .info: return
        case .warning, .error: break
        }
        // Repetitions are counted in the line; one is enough.
        var text = line.text
        if let count = text.firstRange(of: " (and ") { text = String(text[..<count.lowerBound]) }
        self.note("\(node): \(line.instance.map { "\($0): " } ?? "")\(self.named(text))")
    }

    /// Addresses that were made up are nothing to an operator.
    func named(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let bare = word.last == ":" || word.last == "," ? word.dropLast() : word
            guard let address = IPAddress(bare), let name = self.names[address] else { return String(word) }
            return "\(name)\(word.dropFirst(bare.count))"
        }.joined(separator: " ")
    }

    mutating func add(_ text: String, _ kind: Timeline.Kind, node: Int?, router: Int?, at now: Instant) {
        guard let origin = self.origin, self.events.count < Self.eventLimit else { return }
        self.events.append(Timeline.Event(at: now - origin, node: node, router: router, kind: kind, text: text))
    }

    mutating func happened(_ incident: Incident, at now: Instant) {
        let text = incident.description(in: self.cluster)
        self.lastIncident = text
        for router in self.routers.indices { self.routers[router].incident = text }
        var node: Int?
        switch incident {
        case .result(_, _, let number), .outcome(_, _, let number): node = number
        case .stop(let number), .link(_, let number, _): node = number
        case .maintain(let number), .unmaintain(let number): node = number
        case .crash(let number), .freeze(let number):
            node = number
            self.troubles[number] = text
        case .start(let number), .thaw(let number):
            node = number
            self.troubles[number] = nil
        case .cut(let first, let second): self.cuts.insert([min(first, second), max(first, second)])
        case .heal(let first, let second): self.cuts.remove([min(first, second), max(first, second)])
        }
        self.add(text, .incident, node: node, router: nil, at: now)
    }

    // MARK: Who has the addresses

    mutating func change(_ seat: Int, to state: VirtualRouter.StateName, because cause: String, at now: Instant) {
        let before = self.seats[seat].holds
        self.endSpan(of: seat, at: now)
        self.seats[seat].state = state
        let router = self.seats[seat].router
        switch (before, self.seats[seat].holds) {
        case (false, true): self.gained(seat, router, cause, at: now)
        case (true, false): self.gone(seat, router, cause, at: now)
        case (true, true), (false, false): break
        }
        self.review(router, at: now)
    }

    mutating func setFitness(_ isFit: Bool, isReachable: Bool, of seat: Int, at now: Instant) {
        guard self.seats[seat].isFit != isFit || self.seats[seat].isReachable != isReachable else { return }
        self.endSpan(of: seat, at: now)
        self.seats[seat].isFit = isFit
        self.seats[seat].isReachable = isReachable
        self.review(self.seats[seat].router, at: now)
    }

    private mutating func gained(_ seat: Int, _ router: Int, _ cause: String, at now: Instant) {
        let before = self.routers[router].holder
        let lost = self.routers[router].lost
        self.routers[router].lost = nil
        self.routers[router].holder = seat
        if let lost, lost.seat == seat {
            self.move(router, from: seat, to: nil, at: lost.at, because: lost.cause)
            self.move(router, from: nil, to: seat, at: now, because: self.reasons([seat], and: cause, of: seat))
        } else {
            let from = before ?? lost?.seat
            let why = lost?.cause
            let text = self.story(from: from, to: seat, lost: why, cause)
            self.move(router, from: from, to: seat, at: now, because: text)
        }
        for other in self.routers[router].seats { self.seats[other].reason = nil }
        self.routers[router].incident = nil
    }

    private mutating func gone(_ seat: Int, _ router: Int, _ cause: String, at now: Instant) {
        guard self.routers[router].holder == seat else { return }
        let rest = self.routers[router].seats.first { self.seats[$0].holds }
        self.routers[router].holder = rest
        let text = self.reasons([seat], and: cause, of: seat)
        if let rest {
            self.move(router, from: seat, to: rest, at: now, because: text)
            self.routers[router].incident = nil
        } else {
            self.routers[router].lost = (seat, now, text)
        }
    }

    /// Why addresses went from one to another: what happened to the one, then what the other made of it.
    private func story(from: Int?, to: Int, lost: String?, _ cause: String) -> String {
        var parts: [String] = []
        if let from {
            let pair = [self.seats[from].member.node, self.seats[to].member.node].sorted()
            if let trouble = self.troubles[self.seats[from].member.node] {
                parts.append(trouble)
            } else if let lost {
                parts.append(lost)
            } else if let reason = self.seats[from].reason {
                parts.append("\(self.name(of: from)): \(reason)")
            } else if self.cuts.contains(pair) {
                parts.append("\(self.name(of: from)) and \(self.name(of: to)) do not hear each other")
            }
        }
        let own = parts.isEmpty ? self.seats[to].reason : nil
        if parts.isEmpty, own == nil, let incident = self.routers[self.seats[to].router].incident {
            parts.append(incident)
        }
        parts.append("\(self.name(of: to)): " + ([own, cause].compactMap { $0 }).joined(separator: ", "))
        return parts.joined(separator: "; ")
    }

    private func reasons(_ seats: [Int], and cause: String, of seat: Int) -> String {
        if let trouble = self.troubles[self.seats[seat].member.node] { return trouble }
        let reason = self.seats[seat].reason
        // The state says no more than the reason for it.
        let isKnown = self.seats[seat].state == .fault || self.seats[seat].state == .initialize
        let incident = reason == nil ? self.routers[self.seats[seat].router].incident.map { "\($0); " } : nil
        return (incident ?? "") + "\(self.name(of: seat)): "
            + [reason, reason == nil || !isKnown ? cause : nil].compactMap { $0 }.joined(separator: ", ")
    }

    private mutating func move(_ router: Int, from: Int?, to: Int?, at now: Instant, because cause: String) {
        guard let origin = self.origin else { return }
        self.moves.append(
            Timeline.Move(
                router: router,
                from: from.map { self.seats[$0].member.node },
                to: to.map { self.seats[$0].member.node },
                at: now - origin,
                cause: cause
            )
        )
    }

    private mutating func endSpan(of seat: Int, at now: Instant) {
        defer { self.seats[seat].spanBegan = now }
        guard let origin = self.origin, now > self.seats[seat].spanBegan else { return }
        let standing = self.seats[seat].standing
        let node = self.seats[seat].member.node
        let router = self.seats[seat].router
        let from = max(.zero, self.seats[seat].spanBegan - origin)
        if let last = self.spans.lastIndex(where: { $0.router == router && $0.node == node }),
            self.spans[last].standing == standing
        {
            self.spans[last].to = now - origin
        } else {
            self.spans.append(
                Timeline.Span(router: router, node: node, from: from, to: now - origin, standing: standing)
            )
        }
    }

    /// Whether the addresses are served, and by one only, has to be looked at again.
    private mutating func review(_ router: Int, at now: Instant) {
        let holding = self.routers[router].seats.filter { self.seats[$0].holds }
        let service: Service =
            holding.contains { self.seats[$0].isFit } ? .served : holding.isEmpty ? .unheld : .unfit
        self.passTime(of: router, at: now)
        self.routers[router].service = service
        switch (self.routers[router].outage, service) {
        case (nil, .unfit), (nil, .unheld):
            self.routers[router].outage = (now, self.lastIncident ?? "nobody could serve the addresses from the start")
            self.routers[router].unheld = .zero
            self.routers[router].unfit = .zero
        case (.some, .served):
            self.endOutage(of: router, at: now, isOver: true)
        case (nil, .served), (.some, .unfit), (.some, .unheld):
            break
        }
        // A frozen node's kernel answers for its addresses and nothing else of it does, one without a link nobody hears,
        // and one that leaves waits for its successor.
        let live = holding.filter { self.seats[$0].isReachable && self.seats[$0].state == .master }
        let wasSplit = self.routers[router].split
        guard live != wasSplit?.seats, live.count > 1 || wasSplit != nil else { return }
        if wasSplit != nil { self.endSplit(of: router, at: now, isOver: true) }
        if live.count > 1 { self.routers[router].split = (wasSplit?.from ?? now, live) }
    }

    private mutating func passTime(of router: Int, at now: Instant) {
        defer { self.routers[router].serviceSince = now }
        guard self.routers[router].outage != nil else { return }
        let passed = now - self.routers[router].serviceSince
        switch self.routers[router].service {
        case .served: break
        case .unfit: self.routers[router].unfit += passed
        case .unheld: self.routers[router].unheld += passed
        }
    }

    private mutating func endOutage(of router: Int, at now: Instant, isOver: Bool) {
        guard let outage = self.routers[router].outage else { return }
        self.routers[router].outage = nil
        guard let origin = self.origin, now > outage.from || !isOver else { return }
        self.outages.append(
            Timeline.Outage(
                router: router,
                from: max(.zero, outage.from - origin),
                to: isOver ? now - origin : nil,
                unheld: self.routers[router].unheld,
                unfit: self.routers[router].unfit,
                cause: outage.cause
            )
        )
    }

    private mutating func endSplit(of router: Int, at now: Instant, isOver: Bool) {
        guard let split = self.routers[router].split else { return }
        self.routers[router].split = nil
        guard let origin = self.origin, now - split.from > Self.handover else { return }
        self.splits.append(
            Timeline.Split(
                router: router,
                nodes: split.seats.map { self.seats[$0].member.node },
                from: max(.zero, split.from - origin),
                to: isOver ? now - origin : nil
            )
        )
    }

    // MARK: Beginning and end

    /// This moment is 0.
    mutating func begin(at now: Instant) {
        self.origin = now
        self.lastIncident = nil
        for seat in self.seats.indices {
            self.seats[seat].spanBegan = now
            self.seats[seat].reason = nil
        }
        for router in self.routers.indices {
            self.routers[router].incident = nil
            self.routers[router].lost = nil
            self.routers[router].serviceSince = now
            self.routers[router].outage = nil
            if self.routers[router].split != nil { self.routers[router].split?.from = now }
            self.review(router, at: now)
        }
    }

    /// What lasts is written down as lasting.
    mutating func finish(at now: Instant, isSettled: Bool) -> Timeline {
        let origin = self.origin ?? now
        for seat in self.seats.indices { self.endSpan(of: seat, at: now) }
        for router in self.routers.indices {
            self.passTime(of: router, at: now)
            self.endOutage(of: router, at: now, isOver: false)
            self.endSplit(of: router, at: now, isOver: false)
            if let lost = self.routers[router].lost, lost.at >= origin {
                self.move(router, from: lost.seat, to: nil, at: lost.at, because: lost.cause)
            }
        }
        let routers = self.cluster.routers.enumerated().map { number, router in
            let isTwice = self.cluster.routers.count { $0.name == router.name } > 1
            let address = router.members.first.flatMap {
                self.cluster.instance(of: $0).virtualAddresses.first.map { "\($0.address)" }
            }
            return Timeline.Router(
                name: isTwice ? "\(router.name) #\(number + 1)" : router.name,
                address: address ?? "",
                members: router.members.map(\.node),
                holder: self.routers[number].holder.map { self.seats[$0].member.node }
            )
        }
        return Timeline(
            nodes: self.cluster.nodes.map(\.name),
            routers: routers,
            moves: self.moves.sorted { ($0.at, $0.router) < ($1.at, $1.router) },
            spans: self.spans.sorted { ($0.router, $0.node, $0.from) < ($1.router, $1.node, $1.from) },
            outages: self.outages.sorted { ($0.from, $0.router) < ($1.from, $1.router) },
            splits: self.splits.sorted { ($0.from, $0.router) < ($1.from, $1.router) },
            events: self.events,
            notes: self.notes,
            end: now - origin,
            isSettled: isSettled
        )
    }
}
