import Checks
import Failover
import Foresight
import Testing
import VRRP

@Suite("The timeline that journals tell")
struct JournalTimelineTests {
    private static let first = IPAddress(192, 0, 2, 11)
    private static let second = IPAddress(192, 0, 2, 12)

    private static func spans(_ timeline: Timeline, of node: Int, router: Int = 0) -> [String] {
        timeline.spans.filter { $0.node == node && $0.router == router }.map { span in
            "\(span.standing.rawValue) \(span.from)–\(span.to)"
        }
    }

    /// The check of a fails at 20 s and lowers its priority; b takes over at 23 s.
    ///
    /// - Parameter loss: When a has left, by its own clock.
    private static func pair(loss: Double = 23.001) throws -> (a: RecordedJournal, b: RecordedJournal) {
        var a = RecordedJournal("a")
        try a.add(0, .checkerStarted)
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        let down = try a.add(20, RecordedJournal.down("web"))
        try a.add(20, RecordedJournal.priority(150, 90), of: "VI_1", because: down)
        try a.add(loss, .master, .backup, .higherPriorityHeard(Self.second, Priority(rawValue: 100)))
        var b = RecordedJournal("b")
        try b.add(1, .checkerStarted)
        try b.add(1, .initialize, .backup, .started)
        try b.add(23, .backup, .master, .preempted(Self.first, Priority(rawValue: 90)))
        try b.add(40, .checkerExited)
        return (a, b)
    }

    @Test("who had the addresses, whether they could be served, and where nothing tells")
    func lanes() throws {
        let (a, b) = try Self.pair()
        let timeline = JournalTimeline.timeline(of: [a.journal, b.journal])
        #expect(timeline.nodes == ["a", "b"])
        #expect(timeline.origin == a.time(0))
        #expect(timeline.end == .seconds(41))
        #expect(
            Self.spans(timeline, of: 0) == [
                "waiting 0.0 seconds–4.0 seconds", "holding 4.0 seconds–20.0 seconds",
                "unfit 20.0 seconds–23.001 seconds", "waiting 23.001 seconds–41.0 seconds",
            ]
        )
        #expect(
            Self.spans(timeline, of: 1) == [
                "unknown 0.0 seconds–1.0 seconds", "waiting 1.0 seconds–23.0 seconds",
                "holding 23.0 seconds–41.0 seconds",
            ]
        )
        #expect(timeline.notes.isEmpty)
    }

    @Test(
        "a move is told once, with what led to it on the node that left and what the other made of it, whichever seems the first",
        arguments: [23.001, 22.999]
    )
    func moves(loss: Double) throws {
        let (a, b) = try Self.pair(loss: loss)
        let timeline = JournalTimeline.timeline(of: [a.journal, b.journal])
        #expect(timeline.moves.map(\.from) == [nil, 0])
        #expect(timeline.moves.map(\.to) == [0, 1])
        #expect(timeline.moves.map(\.at) == [.seconds(4), .milliseconds(Int64(min(loss, 23) * 1000))])
        #expect(timeline.routers.map(\.holder) == [1])
        #expect(
            timeline.moves.last?.cause == "a: check web went up → down: http.status, 503, master → backup, "
                + "192.0.2.12 advertises the higher priority 100; b: backup → master, master 192.0.2.11 has the lower "
                + "priority 90"
        )
        #expect(timeline.events.map(\.text) == ["check web went up → down: http.status, 503"])
        #expect(timeline.events.map(\.at) == [.seconds(20)])
        #expect(timeline.events.map(\.node) == [0])
    }

    @Test("a part of the time begins with what was before it")
    func window() throws {
        let (a, b) = try Self.pair()
        let timeline = JournalTimeline.timeline(of: [a.journal, b.journal], from: a.time(10))
        #expect(timeline.origin == a.time(10))
        #expect(Self.spans(timeline, of: 0).first == "holding 0.0 seconds–10.0 seconds")
        #expect(timeline.moves.map(\.at) == [.seconds(13)])
    }

    @Test("of one journal alone, peers have the addresses as far as it heard them")
    func oneJournal() throws {
        var (a, _) = try Self.pair()
        try a.add(30, .backup, .master, .masterResigned(Self.second))
        let timeline = JournalTimeline.timeline(of: [a.journal])
        #expect(timeline.nodes == ["a", "192.0.2.12"])
        #expect(
            Self.spans(timeline, of: 1) == [
                "unknown 0.0 seconds–23.001 seconds", "holding 23.001 seconds–30.0 seconds",
                "unknown 30.0 seconds–31.0 seconds",
            ]
        )
        #expect(timeline.moves.map(\.to) == [0, 1, 0])
        #expect(timeline.moves.map(\.from) == [nil, 0, 1])
    }

    @Test("after a stop the node is off; after a process that ended without a word nothing is known until the next")
    func runs() throws {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        let stop = try a.add(10, .stopRequested)
        try a.add(10, .backup, .initialize, .stopped, because: stop)
        a.beginRun()
        try a.add(20, .initialize, .backup, .started)
        try a.add(24, .backup, .master, .noMasterHeard)
        a.beginRun()
        try a.add(30, .checkerStarted)
        try a.add(31, .initialize, .backup, .started)
        let timeline = JournalTimeline.timeline(of: [a.journal])
        #expect(
            Self.spans(timeline, of: 0) == [
                "waiting 0.0 seconds–10.0 seconds", "off 10.0 seconds–20.0 seconds",
                "waiting 20.0 seconds–24.0 seconds", "unknown 24.0 seconds–30.0 seconds",
                "off 30.0 seconds–31.0 seconds", "waiting 31.0 seconds–32.0 seconds",
            ]
        )
        #expect(timeline.events.map(\.text) == ["starts again; the process before ended without a word"])
    }

    @Test("a process that takes up the place of the one before it has the addresses all the time")
    func resumed() throws {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        a.beginRun()
        try a.add(8, .initialize, .master, .resumed)
        let timeline = JournalTimeline.timeline(of: [a.journal])
        #expect(
            Self.spans(timeline, of: 0) == ["waiting 0.0 seconds–4.0 seconds", "holding 4.0 seconds–9.0 seconds"]
        )
        #expect(timeline.moves.map(\.at) == [.seconds(4)])
        #expect(timeline.events.isEmpty)
    }

    @Test("who resigns has the addresses until it lets go of them; a fault lets nobody have them")
    func leaving() throws {
        var a = RecordedJournal("a")
        try a.add(0, .backup, .master, .noMasterHeard)
        try a.add(5, .master, .fault, .fault)
        try a.add(8, .fault, .backup, .recovered)
        try a.add(9, .backup, .master, .noMasterHeard)
        let stop = try a.add(20, .stopRequested)
        try a.add(20, .master, .resigning, .stopped, because: stop)
        try a.add(21, .resigning, .initialize, .successorHeard(Self.second))
        let timeline = JournalTimeline.timeline(of: [a.journal])
        #expect(
            Self.spans(timeline, of: 0) == [
                "holding 0.0 seconds–5.0 seconds", "fault 5.0 seconds–8.0 seconds", "waiting 8.0 seconds–9.0 seconds",
                "holding 9.0 seconds–21.0 seconds", "off 21.0 seconds–22.0 seconds",
            ]
        )
        #expect(timeline.moves.map(\.from) == [nil, 0, nil, 0])
        #expect(timeline.moves.map(\.to) == [0, nil, 0, 1])
        #expect(timeline.moves.last?.cause == "a: asked to stop, master → resigning, asked to leave")
    }

    @Test("of many moves the latest are told and the others counted, and short periods are drawn coarsely")
    func bounds() throws {
        var a = RecordedJournal("a")
        for number in 0..<1000 {
            try a.add(Double(number * 10), .backup, .master, .noMasterHeard)
            try a.add(Double(number * 10 + 1), .master, .fault, .fault)
            try a.add(Double(number * 10 + 2), .fault, .backup, .recovered)
        }
        let timeline = JournalTimeline.timeline(of: [a.journal])
        #expect(timeline.moves.count == JournalTimeline.moveLimit)
        #expect(timeline.spans.count <= JournalTimeline.spanLimit)
        #expect(timeline.spans.map(\.standing) == [.holding, .waiting])
        #expect(
            timeline.notes == [
                "1960 earlier moves are drawn in the lanes only; --since chooses a shorter time",
                "of 3000 periods the short ones are drawn as long as a 400th of the whole; --since chooses a shorter time",
            ]
        )
    }

    @Test("of hundreds of instances those are drawn that moved last, or the one that is asked for")
    func instances() throws {
        var a = RecordedJournal("a")
        for number in 0..<100 {
            try a.add(Double(number), .backup, .master, .noMasterHeard, of: "VI_\(number)")
        }
        let timeline = JournalTimeline.timeline(of: [a.journal])
        #expect(timeline.routers.map(\.name) == (76..<100).map { "VI_\($0)" })
        #expect(timeline.notes.first?.hasPrefix("76 instances are not drawn") == true)
        let one = JournalTimeline.timeline(of: [a.journal], instance: "VI_5")
        #expect(one.routers.map(\.name) == ["VI_5"])
        #expect(JournalTimeline.timeline(of: []).routers.isEmpty)
    }

    @Test("what a journal from elsewhere says reaches no terminal unchecked, and a clock set back turns no time back")
    func hostile() throws {
        var a = RecordedJournal("a\u{1b}[2J")
        try a.add(9, .backup, .master, .noMasterHeard, of: "VI\u{1b}[2J")
        try a.add(5, .master, .backup, .tieLost(Self.second), of: "VI\u{1b}[2J")
        let timeline = JournalTimeline.timeline(of: [a.journal])
        #expect(!timeline.nodes[0].contains("\u{1b}"))
        #expect(!timeline.routers[0].name.contains("\u{1b}"))
        #expect(timeline.spans.allSatisfy { $0.from <= $0.to })
    }
}
