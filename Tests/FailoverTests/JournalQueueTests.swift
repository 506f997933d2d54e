import Checks
import Testing
import VRRP

@testable import Failover

@Suite("The journal's way to the checker")
struct JournalQueueTests {
    private static let time = UTCTime(nanoseconds: 1_000_000_000)
    private static let now = Instant(nanoseconds: 5)

    private static func entry(_ id: UInt64, _ change: Change, of instance: String? = "VI_1") -> JournalEntry {
        JournalEntry(id: id, cause: nil, at: Self.now, instance: instance, change: change)
    }

    private static let transition = Change.transition(Transition(from: .backup, to: .master, cause: .noMasterHeard))

    private static func records(_ queue: JournalQueue) throws -> [JournalRecord] {
        try queue.message(at: Self.now, Self.time).bytes.split(separator: UInt8(ascii: "\n")).map {
            try JournalRecord(parsing: $0)
        }
    }

    @Test("deeds follow from the transition of their event, whichever is told of first, and later ones from the last")
    func causes() throws {
        var queue = JournalQueue(run: 1)
        let entry = Self.entry(4, Self.transition)
        queue.begin([.journal(entry)])
        queue.append(.addressesSet([]), of: "VI_1", at: Self.now, Self.time)
        queue.append(entry, after: nil, at: Self.time)
        queue.begin([.journal(Self.entry(5, .priority(from: .owner, to: .owner)))])
        queue.append(.addressesSet([]), of: "VI_1", at: Self.now, Self.time)
        queue.begin([.journal(Self.entry(6, .reloaded(generation: 2), of: nil))])
        queue.append(.addressesSet([]), of: "VI_1", at: Self.now, Self.time)
        queue.begin([])
        queue.append(.addressesSet([]), of: "VI_1", at: Self.now, Self.time)
        queue.append(.addressesSet([]), of: "VI_2", at: Self.now, Self.time)
        #expect(try Self.records(queue).map(\.cause) == [4, nil, 4, 6, 4, nil])
    }

    @Test("a link that goes down takes the addresses by the transition it causes")
    func linkDown() throws {
        var queue = JournalQueue(run: 1)
        let leave = Change.transition(Transition(from: .master, to: .fault, cause: .fault))
        queue.begin([
            .journal(Self.entry(7, .linkChanged(interface: "eth0", isUp: false), of: nil)),
            .journal(Self.entry(8, leave)),
        ])
        queue.append(.addressesRemoved([]), of: "VI_1", at: Self.now, Self.time)
        #expect(try Self.records(queue).map(\.cause) == [8])
    }

    @Test("addresses are announced again from time to time, which is no news; the first time is")
    func announcements() throws {
        var queue = JournalQueue(run: 1)
        queue.begin([.journal(Self.entry(4, Self.transition))])
        queue.append(.announced(frames: 5), of: "VI_1", at: Self.now, Self.time)
        queue.append(.announced(frames: 1), of: "the source of VI_1", at: Self.now, Self.time)
        queue.begin([])
        queue.append(.announced(frames: 5), of: "VI_1", at: Self.now, Self.time)
        #expect(try Self.records(queue).map(\.cause) == [4])
    }

    @Test("messages stay small, and what is handed over is gone")
    func portions() throws {
        var queue = JournalQueue(run: 1)
        for id in 1...500 { queue.append(Self.entry(UInt64(id), Self.transition), after: nil, at: Self.time) }
        var seen: [Int64?] = []
        while !queue.isEmpty {
            let message = queue.message(at: Self.now, Self.time)
            #expect(message.bytes.count < 20_000)
            #expect(message.lines > 0)
            seen += try Self.records(queue).map(\.id)
            queue.done(message.lines)
        }
        #expect(seen == (1...500).map(Int64.init))
    }

    @Test("of too many lines the oldest go, and how many is told")
    func overflow() throws {
        var queue = JournalQueue(run: 1)
        for id in 1...(JournalQueue.limit + 1) {
            queue.append(Self.entry(UInt64(id), .faultEnded), after: nil, at: Self.time)
        }
        let first = try #require(try Self.records(queue).first)
        #expect(first.kind == "lost")
        #expect(first.members["count"] == .number(Double(JournalQueue.limit / 2)))
        #expect(try Self.records(queue).dropFirst().first?.id == Int64(JournalQueue.limit / 2 + 1))
    }
}
