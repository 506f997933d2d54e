import Checks
import Failover
import VRRP

extension JournalTimeline {
    /// Who has the addresses of one instance, while what all nodes tell is read in order.
    private struct Holding {
        var holder: Int?
        /// Who had them last; nil = somebody has them.
        var lost: (node: Int, at: Int64, place: Int)?
    }

    mutating func findMoves() {
        var transitions: [(at: Int64, node: Int, place: Int)] = []
        for (node, journal) in self.journals.enumerated() {
            var last = Int64.min
            for (place, record) in journal.records.enumerated() {
                last = max(last, record.time.nanoseconds)
                if record.states != nil { transitions.append((last, node, place)) }
            }
        }
        transitions.sort { ($0.at, $0.node, $0.place) < ($1.at, $1.node, $1.place) }
        var holdings: [Int: Holding] = [:]
        for (at, node, place) in transitions {
            let record = self.journals[node].records[place]
            guard let name = record.instance, let router = self.router(name) else { continue }
            var holding = holdings[router] ?? Holding()
            if record.isTakeover {
                self.gained(node, router, at: at, place, &holding)
            } else {
                if Self.lets(go: record) { self.left(node, router, at: at, place, &holding) }
                if record.isLossToPeer { self.heard(record.peer, by: node, router, at: at, place, &holding) }
            }
            holdings[router] = holding
        }
        for (router, holding) in holdings.sorted(by: { $0.key < $1.key }) {
            guard let lost = holding.lost else { continue }
            self.add(from: lost.node, to: nil, router, at: lost.at, lost.node, lost.place)
        }
    }

    /// Who hands over has the addresses until the successor is there.
    private static func lets(go record: JournalRecord) -> Bool {
        let holding = ["master", "resigning"]
        guard let states = record.states else { return false }
        return holding.contains(states.from) && !holding.contains(states.to)
    }

    private mutating func gained(_ node: Int, _ router: Int, at time: Int64, _ place: Int, _ holding: inout Holding) {
        defer { (holding.holder, holding.lost) = (node, nil) }
        self.forgetStrangers(router, at: time)
        guard holding.holder != node else { return }
        if let lost = holding.lost, lost.node == node {
            self.add(from: node, to: nil, router, at: lost.at, node, lost.place)
            self.add(from: nil, to: node, router, at: time, node, place)
        } else {
            self.add(from: holding.holder ?? holding.lost?.node, to: node, router, at: time, node, place)
        }
    }

    private func left(_ node: Int, _ router: Int, at time: Int64, _ place: Int, _ holding: inout Holding) {
        guard holding.holder == node else { return }
        (holding.holder, holding.lost) = (nil, (node, time, place))
    }

    /// The node knows that a peer is master, which may have no journal here.
    private mutating func heard(
        _ peer: String?,
        by node: Int,
        _ router: Int,
        at time: Int64,
        _ place: Int,
        _ holding: inout Holding
    ) {
        guard let peer, peer.utf8.count <= 64 else { return }
        if let known = self.directory.node(of: peer) {
            // It tells of it itself, unless its journal has a gap.
            guard holding.holder == nil, holding.lost?.node == node else { return }
            self.add(from: node, to: known, router, at: time, node, place)
            (holding.holder, holding.lost) = (known, nil)
            return
        }
        guard let stranger = self.stranger(peer) else { return }
        self.forgetStrangers(router, except: stranger, at: time)
        self.stand(.holding, stranger, router, at: time)
        guard holding.holder != stranger else { return }
        self.add(from: holding.holder ?? holding.lost?.node, to: stranger, router, at: time, node, place)
        (holding.holder, holding.lost) = (stranger, nil)
    }

    private mutating func forgetStrangers(_ router: Int, except kept: Int? = nil, at time: Int64) {
        for stranger in self.nodes.indices.dropFirst(self.journals.count)
        where stranger != kept && self.routers[router].standings[stranger] != nil {
            self.stand(.unknown, stranger, router, at: time)
        }
    }

    private mutating func stranger(_ peer: String) -> Int? {
        let address = OutcomeSanitizer.line(peer, limit: 64)
        let strangers = self.nodes.dropFirst(self.journals.count)
        if let place = strangers.firstIndex(of: address) { return place }
        guard strangers.count < Self.strangerLimit else { return nil }
        self.nodes.append(address)
        return self.nodes.count - 1
    }

    private mutating func add(from: Int?, to: Int?, _ router: Int, at time: Int64, _ node: Int, _ place: Int) {
        self.routers[router].moves.append(FoundMove(from: from, to: to, at: time, witness: (node, place)))
    }
}
