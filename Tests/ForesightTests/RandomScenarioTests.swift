import Checks
import Foresight
import TestSupport
import Testing

@Suite("Simulation: whatever happens")
struct RandomScenarioTests {
    static func cluster(_ words: String) throws -> Cluster {
        func node(_ priority: Int) -> String {
            ConfiguredCluster.script("web", weight: -60, fall: 2, rise: 2)
                + "check nginx {\n process nginx\n interval 3\n}\n"
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: words + "\n track_script {\n  web\n  nginx\n }\n"
                )
                + ConfiguredCluster.instance(
                    "VI_2",
                    priority: 250 - priority,
                    id: 52,
                    interface: "eth1",
                    address: "fe80::9/64"
                )
        }
        return try ConfiguredCluster(["a": node(150), "b": node(120), "c": node(100)]).cluster
    }

    /// Up to twelve incidents in a minute, then all that puts everything in order again.
    static func scenario(_ chance: inout SeededGenerator) -> Scenario {
        var steps: [Scenario.Step] = []
        for _ in 0..<Int.random(in: 1...12, using: &chance) {
            let at = Duration.milliseconds(Int.random(in: 0...60_000, using: &chance))
            let node = Int.random(in: 0..<3, using: &chance)
            let other = (node + Int.random(in: 1...2, using: &chance)) % 3
            let status = CheckStatus.allCases[Int.random(in: 0..<4, using: &chance)]
            let interface = Bool.random(using: &chance) ? "eth0" : "eth1"
            let incidents: [Incident] = [
                .result(status, check: "web", node: node), .result(status, check: "nginx", node: node),
                .crash(node), .stop(node), .start(node), .freeze(node), .thaw(node), .cut(node, other), .maintain(node),
                .unmaintain(node),
                .heal(node, other), .link(interface: interface, node: node, isUp: Bool.random(using: &chance)),
            ]
            steps.append(Scenario.Step(at: at, incidents[Int.random(in: 0..<incidents.count, using: &chance)]))
        }
        let end = Duration.seconds(90)
        for node in 0..<3 {
            let repairs: [Incident] = [
                .thaw(node), .start(node), .unmaintain(node), .heal(node, (node + 1) % 3),
                .result(.pass, check: "web", node: node),
                .result(.pass, check: "nginx", node: node), .link(interface: "eth0", node: node, isUp: true),
                .link(interface: "eth1", node: node, isUp: true),
            ]
            steps += repairs.map { Scenario.Step(at: end, $0) }
        }
        return Scenario(steps)
    }

    @Test("once everything is in order again, the best node has the addresses, alone", arguments: ["", "use_vmac"])
    func settled(words: String) throws {
        let cluster = try Self.cluster(words)
        for seed in UInt64(1)...25 {
            var chance = SeededGenerator(seed: seed)
            let scenario = Self.scenario(&chance)
            let timeline = ClusterSimulation.play(scenario, of: cluster)
            #expect(timeline.isSettled, "seed \(seed)")
            #expect(timeline.routers.map(\.holder) == [0, 2], "seed \(seed)")
            #expect(timeline.splits.allSatisfy { $0.to != nil }, "seed \(seed)")
            #expect(timeline.outages.allSatisfy { $0.to != nil }, "seed \(seed)")
            Self.check(timeline, seed)
        }
    }

    /// A timeline does not contradict itself.
    static func check(_ timeline: Timeline, _ seed: UInt64) {
        for router in timeline.routers.indices {
            for node in timeline.nodes.indices {
                let spans = timeline.spans.filter { $0.router == router && $0.node == node }
                #expect(spans.first?.from == .zero && spans.last?.to == timeline.end, "seed \(seed)")
                for (left, right) in zip(spans, spans.dropFirst()) {
                    #expect(left.to == right.from && left.standing != right.standing, "seed \(seed)")
                }
            }
            // Each move begins where the one before ended, but after a time in which nobody followed.
            let moves = timeline.moves.filter { $0.router == router }
            for (left, right) in zip(moves, moves.dropFirst()) {
                #expect(left.to == right.from && left.at <= right.at, "seed \(seed): \(moves)")
            }
            #expect(moves.isEmpty || moves.last?.to == timeline.routers[router].holder, "seed \(seed)")
            #expect(moves.allSatisfy { $0.from != $0.to && !$0.cause.isEmpty }, "seed \(seed)")
            let outages = timeline.outages.filter { $0.router == router }
            for (left, right) in zip(outages, outages.dropFirst()) {
                #expect(left.to.map { $0 <= right.from } == true, "seed \(seed)")
            }
            for outage in outages {
                #expect(outage.to.map { $0 - outage.from == outage.length } == true, "seed \(seed)")
            }
        }
    }
}
