import Checks
import Configuration
import Failover
import Foresight
import Testing
import VRRP

@Suite("What was recorded, played through another configuration")
struct RecordingTests {
    private static func cluster(_ script: String, more: String = "") throws -> Cluster {
        let tracked = "    track_script {\n        web\n    }\n\(more)"
        return try ConfiguredCluster([
            "a": script + ConfiguredCluster.instance("VI_1", priority: 150, more: tracked),
            "b": script + ConfiguredCluster.instance("VI_1", priority: 100, more: tracked),
        ]).cluster
    }

    private static func record(
        _ second: Double,
        _ change: Change,
        after streak: Int? = nil,
        instance: String? = nil,
        run: Int64 = 1
    ) throws -> JournalRecord {
        let at = Instant(nanoseconds: Int64(second * 1e9))
        let entry = JournalEntry(id: 1, cause: nil, at: at, instance: instance, change: change)
        let time = UTCTime(nanoseconds: 1_795_925_800_000_000_000 + Int64(second * 1e9))
        return try JournalRecord(parsing: Array(JournalLine(entry, after: streak, at: time, run: run).text.utf8))
    }

    private static func health(_ from: Health, _ to: Health) -> Change {
        let outcome = to == .up ? CheckOutcome(.pass, .ok, "up") : CheckOutcome(.fail, .httpStatus, "503")
        return .health(check: "web", from: from, to: to, evidence: outcome)
    }

    private static func took(_ from: String = "backup") -> Change {
        .transition(Transition(from: .backup, to: .master, cause: .noMasterHeard))
    }

    /// The check of a fails for ten seconds, twice.
    private static func journals() throws -> [String: [JournalRecord]] {
        [
            "a": [
                try record(0, health(.unknown, .up)), try record(1, took(), instance: "VI_1"),
                try record(20, health(.up, .down), after: 1), try record(30, health(.down, .up), after: 1),
                try record(34, took(), instance: "VI_1"), try record(60, health(.up, .down), after: 1),
                try record(70, health(.down, .up), after: 1), try record(74, took(), instance: "VI_1"),
            ],
            "b": [
                try record(0, health(.unknown, .up)), try record(24, took(), instance: "VI_1"),
                try record(64, took(), instance: "VI_1"),
            ],
        ]
    }

    @Test("the same configuration moves the address as often as it was recorded")
    func same() throws {
        let cluster = try Self.cluster(ConfiguredCluster.script("web", weight: -60))
        let recording = Recording(try Self.journals(), of: cluster)
        #expect(recording.moves.map(\.node) == ["b", "a", "b", "a"])
        #expect(recording.moves.map(\.at) == [.seconds(24), .seconds(34), .seconds(64), .seconds(74)])
        let timeline = ClusterSimulation.play(recording.scenario, of: cluster)
        #expect(timeline.moves.compactMap(\.to) == [1, 0, 1, 0])
        #expect(recording.notes.isEmpty)
    }

    @Test("one that waits for more failures, or weighs them less, moves it less often")
    func others() throws {
        for script in [
            ConfiguredCluster.script("web", weight: -60, fall: 15), ConfiguredCluster.script("web", weight: -30),
        ] {
            let cluster = try Self.cluster(script)
            let recording = Recording(try Self.journals(), of: cluster)
            #expect(ClusterSimulation.play(recording.scenario, of: cluster).moves.isEmpty)
        }
    }

    @Test("a check that was down after five failures had begun to fail four intervals before")
    func beginnings() throws {
        let cluster = try Self.cluster(ConfiguredCluster.script("web", weight: -60, interval: 2))
        let journal = [
            try Self.record(0, .checkerStarted), try Self.record(20, Self.health(.up, .down), after: 5),
            try Self.record(40, Self.health(.down, .up), after: 2),
        ]
        let recording = Recording(["a": journal], of: cluster)
        #expect(
            recording.scenario.steps == [
                Scenario.Step(at: .seconds(12), .result(.fail, check: "web", node: 0)),
                Scenario.Step(at: .seconds(38), .result(.pass, check: "web", node: 0)),
            ]
        )
        #expect(recording.scenario.duration == .seconds(70))
    }

    private static let entry = MaintenanceEntry(
        reason: "update",
        by: Operator(name: "alice", userID: 0),
        since: UTCTime(nanoseconds: 0)
    )

    @Test("stops, starts, stalls, links and maintenance are played; what the cluster does not have is noted")
    func incidents() throws {
        let cluster = try Self.cluster(ConfiguredCluster.script("web", weight: -60))
        let journal = [
            try Self.record(0, .checkerStarted), try Self.record(5, .linkChanged(interface: "eth0", isUp: false)),
            try Self.record(6, .linkChanged(interface: "eth0", isUp: true)),
            try Self.record(7, .linkChanged(interface: "eth9", isUp: true)), try Self.record(12, .stalled(.seconds(2))),
            try Self.record(14, .maintenance(.began(Self.entry))),
            try Self.record(16, .maintenance(.ended(Self.entry, by: nil))), try Self.record(20, .stopRequested),
            try Self.record(30, .checkerStarted, run: 2),
        ]
        let recording = Recording(["b": journal, "c": []], of: cluster)
        #expect(
            recording.scenario.steps == [
                Scenario.Step(at: .seconds(5), .link(interface: "eth0", node: 1, isUp: false)),
                Scenario.Step(at: .seconds(6), .link(interface: "eth0", node: 1, isUp: true)),
                Scenario.Step(at: .seconds(10), .freeze(1)), Scenario.Step(at: .seconds(12), .thaw(1)),
                Scenario.Step(at: .seconds(14), .maintain(1)), Scenario.Step(at: .seconds(16), .unmaintain(1)),
                Scenario.Step(at: .seconds(20), .stop(1)), Scenario.Step(at: .seconds(30), .start(1)),
            ]
        )
        #expect(
            recording.notes == ["interface eth9 of b is not in the configuration", "there is no node c in the cluster"]
        )
        let later = Recording(["b": journal], of: cluster, from: UTCTime(nanoseconds: 1_795_925_815_000_000_000))
        #expect(later.scenario.beginning == [.maintain(1)])
        #expect(later.scenario.steps.map(\.at) == [.seconds(1), .seconds(5), .seconds(15)])
    }

    // MARK: Single results

    /// One failing run every hundred seconds, which `fall 2` did not notice; runs are not quite a second apart.
    private static func singleFailures(_ jitter: Double, runs: Int = 1) throws -> [String: [JournalRecord]] {
        var a = RecordedJournal("a")
        try a.add(0, .checkerStarted)
        for number in 1...9 {
            let second = Double(number * 100) + 0.3 + Double(number) * 0.07
            try a.addResult(second, .pass, .fail, of: "web")
            try a.addResult(second + Double(runs) + jitter, .fail, .pass, of: "web")
        }
        return ["a": a.records]
    }

    @Test(
        "a failing run that changed nothing moves the address with fall 1, and does not with fall 2",
        arguments: [-0.05, 0, 0.05]
    )
    func single(jitter: Double) throws {
        let one = try Self.cluster(ConfiguredCluster.script("web", weight: -60, fall: 1, rise: 5))
        let recording = Recording(try Self.singleFailures(jitter), of: one)
        #expect(recording.moves.isEmpty && recording.notes.isEmpty)
        let timeline = ClusterSimulation.play(recording.scenario, of: one)
        // To b and back again, each time.
        #expect(timeline.moves.compactMap(\.to) == Array(repeating: [1, 0], count: 9).flatMap(\.self))
        let two = try Self.cluster(ConfiguredCluster.script("web", weight: -60, fall: 2, rise: 5))
        #expect(ClusterSimulation.play(recording.scenario, of: two).moves.isEmpty)
    }

    @Test("two failing runs in a row are two with the same interval, more with a shorter and fewer with a longer one")
    func intervals() throws {
        for (interval, fall, moves) in [(1, 2, true), (1, 3, false), (4, 1, true), (4, 2, false)] {
            let script = ConfiguredCluster.script("web", weight: -60, interval: interval, fall: fall, rise: 5)
            let cluster = try Self.cluster(script)
            let recording = Recording(try Self.singleFailures(0, runs: 2), of: cluster)
            let timeline = ClusterSimulation.play(recording.scenario, of: cluster)
            #expect(timeline.moves.isEmpty != moves, "interval \(interval), fall \(fall): \(timeline.moves.count)")
        }
    }

    @Test(
        "where the first failure is told, a change of health adds nothing; without it, it is reckoned back from there"
    )
    func trueMoments() throws {
        let cluster = try Self.cluster(ConfiguredCluster.script("web", weight: -60, fall: 2, rise: 2))
        var a = RecordedJournal("a")
        try a.add(0, .checkerStarted)
        try a.addResult(20, .pass, .fail, of: "web")
        try a.add(24, Self.health(.up, .down), after: 2)
        try a.add(40, Self.health(.down, .up), after: 2)
        let recording = Recording(["a": a.records], of: cluster)
        #expect(
            recording.scenario.steps == [
                Scenario.Step(at: .seconds(20), .outcome(.fail, check: "web", node: 0)),
                Scenario.Step(at: .seconds(39), .result(.pass, check: "web", node: 0)),
            ]
        )
    }

    @Test("results that are left out are noted, and how the check was at last is played")
    func leftOut() throws {
        let cluster = try Self.cluster(ConfiguredCluster.script("web", weight: -60, fall: 2))
        let text =
            "{\"wall_us\":1795925860000000,\"mono_us\":0,\"run\":1,\"kind\":\"results_left_out\",\"text\":\"x\","
            + "\"check\":\"web\",\"count\":54,\"to\":\"fail\"}"
        var a = RecordedJournal("a")
        try a.add(0, .checkerStarted)
        let records = a.records + [try JournalRecord(parsing: Array(text.utf8))]
        let recording = Recording(["a": records], of: cluster)
        #expect(
            recording.scenario.steps == [Scenario.Step(at: .seconds(60), .result(.fail, check: "web", node: 0))]
        )
        #expect(recording.notes == ["some single results of web on a are left out: it passed and failed by turns"])
    }
}
