import Checks
import Configuration
import VRRP

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

    /// The severities the plan was made for.
    package var severities: [String: Severity] {
        Dictionary(self.checks.map { ($0.name, $0.severity ?? .critical) }) { first, _ in first }
    }

    /// What is to be said of a cluster that was made by the plan.
    package func proofs(of cluster: Cluster) -> [RouterProof] {
        Prover.proofs(of: cluster, severities: self.severities)
    }

    /// What is to be said of the cluster as the plan would have it.
    package var proofs: [RouterProof] { self.proofs(of: self.cluster) }

    /// Why it is none after all; nil where what priorities and weights decide is as it should be. P8 is of checks alone.
    package func failure(_ proofs: [RouterProof]) -> PlanFailure? {
        var lines: [String] = []
        var disordered: [(name: String, nodes: [String])] = []
        var fix: String?
        for (planned, proof) in zip(self.routers, proofs) {
            for finding in proof.findings where finding.property != .stable {
                guard let refutation = finding.verdict.refutation, refutation.gravity == .error else { continue }
                lines.append("\(finding.property.rawValue) error of \(proof.router.name): \(refutation.summary)")
                fix = fix ?? refutation.fix
                guard finding.property == .group else { continue }
                let nodes = planned.order.map { self.cluster.nodes[planned.router.members[$0].node].name }
                disordered.append((planned.router.name, nodes))
            }
        }
        guard let fix else { return nil }
        let first = disordered.first?.nodes ?? []
        // The same nodes in another order: that one can be asked for.
        let isOrderWrong =
            disordered.contains { $0.nodes != first }
            && disordered.allSatisfy { $0.nodes.sorted() == first.sorted() }
        let options = disordered.map { "--prefer \($0.name)=\(first.joined(separator: ","))" }
        return PlanFailure(
            .infeasible,
            ["with the priorities and weights found, a property still does not hold"] + lines,
            fix: isOrderWrong
                ? "give the members of the group one order: \(options.joined(separator: " "))"
                : fix
        )
    }

    /// In what the changed files, read again, are not the plan; nil where they are.
    ///
    /// - Parameter files: The same nodes in the same order.
    package func difference(to files: Cluster) -> String? {
        guard files.nodes.map(\.name) == self.cluster.nodes.map(\.name) else { return "the nodes are not the same" }
        for (planned, read) in zip(self.cluster.nodes, files.nodes) {
            let (planned, read) = (planned.configuration.instances, read.configuration.instances)
            guard planned.map(\.name) == read.map(\.name) else { return "the instances are not the same" }
            for (planned, read) in zip(planned, read) {
                if let difference = planned.difference(to: read) { return difference }
            }
        }
        return nil
    }
}

extension InstanceConfiguration {
    fileprivate func difference(to read: InstanceConfiguration) -> String? {
        let (expected, priority) = (self.router.basePriority, read.router.basePriority)
        guard priority == expected else { return "the priority of \(self.name) is \(priority), not \(expected)" }
        let planned =
            self.trackedChecks.map { ($0.name, $0.weight) }
            + self.trackedInterfaces.map { ("interface \($0.name)", $0.weight) }
        let found =
            read.trackedChecks.map { ($0.name, $0.weight) }
            + read.trackedInterfaces.map { ("interface \($0.name)", $0.weight) }
        guard planned.map(\.0) == found.map(\.0) else { return "\(self.name) does not track the same" }
        for (planned, found) in zip(planned, found) where planned.1 != found.1 {
            return "the weight of \(planned.0) in \(self.name) is \(found.1.words), not \(planned.1.words)"
        }
        return nil
    }
}

extension CheckWeight {
    fileprivate var words: String { "\(self.value)\(self.reverse ? " reverse" : "")" }
}
