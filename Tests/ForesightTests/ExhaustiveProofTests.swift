import Failover
import Foresight
import TestSupport
import Testing

/// The proofs, which collapse failures by what they come to, against all sets of failures one by one.
@Suite("Proofs are exhaustive")
struct ExhaustiveProofTests {
    /// Two or three nodes with up to four checks and an interface, of any weights.
    private static func cluster(_ generator: inout SeededGenerator) throws -> Cluster {
        let checks = Int.random(in: 1...4, using: &generator)
        let weights = (0..<checks).map { _ in
            // Few values, so that ties and cut sums are many.
            let weight = Int.random(in: -9...9, using: &generator) * 10
            return Int.random(in: 0..<4, using: &generator) == 0 ? 0 : weight
        }
        let isReversed = (0..<checks).map { _ in Int.random(in: 0..<6, using: &generator) == 0 }
        var files: [String: String] = [:]
        let common = ["drop", "best", "hold"].randomElement(using: &generator)
        for name in ["a", "b", "c"].prefix(Int.random(in: 2...3, using: &generator)) {
            let priority =
                Int.random(in: 0..<12, using: &generator) == 0
                ? 255 : [10, 20, 50, 100, 150, 200, 210, 240, 250].randomElement(using: &generator) ?? 100
            var text = ""
            var tracked = ""
            for (number, weight) in weights.enumerated() {
                text += ConfiguredCluster.script("c\(number)", weight: weight)
                    .replacing("weight \(weight)", with: "weight \(weight)\(isReversed[number] ? " reverse" : "")")
                tracked += "        c\(number)\n"
            }
            // The nodes need not agree.
            let policy =
                Int.random(in: 0..<4, using: &generator) == 0
                ? ["drop", "best", "hold"].randomElement(using: &generator) : common
            let isTracking = Int.random(in: 0..<3, using: &generator) == 0
            let interface =
                "    track_interface {\n        eth1 weight -\(Int.random(in: 0...4, using: &generator) * 10)\n    }\n"
            text += ConfiguredCluster.instance(
                "VI_1",
                priority: priority,
                more: "    track_script {\n\(tracked)    }\n\(isTracking ? interface : "")"
                    + (Int.random(in: 0..<4, using: &generator) == 0 ? "    nopreempt\n" : "")
                    // Owners may not.
                    + (priority == 255 ? "" : "    all_unhealthy \(policy ?? "drop")\n")
            )
            files[name] = text
        }
        return try ConfiguredCluster(files).cluster
    }

    /// All sets of failures of each candidate, with what the agent's ledger makes of them.
    private static func states(_ candidates: [Candidate]) -> [[CandidateStanding]] {
        candidates.map { candidate in
            (0..<(1 << candidate.factors.count)).map { bits in
                candidate.standing(Failures(candidate.factors.indices.filter { bits >> $0 & 1 == 1 }))
            }
        }
    }

    @Test("and agree with every set of failures on its own", arguments: 0..<300)
    func agreement(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let cluster = try Self.cluster(&generator)
        let prover = Prover(try #require(cluster.routers.first), of: cluster)
        let candidates = cluster.routers[0].members.map { Candidate(cluster, $0) }
        let ranks = SeverityRanks(weightsOf: candidates)
        let states = Self.states(candidates)
        func rank(_ position: Int, _ standing: CandidateStanding) -> Int {
            standing.failures.positions.map { ranks.rank(of: candidates[position].factors[$0]) }.max() ?? 0
        }

        // P1: one failure of the holder, all others healthy.
        var ineffective: Int?
        for holder in candidates.indices where states[holder][0].mayHold {
            for own in states[holder] where own.failures.count == 1 && own.isFit {
                let rivals = candidates.indices.filter { $0 != holder }.map { states[$0][0] }
                let moves = rivals.contains { $0.isFit && $0.preempts && $0.effective > own.effective }
                if !moves { ineffective = 1 }
            }
        }
        #expect(prover.verdict(on: .effective).refutation?.counterexample?.failures == ineffective)

        var tie: Int?
        var inversion: Int?
        var clamp: Int?
        var harmful: Int?
        for holder in candidates.indices {
            for own in states[holder] where own.isFit {
                if own.ledger.isClamped { clamp = min(clamp ?? .max, own.failures.count) }
                for other in candidates.indices where other != holder {
                    for rival in states[other] where rival.isFit {
                        let count = own.failures.count + rival.failures.count
                        let order = (own.effective - rival.effective).signum()
                        if own.failures.count <= 1, rival.failures.count <= 1, order == 0 {
                            tie = min(tie ?? .max, count)
                        }
                        if rank(holder, own) > rank(other, rival), order >= 0 || !rival.preempts {
                            inversion = min(inversion ?? .max, count)
                        }
                        if own.failures.count == 0 || rival.failures.count == 0, own.ledger.isClamped,
                            order != (own.ledger.sum - rival.ledger.sum).signum()
                        {
                            harmful = min(harmful ?? .max, count)
                        }
                    }
                }
            }
        }
        #expect(prover.verdict(on: .noTie).refutation?.counterexample?.failures == tie)
        #expect(prover.verdict(on: .noTie).refutation.map { $0.gravity == .error } == tie.map { $0 == 0 })
        #expect(prover.verdict(on: .noInversion).refutation?.counterexample?.failures == inversion)
        let found = prover.verdict(on: .noClamp).refutation
        #expect(found?.counterexample?.failures == harmful ?? clamp)
        #expect(found.map { $0.gravity == .error } == clamp.map { _ in harmful != nil })

        #expect(prover.verdict(on: .noOrphan).refutation?.counterexample?.failures == Self.orphan(states))
    }

    /// P6: how many failures, at least, leave nobody with the addresses, whoever had them.
    private static func orphan(_ states: [[CandidateStanding]]) -> Int? {
        let holders: [Int?] = states.indices.filter { states[$0][0].mayHold }
        var smallest: Int?
        for holder in holders.isEmpty ? [nil] : holders {
            var sets: [[CandidateStanding]] = [[]]
            for node in states.indices {
                // Of each node one that competes and one of each kind that does not are enough: the others have more failures.
                let kinds = Dictionary(grouping: states[node]) { [$0.mayHold, $0.staysMaster] }
                let few = kinds.values.compactMap { $0.min { $0.failures < $1.failures } }
                sets = sets.flatMap { set in few.map { set + [$0] } }
            }
            for set in sets where Election.owner(set, holder: holder) == .nobody {
                let count = set.reduce(0) { $0 + $1.failures.count }
                smallest = min(smallest ?? .max, count)
            }
        }
        return smallest
    }

    @Test("the results of a node are those of all its sets of failures, each with its smallest", arguments: 0..<40)
    func outcomes(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(1000 + seed))
        let cluster = try Self.cluster(&generator)
        let candidates = cluster.routers[0].members.map { Candidate(cluster, $0) }
        let ranks = SeverityRanks(weightsOf: candidates)
        for (candidate, states) in zip(candidates, Self.states(candidates)) {
            var smallest: [[Int]: Failures] = [:]
            for standing in states where standing.isFit {
                let rank = standing.failures.positions.map { ranks.rank(of: candidate.factors[$0]) }.max() ?? 0
                let key = [rank, standing.ledger.sum, standing.effective]
                if smallest[key].map({ standing.failures < $0 }) ?? true { smallest[key] = standing.failures }
            }
            let outcomes = Outcomes(of: candidate, ranks: ranks).able
            #expect(outcomes.count == smallest.count)
            for outcome in outcomes {
                #expect(smallest[[outcome.rank, outcome.sum, outcome.effective]] == outcome.failures)
            }
        }
    }

    @Test("large clusters are proved in no time", arguments: [(3, 8, 1), (5, 10, 10), (5, 24, 10)])
    func large(nodes: Int, checks: Int, seconds: Int) throws {
        var files: [String: String] = [:]
        for node in 0..<nodes {
            var text = ""
            var tracked = ""
            for check in 0..<checks {
                text += ConfiguredCluster.script("c\(check)", weight: -1 - check * 2)
                tracked += "        c\(check)\n"
            }
            text += ConfiguredCluster.instance(
                "VI_1",
                priority: 200 - node * 10,
                more: "    track_script {\n\(tracked)    }\n"
            )
            files["n\(node)"] = text
        }
        let cluster = try ConfiguredCluster(files).cluster
        var proofs: [RouterProof] = []
        let time = ContinuousClock().measure { proofs = Prover.proofs(of: cluster) }
        #expect(proofs.first?.exponent == nodes * checks)
        #expect(proofs.first?[.effective]?.refutation != nil)
        #expect(time < .seconds(seconds))
    }
}
