import Failover
import Foresight
import TestSupport
import Testing
import VRRP

/// P10, against all sets of failures of both nodes one by one.
@Suite("Proofs of sync groups are exhaustive")
struct GroupProofTests {
    private static func cluster(_ generator: inout SeededGenerator) throws -> Cluster {
        let checks = Int.random(in: 1...4, using: &generator)
        let weights = (0..<checks).map { _ in Int.random(in: -6...6, using: &generator) * 10 }
        // What each member tracks is the same on all nodes; that is where it pays to be quick.
        let lists = (0..<2).map { _ in
            (0..<checks).filter { _ in Int.random(in: 0..<3, using: &generator) > 0 }
        }
        let offset = [0, 0, 0, 10, 30].randomElement(using: &generator) ?? 0
        var files: [String: String] = [:]
        for name in ["a", "b"] {
            let priority = [100, 110, 150, 200, 220].randomElement(using: &generator) ?? 100
            var text = ""
            for (number, weight) in weights.enumerated() {
                text += ConfiguredCluster.script("c\(number)", weight: weight)
            }
            for (member, list) in lists.enumerated() {
                let tracked = list.map { "        c\($0)\n" }.joined()
                text += ConfiguredCluster.instance(
                    "m\(member)",
                    priority: priority + member * (name == "a" ? offset : 0),
                    id: 51 + member,
                    address: "192.0.2.\(member + 1)/24",
                    more: list.isEmpty ? "" : "    track_script {\n\(tracked)    }\n"
                )
            }
            text +=
                "vrrp_sync_group G {\n    group {\n        m0\n        m1\n    }\n    sync_group_tracking_weight\n}\n"
            files[name] = text
        }
        return try ConfiguredCluster(files).cluster
    }

    /// Both priorities of a node for every set of checks that fail; those in fault are left out.
    private static func states(_ cluster: Cluster, node: Int) -> [(first: Int, second: Int, failing: Set<String>)] {
        let candidates = cluster.routers.map { Candidate(cluster, $0.members[node]) }
        let names = Set(candidates.flatMap(\.factors).map(\.name)).sorted()
        return (0..<(1 << names.count)).compactMap { bits in
            let failing = Set(names.indices.filter { bits >> $0 & 1 == 1 }.map { names[$0] })
            let standings = candidates.map { candidate in
                candidate.standing(
                    Failures(candidate.factors.indices.filter { failing.contains(candidate.factors[$0].name) })
                )
            }
            guard standings.allSatisfy(\.mayHold) else { return nil }
            return (standings[0].effective, standings[1].effective, failing)
        }
    }

    @Test("and agree with every set of failures on its own", arguments: 0..<150)
    func agreement(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let cluster = try Self.cluster(&generator)
        try #require(cluster.routers.count == 2)
        var smallest: Int?
        for left in Self.states(cluster, node: 0) {
            for right in Self.states(cluster, node: 1)
            where (left.first - right.first).signum() != (left.second - right.second).signum() {
                smallest = min(smallest ?? .max, left.failing.count + right.failing.count)
            }
        }
        for router in cluster.routers {
            let refutation = Prover(router, of: cluster).verdict(on: .group).refutation
            #expect((refutation != nil) == (smallest != nil))
            // Failures of what the partner alone tracks are not in the router's own counterexample.
            if let smallest { #expect((refutation?.counterexample?.failures ?? .max) <= smallest) }
        }
    }
}
