import Checks
import Foresight
import Testing
import VRRP

@testable import Failover

@Suite("Clocks of several nodes, and what their journals tell of each other")
struct ClockAlignmentTests {
    private static let first = IPAddress(192, 0, 2, 11)
    private static let second = IPAddress(192, 0, 2, 12)
    private static let skews: [Duration] = [
        .zero, .milliseconds(30), .milliseconds(-30), .seconds(5), .seconds(-5), .seconds(3600), .seconds(-3600),
    ]

    /// The address goes to b at 20 s, back to a at 40 s, and to b at 60 s because a is stopped; a hears after 1 ms.
    private static func pair(ahead: Duration) throws -> (a: RecordedJournal, b: RecordedJournal) {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b", clock: ahead))
        let hundred = Priority(rawValue: 100)
        try a.add(0, .initialize, .backup, .started)
        try b.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        try b.add(20, .backup, .master, .preempted(Self.first, Priority(rawValue: 90)))
        try a.add(20.001, .master, .backup, .higherPriorityHeard(Self.second, hundred))
        try a.add(40, .backup, .master, .preempted(Self.second, hundred))
        try b.add(40.001, .master, .backup, .higherPriorityHeard(Self.first, Priority(rawValue: 150)))
        let stop = try a.add(60, .stopRequested)
        try a.add(60, .master, .resigning, .stopped, because: stop)
        try b.add(60.6, .backup, .master, .masterResigned(Self.first))
        try a.add(60.601, .resigning, .initialize, .successorHeard(Self.second))
        return (a, b)
    }

    private static func ahead(_ alignment: ClockAlignment, of journal: Int = 1) -> [Int64?] {
        alignment.parts[journal].map(\.ahead)
    }

    @Test(
        "a difference is found to a few milliseconds, and what is heard is never before what was said",
        arguments: skews
    )
    func known(ahead: Duration) throws {
        let (a, b) = try Self.pair(ahead: ahead)
        let journals = [a.journal, b.journal]
        let alignment = ClockAlignment(journals)
        let found = try #require(Self.ahead(alignment).first ?? nil)
        #expect(Self.ahead(alignment, of: 0) == [0])
        // Nothing is corrected where clocks may be right.
        #expect(abs(found - ahead.clampedNanoseconds) <= (ahead == .zero ? 0 : 2_000_000), "\(found)")
        #expect(alignment.parts[1][0].events == 3 && alignment.parts[1][0].fitting == 3)
        let aligned = alignment.aligned(journals)
        let moments = aligned.map { $0.records.filter(\.isMove).map(\.time.nanoseconds) }
        // a: master 4, left 20.001, master 40, left 60; b: master 20, left 40.001, master 60.6
        #expect(moments[0][1] > moments[1][0] && moments[1][1] > moments[0][2] && moments[1][2] > moments[0][3])
        #expect(aligned[1].records[0].members == b.records[0].members)
        #expect(aligned[0] == journals[0])
    }

    @Test("the first journal's clock is the one to go by, whichever it is")
    func reference() throws {
        let (a, b) = try Self.pair(ahead: .seconds(5))
        let found = try #require(Self.ahead(ClockAlignment([b.journal, a.journal])).first ?? nil)
        #expect(abs(found + 5_000_000_000) <= 2_000_000)
    }

    @Test("who fails and says so is followed after a skew time: the smallest correction that makes that true")
    func oneEvent() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b", clock: .seconds(-5)))
        try a.add(20, .master, .fault, .fault)
        try b.add(20.4, .backup, .master, .masterResigned(Self.first))
        let found = try #require(Self.ahead(ClockAlignment([a.journal, b.journal])).first ?? nil)
        #expect(found == -4_600_100_000)
        // Within a skew time there is nothing to be corrected.
        var c = RecordedJournal("c", clock: .milliseconds(400))
        try c.add(20.4, .backup, .master, .masterResigned(Self.first))
        #expect(Self.ahead(ClockAlignment([a.journal, c.journal])) == [0])
    }

    @Test("journals without a common event are left as they are, and that is said")
    func unrelated() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b", clock: .seconds(5)))
        try a.add(4, .backup, .master, .noMasterHeard)
        try b.add(4, .initialize, .backup, .started)
        let alignment = ClockAlignment([a.journal, b.journal])
        #expect(Self.ahead(alignment) == [nil])
        #expect(alignment.aligned([a.journal, b.journal]) == [a.journal, b.journal])
        #expect(ClockAlignment([]).parts.isEmpty)
        #expect(Self.ahead(ClockAlignment([a.journal, NodeJournal(node: "b", records: [])])) == [])
    }

    @Test("one event alone is no proof of a difference of days")
    func farApart() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b"))
        try b.add(4, .backup, .master, .noMasterHeard)
        try a.add(400_000, .master, .backup, .higherPriorityHeard(Self.second, Priority(rawValue: 100)))
        #expect(Self.ahead(ClockAlignment([a.journal, b.journal])) == [nil])
    }

    @Test("a clock that was set, as the monotonic one shows, has two differences; each time has its own")
    func stepped() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b", clock: .seconds(5)))
        for number in 0..<4 {
            let second = Double(number * 100)
            if number == 2 { b.clock = .zero }
            try b.add(second, .backup, .master, .preempted(Self.first, Priority(rawValue: 90)))
            try a.add(
                second + 0.001,
                .master,
                .backup,
                .higherPriorityHeard(Self.second, Priority(rawValue: 100))
            )
        }
        let alignment = ClockAlignment([a.journal, b.journal])
        #expect(alignment.parts[1].map(\.records) == [0..<2, 2..<4])
        #expect(abs(try #require(Self.ahead(alignment)[0]) - 5_000_000_000) <= 2_000_000)
        #expect(Self.ahead(alignment)[1] == 0)
        #expect(alignment.parts[1].map(\.fitting) == [2, 2])
    }

    @Test("a time of which nothing else is known is as far off as the clock was set back")
    func steppedInSilence() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b", clock: .seconds(3600)))
        try b.add(0, .checkerStarted)
        b.clock = .zero
        try b.add(100, .backup, .master, .noMasterHeard)
        try a.add(100.001, .master, .backup, .higherPriorityHeard(Self.second, Priority(rawValue: 100)))
        #expect(Self.ahead(ClockAlignment([a.journal, b.journal])) == [3_600_000_000_000, 0])
    }

    @Test("one pair that fits by accident does not outweigh by how much a clock was set")
    func accident() throws {
        var (a, b) = (RecordedJournal("a", clock: .seconds(3660)), RecordedJournal("b"))
        try a.add(0, .initialize, .backup, .started)
        try a.add(3, .backup, .master, .noMasterHeard)
        a.clock = .zero
        try a.add(60, .master, .backup, .higherPriorityHeard(Self.second, Priority(rawValue: 200)))
        try a.add(300, .backup, .master, .preempted(Self.second, Priority(rawValue: 90)))
        try b.add(40, .initialize, .backup, .started)
        try b.add(59.999, .backup, .master, .preempted(Self.first, Priority(rawValue: 150)))
        try b.add(300.001, .master, .backup, .higherPriorityHeard(Self.first, Priority(rawValue: 150)))
        for journals in [[a.journal, b.journal], [b.journal, a.journal]] {
            let alignment = ClockAlignment(journals)
            let ahead = alignment.parts[journals[0].node == "a" ? 0 : 1].map(\.ahead)
            #expect(ahead == [3_660_000_000_000, 0])
            for journal in alignment.aligned(journals) {
                let times = journal.records.map(\.time.nanoseconds)
                #expect(times == times.sorted())
            }
        }
    }

    @Test("one journal alone: what was written before its clock was set is shown by the clock it has later")
    func alone() throws {
        var early = RecordedJournal("a", clock: .seconds(-1_795_925_800))
        try early.add(5, .checkerStarted)
        early.clock = .seconds(3600)
        try early.add(95, .checkerStarted)
        early.clock = .zero
        try early.add(100, .checkerStarted)
        let alignment = ClockAlignment([early.journal])
        #expect(Self.ahead(alignment, of: 0) == [-1_795_925_800_000_000_000, 3_600_000_000_000, 0])
        #expect(alignment.aligned([early.journal])[0].records.map(\.time) == [5, 95, 100].map { early.time($0) })
        // The boot before had its own clock, of which nothing tells how far off it was; its order is known.
        var before = RecordedJournal("a", clock: .seconds(-7000))
        try before.add(500, .checkerStarted)
        before.clock = .seconds(-8000)
        try before.add(600, .checkerStarted)
        let both = NodeJournal(node: "a", records: before.records + early.records)
        #expect(Self.ahead(ClockAlignment([both]), of: 0).prefix(2) == [nil, nil])
        let times = ClockAlignment([both]).aligned([both])[0].records.map(\.time)
        #expect(times.prefix(2) == [before.time(500), before.time(600)])
    }

    @Test("a host that was suspended had the right time before, unless its events tell otherwise")
    func suspended() throws {
        var a = RecordedJournal("a")
        try a.add(5, .checkerStarted)
        a.clock = .seconds(3600)
        try a.add(10, .checkerStarted)
        #expect(Self.ahead(ClockAlignment([a.journal]), of: 0) == [0, 0])
    }

    @Test("where nothing shows when the clock was set, what most events say is taken, and how many contradict is told")
    func contradictory() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b"))
        for number in 0..<5 {
            // The monotonic clock goes along, as if the journals were of another host.
            let second = Double(number * 100) + (number < 3 ? 5 : 0)
            try b.add(second, .backup, .master, .preempted(Self.first, Priority(rawValue: 90)))
            try a.add(
                Double(number * 100) + 0.001,
                .master,
                .backup,
                .higherPriorityHeard(Self.second, Priority(rawValue: 100))
            )
        }
        let alignment = ClockAlignment([a.journal, b.journal])
        #expect(abs(try #require(Self.ahead(alignment)[0]) - 5_000_000_000) <= 2_000_000)
        #expect(alignment.parts[1][0].fitting == 3)
        #expect(alignment.parts[1][0].events > 3)
    }

    @Test("a host that is started again and again has no more times of its own than can be looked at")
    func manyStarts() throws {
        var records: [JournalRecord] = []
        for number in 0..<500 {
            var a = RecordedJournal("a", clock: .seconds(number * 1000))
            try a.add(10, .backup, .master, .noMasterHeard)
            try a.add(20, .master, .fault, .fault)
            records += a.records
        }
        // The monotonic clock begins again each time.
        let alignment = ClockAlignment([NodeJournal(node: "a", records: records)])
        #expect(alignment.parts[0].count == ClockAlignment.partLimit)
        #expect(alignment.parts[0].first?.records == 0..<970)
        #expect(alignment.parts[0].last?.records == 998..<1000)
    }

    @Test("a third node is placed by the one it heard, though the first never heard it")
    func three() throws {
        let (a, b) = try Self.pair(ahead: .seconds(5))
        var c = RecordedJournal("c", clock: .seconds(-7))
        var other = b
        try other.add(70, .master, .fault, .fault)
        try other.add(80, .fault, .backup, .recovered)
        try other.add(90, .backup, .master, .preempted(IPAddress(192, 0, 2, 13), Priority(rawValue: 50)))
        try c.add(70.5, .backup, .master, .masterResigned(Self.second))
        try c.add(90.001, .master, .backup, .higherPriorityHeard(Self.second, Priority(rawValue: 100)))
        let alignment = ClockAlignment([a.journal, other.journal, c.journal])
        let found = try #require(Self.ahead(alignment, of: 2)[0])
        #expect(abs(found + 7_000_000_000) <= 3_000_000)
    }

    @Test("times at the ends of what a number holds do no harm")
    func extremes() throws {
        let lines = [-9_007_199_254_740_991, 0, 9_007_199_254_740_991].map { wall in
            "{\"wall_us\":\(wall),\"mono_us\":\(wall),\"run\":1,\"instance\":\"VI_1\",\"kind\":\"transition\",\"text\":\"x\","
                + "\"from\":\"master\",\"to\":\"backup\",\"why\":\"tie_lost\",\"peer\":\"192.0.2.1\"}"
        }
        let records = lines.compactMap { try? JournalRecord(parsing: Array($0.utf8)) }
        #expect(records.count == 3)
        let takeovers = records.map { record in
            var record = record
            record.members = (try? JSONValue(parsing: Array("{\"from\":\"backup\",\"to\":\"master\"}".utf8))) ?? .null
            return record
        }
        let journals = [NodeJournal(node: "a", records: records), NodeJournal(node: "b", records: takeovers)]
        let aligned = ClockAlignment(journals).aligned(journals)
        #expect(aligned.map(\.records.count) == [3, 3])
        #expect(JournalTimeline.timeline(of: aligned).spans.allSatisfy { $0.from <= $0.to })
    }

    @Test("thousands of takeovers take no time")
    func many() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b", clock: .seconds(5)))
        for number in 0..<2000 {
            let second = Double(number * 60) + Double(number % 7)
            try b.add(second, .backup, .master, .preempted(Self.first, Priority(rawValue: 90)))
            try a.add(
                second + 0.001,
                .master,
                .backup,
                .higherPriorityHeard(Self.second, Priority(rawValue: 100))
            )
        }
        let clock = ContinuousClock()
        let start = clock.now
        let alignment = ClockAlignment([a.journal, b.journal])
        #expect(clock.now - start < .seconds(20))
        #expect(abs(try #require(Self.ahead(alignment)[0]) - 5_000_000_000) <= 2_000_000)
    }
}
