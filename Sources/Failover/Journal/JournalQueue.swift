package import VRRP

/// Lines of the journal on their way to whoever keeps them, and which change each deed follows from. They are written out when there is nothing more
/// urgent to do, and the oldest are given up rather than memory.
package struct JournalQueue: Sendable {
    private let run: Int64
    private var waiting: [JournalLine] = []
    private var lost = 0
    /// The last transition of each instance, which its deeds follow from unless the event at hand says otherwise.
    private var transitions: [String: UInt64] = [:]
    /// Those of the event at hand.
    private var ownTransitions: [String: UInt64] = [:]
    /// What the event at hand changed, of an instance or of the node as a whole, that makes deeds necessary.
    private var occasions: [String?: UInt64] = [:]
    private var results = ResultBudget()

    /// Lines that may wait; hundreds of instances that move at once have several each.
    static let limit = 8192
    /// Bytes of one message, a fraction of what a packet may hold.
    private static let messageSize = 16 << 10

    package init(run: Int64) {
        self.run = run
    }

    package var isEmpty: Bool { self.waiting.isEmpty && self.lost == 0 }

    /// To be called before the effects of an event are carried out: addresses are set before the transition is told of that
    /// makes it necessary.
    package mutating func begin(_ effects: [Effect]) {
        if !self.occasions.isEmpty { self.occasions = [:] }
        if !self.ownTransitions.isEmpty { self.ownTransitions = [:] }
        for case .journal(let entry) in effects {
            switch entry.change {
            case .transition:
                guard let instance = entry.instance else { continue }
                self.transitions[instance] = entry.id
                self.ownTransitions[instance] = entry.id
            case .reloaded, .addressLost, .virtualInterfaceLost, .linkChanged, .sourceChanged, .leftoverRemoved:
                self.occasions[entry.instance] = entry.id
            case .health, .observedHealth, .wouldHave, .score, .faultBegan, .faultEnded, .lastResortBegan,
                .lastResortHeld, .lastResortEnded, .withheld, .withheldCounts, .withheldEnded, .priority, .syncGroup,
                .masterChanged, .damped, .returnSuppressed, .dampingLifted, .dampingEnded,
                .addressRefused, .addressDuplicate, .itemRefused, .itemSet, .itemRestored, .filterRefused,
                .checkerExited, .checkerStarted, .stalled, .clockBehind, .startGateExpired, .stopRequested,
                .maintenance, .drill:
                break
            }
        }
    }

    /// - Parameter streak: Equal results in a row that made a check's health change; nil of every other change.
    package mutating func append(_ entry: JournalEntry, after streak: Int?, at time: UTCTime) {
        self.append(JournalLine(entry, after: streak, at: time, run: self.run))
    }

    package mutating func append(_ deed: JournalDeed, of instance: String, at now: Instant, _ time: UTCTime) {
        let own = self.occasions[instance] ?? self.ownTransitions[instance]
        switch deed {
        case .announced:
            // What is announced again from time to time is no news.
            guard own != nil else { return }
        case .addressesSet, .addressesRemoved:
            break
        }
        let cause = own ?? self.occasions[nil] ?? self.transitions[instance]
        self.append(JournalLine(deed, of: instance, because: cause, at: now, time, run: self.run))
    }

    /// A result that changed no health, as far as there is room for such.
    package mutating func append(_ result: ResultChange, at now: Instant, _ time: UTCTime) {
        self.tellLeftOut(at: now, time)
        guard self.results.admits(result, at: now) else { return }
        self.append(JournalLine(result, at: now, time, run: self.run))
    }

    /// Tells how many results were left out a while ago; to be called now and then.
    ///
    /// - Parameter isLast: Also those of just now, as nobody will ask again.
    package mutating func tellLeftOut(at now: Instant, _ time: UTCTime, isLast: Bool = false) {
        for leftOut in self.results.leftOut(at: now, isLast: isLast) {
            self.append(JournalLine(leftOut, at: now, time, run: self.run))
        }
    }

    private mutating func append(_ line: JournalLine) {
        if self.waiting.count >= Self.limit {
            // Half at once, so that the cost of moving is paid rarely.
            self.waiting.removeFirst(Self.limit / 2)
            self.lost += Self.limit / 2
        }
        self.waiting.append(line)
    }

    /// Forgets instances that are gone.
    package mutating func keep(_ instances: Set<String>) {
        self.transitions = self.transitions.filter { instances.contains($0.key) }
    }

    /// The next message, and how many lines are in it.
    package func message(at now: Instant, _ time: UTCTime) -> (bytes: [UInt8], lines: Int) {
        var bytes: [UInt8] = []
        var lines = 0
        if self.lost > 0 {
            bytes += JournalLine(lost: self.lost, at: now, time, run: self.run).text.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        for line in self.waiting {
            guard bytes.count < Self.messageSize else { break }
            bytes += line.text.utf8
            bytes.append(UInt8(ascii: "\n"))
            lines += 1
        }
        return (bytes, lines)
    }

    /// They have been handed over.
    package mutating func done(_ lines: Int) {
        self.lost = 0
        self.waiting.removeFirst(min(lines, self.waiting.count))
    }
}
