package import Checks

/// Base priorities and weights with which a cluster does what it should whatever fails.
package struct WeightPlan: Hashable, Sendable {
    package var routers: [PlannedRouter]
    /// In the order in which the nodes track them.
    package var checks: [PlannedCheck]
    /// What every failover wins by, at least.
    package var margin: Int
    /// The largest distance between the base priorities of one virtual router.
    package var spread: Int
    /// The cluster as the plan would have it.
    package var cluster: Cluster

    package func weight(of source: String) -> CheckWeight? { self.checks.first { $0.name == source }?.weight }

    /// The severities the plan was made for.
    package var severities: [String: Severity] {
        Dictionary(self.checks.map { ($0.name, $0.severity ?? .critical) }) { first, _ in first }
    }

    /// What is to be said of the cluster as the plan would have it.
    package var proofs: [RouterProof] { Prover.proofs(of: self.cluster, severities: self.severities) }
}
