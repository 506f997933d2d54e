import Checks
import Foresight
import Testing

/// A check that flaps, with `move_damping` and without it.
@Suite("Simulation: move damping")
struct DampedSimulationTests {
    typealias Step = Scenario.Step

    /// For 20 s the check of `a` fails, for 20 s it passes, and so on.
    private static func flapping(_ cycles: Int, for duration: Duration? = nil) -> Scenario {
        Scenario(
            (0..<cycles).flatMap { cycle in
                [
                    Step(at: .seconds(cycle * 40), .result(.fail, check: "web", node: 0)),
                    Step(at: .seconds(cycle * 40 + 20), .result(.pass, check: "web", node: 0)),
                ]
            },
            duration: duration
        )
    }

    @Test("flapping every 20 s for 10 min: 30 moves; damped, 3", arguments: [nil, -60])
    func flapping(weight: Int?) throws {
        let check = ConfiguredCluster.script("web", weight: weight)
        let scenario = Self.flapping(15, for: .seconds(600))
        let free = ClusterSimulation.play(scenario, of: try ClusterSimulationTests.pair(check: check))
        #expect(free.moves.count == 30)
        let damped = ClusterSimulation.play(
            scenario,
            of: try ClusterSimulationTests.pair(more: "    move_damping", check: check)
        )
        #expect(ClusterSimulationTests.moves(damped) == ["a → b", "b → a", "a → b"])
        #expect(ClusterSimulationTests.holder(damped) == "b")
        #expect(damped.outages.count == 2)
        #expect(damped.splits.isEmpty)
    }

    @Test("with suppress 2 two moves are enough, and the timeline names what was suppressed")
    func suppression() throws {
        let more = "    move_damping {\n        half_life 60\n        suppress 1.7\n        max 300\n    }"
        let cluster = try ClusterSimulationTests.pair(more: more)
        let timeline = ClusterSimulation.play(Self.flapping(6), of: cluster)
        #expect(ClusterSimulationTests.moves(timeline).prefix(2) == ["a → b", "b → a"])
        let told = timeline.events.filter { $0.text.contains("moves are damped") }
        #expect(
            told.first?.text
                == "leaves its addresses with b, which has the lower priority 100 (own: 150): moves are damped"
        )
        #expect(told.first?.node == 0)
        #expect(timeline.events.contains { $0.text.hasPrefix("damped after ") && $0.node == 0 })
        // Nothing changes any more when the return has been.
        #expect(timeline.isSettled)
        #expect(ClusterSimulationTests.holder(timeline) == "a")
        #expect(timeline.moves.last?.cause == "a: no longer damped, master b has the lower priority 100")
    }

    @Test("a long damping is not played to its end, and noted")
    func long() throws {
        let cluster = try ClusterSimulationTests.pair(more: "    move_damping {\n        half_life 86400\n    }")
        let timeline = ClusterSimulation.play(Self.flapping(2), of: cluster)
        #expect(timeline.isSettled)
        #expect(timeline.notes.contains { $0.hasPrefix("VI_1 of a is damped for about ") })
        #expect(ClusterSimulationTests.holder(timeline) == "b")
        let short = try ClusterSimulationTests.pair(more: "    move_damping {\n        half_life 60\n    }")
        #expect(ClusterSimulation.play(Self.flapping(2), of: short).notes.isEmpty)
    }

    @Test("a holder that fails is left although both nodes are damped")
    func failure() throws {
        let cluster = try ClusterSimulationTests.pair(more: "    move_damping")
        var scenario = Self.flapping(4)
        scenario.steps.append(Step(at: .seconds(170), .result(.fail, check: "web", node: 1)))
        scenario.duration = .seconds(180)
        let timeline = ClusterSimulation.play(scenario, of: cluster)
        #expect(ClusterSimulationTests.moves(timeline) == ["a → b", "b → a", "a → b", "b → a"])
        #expect(ClusterSimulationTests.isNear(timeline.moves.last?.at, 170_400, within: 1100))
    }
}
