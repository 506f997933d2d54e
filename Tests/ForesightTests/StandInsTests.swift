import Checks
import Configuration
import Failover
import Foresight
import Testing
import VRRP

@Suite("One journal through one configuration, with stand-ins for the others")
struct StandInsTests {
    private static let peer = IPAddress(192, 0, 2, 12)
    private static let hundred = Priority(rawValue: 100)

    private static func node(
        _ script: String,
        priority: Int = 150,
        more: String = "    track_script {\n        web\n    }\n"
    ) throws -> ClusterNode {
        let text = script + ConfiguredCluster.instance("VI_1", priority: priority, more: more)
        return try #require(try ConfiguredCluster(["a": text]).cluster.nodes.first)
    }

    /// The check of a fails at 100 s for ten seconds, and so on, nine times: b takes over and a takes back.
    private static func losses() throws -> RecordedJournal {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        for number in 1...9 {
            let second = Double(number * 100)
            let down = try a.add(second, RecordedJournal.down("web"), after: 1)
            try a.add(second, RecordedJournal.priority(150, 90), of: "VI_1", because: down)
            try a.add(second + 3.6, .master, .backup, .higherPriorityHeard(Self.peer, Self.hundred))
            let up = try a.add(second + 10, RecordedJournal.up("web"), after: 1)
            try a.add(second + 10, RecordedJournal.priority(90, 150), of: "VI_1", because: up)
            try a.add(second + 13.6, .backup, .master, .preempted(Self.peer, Self.hundred))
        }
        return a
    }

    @Test("the same configuration moves the address as often as it was recorded, one that waits longer does not")
    func losses() throws {
        let journal = try Self.losses().records
        let same = StandIns(of: try Self.node(ConfiguredCluster.script("web", weight: -60)), heardIn: journal)
        #expect(same.cluster.nodes.map(\.name) == ["a", "192.0.2.12"])
        #expect(
            same.assumptions.first == "192.0.2.12 has priority 100 in VI_1, as it was heard"
        )
        let recording = Recording(journal, amid: same)
        #expect(recording.moves.map(\.node) == Array(repeating: ["192.0.2.12", "a"], count: 9).flatMap(\.self))
        #expect(recording.notes.isEmpty)
        let timeline = ClusterSimulation.play(recording.scenario, of: same.cluster)
        #expect(timeline.moves.compactMap(\.to) == Array(repeating: [1, 0], count: 9).flatMap(\.self))
        for script in [
            ConfiguredCluster.script("web", weight: -60, fall: 15), ConfiguredCluster.script("web", weight: -30),
        ] {
            let other = StandIns(of: try Self.node(script), heardIn: journal)
            let scenario = Recording(journal, amid: other).scenario
            #expect(ClusterSimulation.play(scenario, of: other.cluster).moves.isEmpty)
        }
    }

    @Test("faults that name nobody: another node of the next lower priority takes over")
    func faults() throws {
        var a = RecordedJournal("a")
        try a.add(0, .initialize, .backup, .started)
        try a.add(4, .backup, .master, .noMasterHeard)
        for number in 1...3 {
            let second = Double(number * 100)
            try a.add(second, RecordedJournal.down("web"), after: 1)
            try a.add(second, .master, .fault, .fault)
            try a.add(second + 20, RecordedJournal.up("web"), after: 1)
            try a.add(second + 20, .fault, .backup, .recovered)
            try a.add(second + 24, .backup, .master, .noMasterHeard)
        }
        let standIns = StandIns(of: try Self.node(ConfiguredCluster.script("web", weight: 0)), heardIn: a.records)
        #expect(standIns.cluster.nodes.map(\.name) == ["a", "another node"])
        #expect(
            standIns.assumptions.first == "another node has priority 149 in VI_1: no transition names a peer"
        )
        let recording = Recording(a.records, amid: standIns)
        #expect(recording.moves.map(\.node) == Array(repeating: ["another node", "a"], count: 3).flatMap(\.self))
        let timeline = ClusterSimulation.play(recording.scenario, of: standIns.cluster)
        #expect(timeline.moves.compactMap(\.to) == Array(repeating: [1, 0], count: 3).flatMap(\.self))
    }

    @Test("of a backup alone: it takes over where its master had resigned or was silent, and gives back")
    func backup() throws {
        var b = RecordedJournal("b")
        let master = Priority(rawValue: 150)
        try b.add(0, .initialize, .backup, .started)
        try b.add(100, .backup, .master, .masterResigned(Self.peer))
        try b.add(160, .master, .backup, .higherPriorityHeard(Self.peer, master))
        try b.add(300, .backup, .master, .noMasterHeard)
        try b.add(360, .master, .backup, .higherPriorityHeard(Self.peer, master))
        try b.add(500, .backup, .master, .preempted(Self.peer, Priority(rawValue: 90)))
        try b.add(560, .master, .backup, .higherPriorityHeard(Self.peer, master))
        let node = try Self.node(ConfiguredCluster.script("web", weight: -60), priority: 100)
        let standIns = StandIns(of: node, heardIn: b.records)
        #expect(standIns.assumptions.first == "192.0.2.12 has priority 150 in VI_1, as it was heard")
        let recording = Recording(b.records, amid: standIns)
        #expect(recording.moves.map(\.node) == Array(repeating: ["a", "192.0.2.12"], count: 3).flatMap(\.self))
        #expect(
            recording.notes == [
                "1 takeover followed from a lower priority of 192.0.2.12: what lowered it is not known, and is not played"
            ]
        )
        let timeline = ClusterSimulation.play(recording.scenario, of: standIns.cluster)
        #expect(timeline.moves.compactMap(\.to) == [0, 1, 0, 1])
        #expect(timeline.notes.isEmpty, "\(timeline.notes)")
    }

    @Test("several peers, unicast, a sync group and IPv6 make a cluster whose nodes hear each other")
    func kinds() throws {
        var a = RecordedJournal("a")
        let sixth = try #require(IPAddress("fe80::12"))
        try a.add(0, .master, .backup, .higherPriorityHeard(Self.peer, Self.hundred))
        try a.add(1, .master, .backup, .higherPriorityHeard(IPAddress(192, 0, 2, 13), Priority(rawValue: 120)))
        try a.add(2, .master, .backup, .tieLost(sixth), of: "VI_6")
        let unicast = "    unicast_peer {\n        192.0.2.12\n        192.0.2.13\n    }\n"
        let text =
            "vrrp_sync_group G {\n    group {\n        VI_1\n        VI_6\n    }\n}\n"
            + ConfiguredCluster.instance("VI_1", priority: 150, more: unicast)
            + ConfiguredCluster.instance("VI_6", priority: 150, address: "2001:db8::1/64")
        let node = try #require(try ConfiguredCluster(["a": text]).cluster.nodes.first)
        let standIns = StandIns(of: node, heardIn: a.records)
        #expect(standIns.cluster.nodes.map(\.name) == ["a", "192.0.2.12", "192.0.2.13", "fe80::12"])
        #expect(standIns.cluster.routers.map(\.members.count) == [3, 2])
        #expect(
            standIns.assumptions.prefix(3) == [
                "192.0.2.12 has priority 100 in VI_1, as it was heard",
                "192.0.2.13 has priority 120 in VI_1, as it was heard",
                "fe80::12 has priority 149 in VI_6: no transition names its own",
            ]
        )
        #expect(Rehearsal.problems(of: standIns.cluster).isEmpty)
        let stop = Scenario([Scenario.Step(at: .seconds(5), .stop(0))], duration: .seconds(20))
        let timeline = ClusterSimulation.play(stop, of: standIns.cluster)
        #expect(timeline.routers.map(\.holder) == [2, 3])
    }
}
