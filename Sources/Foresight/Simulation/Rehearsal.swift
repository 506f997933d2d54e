import Checks
import Configuration

/// Plays a cluster while everything is fine, and after the failure of each single node: what arithmetic takes for granted.
package enum Rehearsal {
    /// A sentence for each virtual router that has several masters, or none, where it should have one.
    package static func problems(of cluster: Cluster) -> [String] {
        var problems = self.problems(
            in: ClusterSimulation.play(Scenario(), of: cluster),
            cluster,
            "while everything is fine"
        )
        guard problems.isEmpty else { return problems }
        for node in cluster.nodes.indices {
            let scenario = Scenario([Scenario.Step(at: .zero, .crash(node))])
            let timeline = ClusterSimulation.play(scenario, of: cluster)
            let name = cluster.nodes[node].name
            for problem in self.problems(in: timeline, cluster, "after \(name) has lost power", without: node)
            where !problems.contains(problem) {
                problems.append(problem)
            }
        }
        return problems
    }

    private static func problems(
        in timeline: Timeline,
        _ cluster: Cluster,
        _ occasion: String,
        without lost: Int? = nil
    ) -> [String] {
        timeline.routers.enumerated().compactMap { position, router in
            if let split = timeline.splits.first(where: { $0.router == position && $0.to == nil }) {
                let names = split.nodes.map { timeline.nodes[$0] }.joined(separator: " and ")
                return
                    "\(router.name): \(names) are master at the same time \(occasion): they do not hear each other, or do "
                    + "not take what they hear (compare their files with: baton config diff)"
            }
            let left = router.members.filter { $0 != lost }
            guard router.holder == nil, let member = left.first else { return nil }
            let reason = self.emptiness(of: cluster.routers[position], cluster)
            return
                "\(router.name): nobody has the addresses \(occasion), though \(timeline.nodes[member]) is there\(reason)"
        }
    }

    /// Why there may be nothing to have.
    private static func emptiness(of router: SharedRouter, _ cluster: Cluster) -> String {
        let isEmpty = router.members.allSatisfy { cluster.instance(of: $0).virtualAddresses.isEmpty }
        return isEmpty ? ": its instances have no virtual_ipaddress" : ""
    }
}
