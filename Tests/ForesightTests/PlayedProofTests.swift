import Checks
import Foresight
import TestSupport
import Testing
import VRRP

/// What proofs and matrices reckon, against what the agents' own machines do in a played cluster.
@Suite("Proofs say what a played cluster does")
struct PlayedProofTests {
    private static func cluster(_ generator: inout SeededGenerator) throws -> Cluster {
        let weights = (0..<3).map { _ in [0, -30, -60, -90, 40][Int.random(in: 0..<5, using: &generator)] }
        var files: [String: String] = [:]
        let isGuarded = Bool.random(using: &generator)
        let policy = ["drop", "best", "hold"][Int.random(in: 0..<3, using: &generator)]
        for (name, priority) in zip(["a", "b", "c"], [200, 170, 140].shuffled(using: &generator)) {
            var text = ""
            for (number, weight) in weights.enumerated() {
                let fall = Int.random(in: 1...3, using: &generator)
                text +=
                    number == 0 && isGuarded
                    ? "check c0 {\n    tcp 127.0.0.1:80\n    interval 1\n    timeout 1\n    fall \(fall)\n    weight \(weight)\n"
                        + "    scope shared\n}\n"
                    : ConfiguredCluster.script("c\(number)", weight: weight, fall: fall)
            }
            let words = ["", "    nopreempt\n", "    fast_preempt\n"][Int.random(in: 0..<3, using: &generator)]
            text += ConfiguredCluster.instance(
                "VI_1",
                priority: priority,
                more: words
                    + "    all_unhealthy \(policy)\n\(isGuarded ? "    blast_radius_guard\n" : "")"
                    + "    track_script {\n        c0\n        c1\n        c2\n    }\n"
            )
            files[name] = text
        }
        return try ConfiguredCluster(files).cluster
    }

    @Test("the owner after each of several failures is the one elected", arguments: 0..<40)
    func owners(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let cluster = try Self.cluster(&generator)
        let candidates = cluster.routers[0].members.map { Candidate(cluster, $0) }
        var failing = candidates.map { _ in Set<Int>() }
        func standings() -> [CandidateStanding] {
            zip(candidates, failing).map { $0.standing(Failures($1.sorted())) }
        }
        guard case .candidate(var owner) = Election.owner(standings(), holder: nil) else { return }
        var steps: [Scenario.Step] = []
        for round in 0..<4 {
            let node = Int.random(in: 0..<3, using: &generator)
            let check = Int.random(in: 0..<3, using: &generator)
            failing[node].insert(check)
            let at = Duration.seconds(60 * round) + .milliseconds(Int.random(in: 0...999, using: &generator))
            steps.append(Scenario.Step(at: at, .result(.fail, check: "c\(check)", node: node)))
            let timeline = ClusterSimulation.play(Scenario(steps), of: cluster)
            try #require(timeline.isSettled)
            switch Election.owner(standings(), holder: owner) {
            case .candidate(let next):
                #expect(timeline.routers[0].holder == next, "round \(round)")
                owner = next
            case .nobody:
                #expect(timeline.routers[0].holder == nil, "round \(round)")
                return
            case .tie(let winners):
                #expect(timeline.routers[0].holder.map { winners.contains($0) } == true, "round \(round)")
                return
            }
        }
    }

    @Test("no failover takes longer than the matrix says, and the worst comes near it", arguments: 0..<12)
    func times(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(100 + seed))
        let cluster = try Self.cluster(&generator)
        let matrix = Matrix(cluster.routers[0], of: cluster)
        let healthy = matrix.candidates.map { $0.standing() }
        guard case .candidate(let holder) = Election.owner(healthy, holder: nil) else { return }
        for row in matrix.rows where row.result == .fail && row.node == holder && row.holder == holder {
            guard let within = row.within else { continue }
            var slowest = Duration.zero
            for phase in stride(from: 0, to: 1000, by: 50) {
                let at = Duration.milliseconds(phase)
                let timeline = ClusterSimulation.play(
                    Scenario([Scenario.Step(at: at, .result(.fail, check: row.check, node: holder))]),
                    of: cluster
                )
                let move = try #require(timeline.moves.last { $0.to != nil })
                slowest = max(slowest, move.at - at)
            }
            // A check here fails at once: its timeout, 1 s, is never used up. A handover takes some packets' time.
            #expect(slowest <= within + .milliseconds(5), "\(row.check)")
            #expect(slowest >= within - .milliseconds(2200), "\(row.check)")
        }
    }
}
