import Configuration
import Failover

/// P6, over all failures, held against what `all_unhealthy` declares.
extension Prover {
    var orphan: Verdict {
        let policies = self.candidates.map(\.instance.guards.allUnhealthy)
        guard let found = self.smallestOrphan else { return .proved }
        let isByChecks = found.contributors.enumerated().contains { position, factors in
            factors.contains { self.isCheck($0, of: position) }
        }
        let names = self.candidates.indices.map { position in
            let checks = found.contributors[position].map { self.candidates[position].factors[$0].name }
            return "\(self.name(position)): "
                + (checks.isEmpty ? "always" : "any of \(checks.joined(separator: ", "))")
        }
        let (gravity, summary, fix) = self.judgement(of: found, policies, isByChecks: isByChecks)
        return .refuted(
            Refutation(
                gravity,
                summary + (found.count > 1 ? "; there are \(found.count) smallest sets of failures" : ""),
                counterexample: Counterexample(self.standings(found.failures), holder: found.holder),
                details: names,
                fix: fix
            )
        )
    }

    /// Failures after which nobody has the addresses.
    private struct Orphan {
        /// Who had them before; nil where it makes no difference.
        var holder: Int?
        var failures: [Int: Failures]
        /// Of each node, the factors of which one must fail; none of a node that never competes.
        var contributors: [[Int]]
        /// How many such sets there are.
        var count: Int
    }

    private func judgement(
        of orphan: Orphan,
        _ policies: [AllUnhealthyPolicy],
        isByChecks: Bool
    ) -> (gravity: Refutation.Gravity, summary: String, fix: String) {
        if policies.allSatisfy({ $0 == .drop }) {
            return (
                .notice,
                "nobody has the addresses if one check of weight 0 fails on each node",
                "this is right where no service is better than a broken one; else write all_unhealthy best or hold, or "
                    + "give one node's checks weights"
            )
        }
        if Set(policies).count > 1, isByChecks {
            let declared = zip(self.candidates, policies).map { "\($0.name) \($1.rawValue)" }.joined(separator: ", ")
            return (
                .error,
                "the nodes differ in all_unhealthy (\(declared)), and nobody has the addresses if one of these fails on "
                    + "each node",
                "write the same all_unhealthy on all nodes"
            )
        }
        guard isByChecks, let holder = orphan.holder else {
            return (
                .notice,
                "nobody has the addresses if a tracked interface of weight 0 fails on each node, which all_unhealthy "
                    + "does not concern",
                "this is right where a node without the link cannot serve; else give one node's interfaces weights"
            )
        }
        return (
            .notice,
            "nobody has the addresses if \(self.name(holder)) has them and loses a tracked interface while the checks of "
                + "all others fail, as all_unhealthy hold says",
            "write all_unhealthy best on all nodes if the best of the bad is to have them"
        )
    }

    /// With the fewest failures. Who has the addresses may keep them where others could not take them, so each node is tried
    /// as the holder.
    private var smallestOrphan: Orphan? {
        let able = self.candidates.map { $0.standing().mayHold }
        let holders: [Int?] = self.candidates.indices.filter { able[$0] }
        let tried = (holders.isEmpty ? [nil] : holders).compactMap { self.orphan(holder: $0) }
        guard let smallest = tried.min(by: { Self.size($0) < Self.size($1) }) else { return nil }
        var result = smallest
        // Where all nodes are alike it does not matter who had them.
        if tried.count == holders.count, tried.allSatisfy({ $0.contributors == smallest.contributors }) {
            result.holder = nil
        }
        return result
    }

    private static func size(_ orphan: Orphan) -> Int { orphan.failures.values.reduce(0) { $0 + $1.count } }

    private func orphan(holder: Int?) -> Orphan? {
        var orphan = Orphan(holder: holder, failures: [:], contributors: [], count: 1)
        for (position, candidate) in self.candidates.enumerated() {
            guard candidate.standing().mayHold else {
                orphan.contributors.append([])
                continue
            }
            let ending = self.outcomes[position].fatal.filter { factor in
                let standing = candidate.standing(Failures([factor]))
                return position == holder ? !standing.staysMaster : !standing.mayHold
            }
            guard let first = ending.first else { return nil }
            orphan.failures[position] = Failures([first])
            orphan.contributors.append(ending)
            let (count, overflow) = orphan.count.multipliedReportingOverflow(by: ending.count)
            orphan.count = overflow ? .max : count
        }
        return orphan
    }

    private func isCheck(_ factor: Int, of position: Int) -> Bool {
        if case .check = self.candidates[position].factors[factor].source { true } else { false }
    }
}
