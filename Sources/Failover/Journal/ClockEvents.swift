import Checks
import VRRP

/// What one node said and another heard, in journals.
struct ClockEvents: Sendable {
    typealias Place = (journal: Int, part: Int)

    private enum Kind: Hashable, Sendable {
        /// It became master, and advertises.
        case mastery
        /// It was master, and said that it leaves.
        case resignation
    }

    private struct Said: Sendable {
        var part: Int
        var time: Int64
    }

    private struct Heard: Sendable {
        var journal: Int
        var part: Int
        var time: Int64
        var instance: String
        var peer: String
        var kind: Kind
    }

    private struct Topic: Hashable, Sendable {
        var journal: Int
        var instance: String
        var kind: Kind
    }

    private let directory: PeerDirectory
    /// In the order of the file.
    private var said: [Topic: [Said]] = [:]
    private var heard: [Heard] = []
    /// By journal and part, the first and the last moment.
    private let extents: [[ClosedRange<Int64>]]

    /// Of each kind, instance and journal the latest are looked at.
    private static let limit = 200
    /// Nanoseconds. Who advertises is heard at once; who leaves is followed after a skew time, a second at most for usual
    /// intervals.
    private static let latencies: [Kind: Int64] = [.mastery: 100_000_000, .resignation: 1_100_000_000]

    init(_ journals: [NodeJournal], parts: [[ClockAlignment.Part]]) {
        self.directory = PeerDirectory(journals)
        self.extents = zip(journals, parts).map { journal, parts in
            parts.map { part in
                let times = journal.records[part.records].map(\.time.nanoseconds)
                return (times.min() ?? 0)...(times.max() ?? 0)
            }
        }
        for (number, journal) in journals.enumerated() {
            var heard: [Heard] = []
            for (part, range) in parts[number].enumerated() {
                for record in journal.records[range.records] {
                    self.read(record, of: (number, part), into: &heard)
                }
            }
            self.heard += heard.suffix(Self.limit)
        }
        for topic in self.said.keys { self.said[topic] = self.said[topic].map { Array($0.suffix(Self.limit)) } }
    }

    private mutating func read(_ record: JournalRecord, of place: Place, into heard: inout [Heard]) {
        guard let instance = record.instance, let states = record.states else { return }
        let time = record.time.nanoseconds
        if record.isTakeover, record.members["why"]?.string != "resumed" {
            let topic = Topic(journal: place.journal, instance: instance, kind: .mastery)
            self.said[topic, default: []].append(Said(part: place.part, time: time))
        }
        if states.from == "master", ["resigning", "fault", "initialize"].contains(states.to) {
            let topic = Topic(journal: place.journal, instance: instance, kind: .resignation)
            self.said[topic, default: []].append(Said(part: place.part, time: time))
        }
        guard let peer = record.peer else { return }
        let hasFollowed = record.members["why"]?.string == "master_resigned"
        // Who did not run for a while heard it late.
        guard hasFollowed || (record.isLossToPeer && record.members["why"]?.string != "overtaken") else { return }
        heard.append(
            Heard(
                journal: place.journal,
                part: place.part,
                time: time,
                instance: instance,
                peer: peer,
                kind: hasFollowed ? .resignation : .mastery
            )
        )
    }

    /// How far ahead the clock of a part may be, event by event.
    ///
    /// - Parameter ahead: How far it is in other parts; nil = not known yet.
    func bounds(of place: Place, ahead: (Int, Int) -> Int64?) -> [ClockBounds] {
        var bounds: [ClockBounds] = []
        for heard in self.heard {
            let latency = Self.latencies[heard.kind] ?? 0
            let isOwn = heard.journal == place.journal && heard.part == place.part
            let hearer = isOwn ? nil : ahead(heard.journal, heard.part)
            guard isOwn || hearer != nil else { continue }
            for journal in self.extents.indices where journal != heard.journal {
                // Of others than the part at hand only what it hears counts.
                guard isOwn || journal == place.journal, self.directory.mayBe(heard.peer, of: journal) else { continue }
                for said in self.said[Topic(journal: journal, instance: heard.instance, kind: heard.kind)] ?? [] {
                    let speaker = journal == place.journal && said.part == place.part ? nil : ahead(journal, said.part)
                    guard isOwn ? speaker != nil : speaker == nil && said.part == place.part else { continue }
                    let least =
                        isOwn
                        ? heard.time &- (said.time &- (speaker ?? 0)) : said.time &- (heard.time &- (hearer ?? 0))
                    if let bound = ClockBounds(least: least, latency: latency, hears: isOwn) { bounds.append(bound) }
                }
            }
        }
        return bounds
    }

    /// How many of the events fit that a part told of or heard of, and how many there are that should.
    func tally(of place: Place, ahead: (Int, Int) -> Int64?) -> (fitting: Int, all: Int) {
        var (fitting, all) = (0, 0)
        for heard in self.heard where heard.kind == .mastery {
            guard let own = ahead(heard.journal, heard.part) else { continue }
            let time = heard.time &- own
            for journal in self.extents.indices
            where journal != heard.journal && self.directory.isCertainly(heard.peer, of: journal) {
                guard let part = self.part(of: journal, at: time, ahead) else { continue }
                let isOwn = heard.journal == place.journal && heard.part == place.part
                guard isOwn || (journal == place.journal && part == place.part) else { continue }
                all += 1
                let said = self.said[Topic(journal: journal, instance: heard.instance, kind: .mastery)] ?? []
                let fits = said.contains { said in
                    guard let speaker = ahead(journal, said.part) else { return false }
                    let latency = time &- (said.time &- speaker)
                    return (-ClockBounds.slack...(Self.latencies[.mastery] ?? 0)).contains(latency)
                }
                if fits { fitting += 1 }
            }
        }
        return (fitting, all)
    }

    /// The part that tells of a moment by the clock of the first journal.
    private func part(of journal: Int, at time: Int64, _ ahead: (Int, Int) -> Int64?) -> Int? {
        self.extents[journal].indices.first { part in
            guard let own = ahead(journal, part) else { return false }
            // What was heard is written a little later than what was said.
            let (begin, end) = (self.extents[journal][part].lowerBound, self.extents[journal][part].upperBound)
            return begin <= time &+ own && time &+ own &- (Self.latencies[.mastery] ?? 0) <= end
        }
    }
}
