import Checks
import Configuration
import Failover
import Foresight
import Testing
import VRRP

@Suite("What journals tell of nodes that die, and of what was before")
struct RecordedNodeTests {
    private static let first = IPAddress(192, 0, 2, 11)
    private static let second = IPAddress(192, 0, 2, 12)
    private static let hundred = Priority(rawValue: 100)

    private static func texts(fall: Int = 2) -> [String: String] {
        let tracked = "    track_script {\n        web\n    }\n"
        let script = ConfiguredCluster.script("web", weight: -60, fall: fall)
        return [
            "a": script + ConfiguredCluster.instance("VI_1", priority: 150, more: tracked),
            "b": script + ConfiguredCluster.instance("VI_1", priority: 100, more: tracked),
        ]
    }

    private static func cluster() throws -> Cluster { try ConfiguredCluster(self.texts()).cluster }

    private static func alone() throws -> ClusterNode { try #require(try Self.cluster().nodes.first) }

    private static func moment(_ second: Double) -> UTCTime {
        UTCTime(nanoseconds: RecordedJournal.origin + Int64(second * 1e9))
    }

    private static func moves(_ recording: Recording, _ cluster: Cluster) -> [Int] {
        ClusterSimulation.play(recording.scenario, of: cluster).moves.compactMap(\.to)
    }

    // MARK: Ends without a word

    /// a dies some time after 60 s, which b notices at 160 s; it is there again at 220 s.
    private static func death(_ why: TransitionCause = .started) throws -> (a: RecordedJournal, b: RecordedJournal) {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b"))
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        try a.add(60, .checkerStarted)
        try b.add(0.5, .initialize, .backup, .started)
        if why == .started { try b.add(160, .backup, .master, .noMasterHeard) }
        a.beginRun()
        if why == .started {
            try a.add(220, .initialize, .backup, .started)
            try a.add(223.6, .backup, .master, .preempted(Self.second, Self.hundred))
            try b.add(223.601, .master, .backup, .higherPriorityHeard(Self.first, Priority(rawValue: 150)))
        } else {
            try a.add(220, .initialize, .master, why)
        }
        return (a, b)
    }

    @Test("a process that ended without a word died before others heard nobody, and was there again with the next one")
    func dies() throws {
        let (a, b) = try Self.death()
        let cluster = try Self.cluster()
        let recording = Recording(["a": a.records, "b": b.records], of: cluster)
        #expect(
            recording.scenario.steps == [
                Scenario.Step(at: .seconds(156), .crash(0)), Scenario.Step(at: .seconds(220), .start(0)),
            ]
        )
        #expect(recording.moves.map(\.node) == ["b", "a"])
        #expect(Self.moves(recording, cluster) == [1, 0])
    }

    @Test("of one journal alone, it died after its last record")
    func diesAlone() throws {
        let (a, _) = try Self.death()
        let standIns = StandIns(of: try Self.alone(), heardIn: a.records)
        let recording = Recording(a.records, amid: standIns)
        #expect(
            recording.scenario.steps == [
                Scenario.Step(at: .seconds(61), .crash(0)), Scenario.Step(at: .seconds(220), .start(0)),
            ]
        )
        #expect(recording.moves.map(\.node) == ["192.0.2.12", "a"])
        #expect(Self.moves(recording, standIns.cluster) == [1, 0])
    }

    @Test("a router process that takes up the place of another is nothing that happened")
    func resumes() throws {
        let (a, b) = try Self.death(.resumed)
        let recording = Recording(["a": a.records, "b": b.records], of: try Self.cluster())
        #expect(recording.scenario.steps.isEmpty && recording.moves.isEmpty)
    }

    @Test("a node whose journal begins with its start, after those of others, was not there before")
    func joins() throws {
        var (a, b) = (RecordedJournal("a"), RecordedJournal("b"))
        try a.add(100, .initialize, .backup, .started)
        try b.add(0, .backup, .master, .noMasterHeard)
        let recording = Recording(["a": a.records, "b": b.records], of: try Self.cluster())
        #expect(recording.scenario.beginning == [.crash(0)])
        #expect(recording.scenario.steps == [Scenario.Step(at: .seconds(100), .start(0))])
    }

    // MARK: What was before

    private static let entry = MaintenanceEntry(
        reason: "update",
        by: Operator(name: "alice", userID: 0),
        since: UTCTime(nanoseconds: 0)
    )

    private static func before() throws -> [JournalRecord] {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        try a.add(10, RecordedJournal.down("web"), after: 1)
        try a.add(11, .linkChanged(interface: "eth0", isUp: false))
        try a.add(12, .maintenance(.began(Self.entry)))
        try a.add(13, .stopRequested)
        a.beginRun()
        try a.add(100, .initialize, .backup, .started)
        try a.add(110, RecordedJournal.up("web"), after: 1)
        try a.add(111, .linkChanged(interface: "eth0", isUp: true))
        try a.add(112, .maintenance(.ended(Self.entry, by: nil)))
        return a.records
    }

    @Test("a check, a link, maintenance and a stopped node are at the beginning what they had come to be before")
    func beginning() throws {
        let recording = Recording(["a": try Self.before()], of: try Self.cluster(), from: Self.moment(50))
        #expect(
            recording.scenario.beginning == [
                .result(.fail, check: "web", node: 0), .link(interface: "eth0", node: 0, isUp: false), .maintain(0),
                .crash(0),
            ]
        )
        #expect(recording.scenario.steps.map(\.at) == [50, 60, 61, 62].map { .seconds($0) })
        let later = Recording(["a": try Self.before()], of: try Self.cluster(), from: Self.moment(120))
        #expect(later.scenario.beginning.isEmpty && later.scenario.steps.isEmpty)
    }

    @Test("where the records before are not there any more, the first one tells what was")
    func rotatedAway() throws {
        let records = Array(try Self.before().suffix(3))
        let recording = Recording(["a": records], of: try Self.cluster())
        #expect(
            recording.scenario.beginning == [
                .result(.fail, check: "web", node: 0), .link(interface: "eth0", node: 0, isUp: false), .maintain(0),
            ]
        )
        #expect(recording.scenario.steps.map(\.at) == [.zero, .seconds(1), .seconds(2)])
    }

    @Test("a window that begins while a check is down has the move back, and no other")
    func windowWhileDown() throws {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        try a.add(100, RecordedJournal.down("web"), after: 2)
        try a.add(103.6, .master, .backup, .higherPriorityHeard(Self.second, Self.hundred))
        try a.add(300, RecordedJournal.up("web"), after: 1)
        try a.add(303.6, .backup, .master, .preempted(Self.second, Self.hundred))
        let standIns = StandIns(of: try Self.alone(), heardIn: a.records)
        let recording = Recording(a.records, amid: standIns, from: Self.moment(290))
        #expect(recording.moves.map(\.node) == ["a"])
        #expect(Self.moves(recording, standIns.cluster) == [0])
    }

    @Test("start, break and mend within half a minute are two moves, recorded and played")
    func soon() throws {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        try a.add(6, RecordedJournal.down("web"), after: 2)
        try a.add(9.6, .master, .backup, .higherPriorityHeard(Self.second, Self.hundred))
        try a.add(20, RecordedJournal.up("web"), after: 1)
        try a.add(23.6, .backup, .master, .preempted(Self.second, Self.hundred))
        let standIns = StandIns(of: try Self.alone(), heardIn: a.records)
        let recording = Recording(a.records, amid: standIns)
        #expect(recording.moves.map(\.node) == ["192.0.2.12", "a"])
        #expect(Self.moves(recording, standIns.cluster) == [1, 0])
    }

    // MARK: Time without end

    @Test("a time that no clock has counted is not played; one that a monotonic clock has counted is")
    func gaps() throws {
        let cluster = try Self.cluster()
        var a = RecordedJournal("a")
        try a.add(0, .checkerStarted)
        try a.add(40 * 86_400, .checkerStarted)
        #expect(Recording(["a": a.records], of: cluster).gap == nil)
        try a.add(400 * 86_400, .checkerStarted)
        let long = Recording(["a": a.records], of: cluster)
        #expect(long.gap == Recording.Gap(from: Self.moment(0), to: Self.moment(400 * 86_400)))
        // The host was started again in between.
        var b = RecordedJournal("b")
        try b.add(100, .checkerStarted)
        var later = RecordedJournal("b", clock: .seconds(40 * 86_400))
        later.run = 2
        try later.add(1, .checkerStarted)
        let gap = Recording(["b": b.records + later.records], of: cluster).gap
        #expect(gap == Recording.Gap(from: Self.moment(100), to: Self.moment(40 * 86_400 + 1)))
        let since = Recording(["b": b.records + later.records], of: cluster, from: Self.moment(40 * 86_400))
        #expect(since.gap == nil && since.scenario.duration == .seconds(31))
    }

    @Test("thousands of moves are found in no time")
    func many() throws {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        for number in 1...8000 {
            let second = Double(number * 20)
            try a.add(second, .master, .backup, .higherPriorityHeard(Self.second, Self.hundred))
            try a.add(second + 10, .backup, .master, .preempted(Self.second, Self.hundred), because: 1_000_000)
        }
        let standIns = StandIns(of: try Self.alone(), heardIn: a.records)
        let clock = ContinuousClock()
        let start = clock.now
        #expect(Recording(a.records, amid: standIns).moves.count == 16_000)
        #expect(clock.now - start < .seconds(20))
    }
}
