import Checks
import Configuration
import Failover

/// W01, W02, W03, W10, W11: weights that do not do what weights are for, among the nodes of a virtual router.
enum WeightRules {
    static func findings(of contest: Contest, _ nodes: [LintedNode]) -> [Finding] {
        var findings: [Finding] = []
        let ranking = contest.ranking
        for (index, holder) in ranking.enumerated() where holder.base < 255 {
            let node = nodes[holder.node]
            // Who gets the address from the last one, nobody can say.
            let rival = index + 1 < ranking.count ? ranking[index + 1] : nil
            if let rival {
                for tracker in holder.weighted {
                    findings += self.finding(tracker, holder, rival, isFirst: index == 0, node)
                }
                findings += self.additive(holder, rival, isFirst: index == 0, node)
            }
            if let finding = self.outvoted(holder, among: ranking, node) { findings.append(finding) }
        }
        return findings
    }

    /// W01, W02 and W03: one failure on the holder, and it stays.
    private static func finding(
        _ tracker: Standing.Tracker,
        _ holder: Standing,
        _ rival: Standing,
        isFirst: Bool,
        _ node: LintedNode
    ) -> [Finding] {
        guard let after = tracker.alone.priority, after >= rival.healthy else { return [] }
        let gap = holder.base - rival.base
        let isPositive = tracker.weight.value > 0 && !tracker.weight.reverse
        let rule: LintRule
        let relation: String
        if after == rival.healthy {
            rule = .weightEqualsGap
            relation = "exactly what \(rival.nodeName) has, and who has the address keeps it"
        } else {
            rule = isPositive && tracker.weight.value > gap && gap > 0 ? .wrongSign : .weightBelowGap
            relation = "still more than the \(rival.healthy) of \(rival.nodeName)"
        }
        let sense =
            rule == .wrongSign
            ? "weight \(tracker.weight.value) is added while the check passes, not taken off when it fails" : ""
        return [
            Finding(
                .rule(rule),
                isFirst ? .error : .warning,
                at: node.location(of: tracker, of: holder.instance),
                node: holder.nodeName,
                instance: holder.instance.name,
                check: tracker.name,
                "\(sense.isEmpty ? "" : sense + ": ")when '\(tracker.name)' fails on \(holder.nodeName), its priority "
                    + "goes from \(holder.healthy) to \(after), \(relation): the address never moves",
                counterexample: "'\(tracker.name)' fails on \(holder.nodeName) alone: \(holder.nodeName) \(after), "
                    + "\(rival.nodeName) \(rival.healthy); \(holder.nodeName) keeps the address",
                fix: self.fix(holder, rival)
            )
        ]
    }

    private static func fix(_ holder: Standing, _ rival: Standing) -> String {
        // Measured without the weights that only count while checks pass, for the sign may change.
        let gap = max(holder.base - rival.base, 0)
        let weight = gap + max(10, gap / 5)
        guard weight <= 253, holder.base - weight >= 1 else {
            return "write weight 0, which makes a failure a fault: the gap of \(gap) leaves no room for a weight"
        }
        return "write weight -\(weight) on every node (anything below -\(gap) moves the address), or weight 0, which "
            + "makes a failure a fault"
    }

    /// W10: no failure alone is enough.
    private static func additive(
        _ holder: Standing,
        _ rival: Standing,
        isFirst: Bool,
        _ node: LintedNode
    ) -> [Finding] {
        let weighted = holder.weighted
        guard weighted.count > 1, weighted.allSatisfy({ $0.alone.priority.map { $0 >= rival.healthy } ?? false }),
            let all = holder.outcome(failing: \.isWeighted).priority
        else { return [] }
        let isNever = all >= rival.healthy
        let steps = weighted.map { "\($0.weight.value)" }.joined(separator: ", ")
        let together =
            isNever
            ? "and all \(weighted.count) together leave \(all), which does not go below it either"
            : "only together they go below it, to \(all)"
        return [
            Finding(
                .rule(.weightsOnlyTogether),
                isNever && isFirst ? .error : .warning,
                at: node.trackingLocation(of: holder.instance),
                node: holder.nodeName,
                instance: holder.instance.name,
                "no single failure brings \(holder.nodeName) from \(holder.healthy) below the \(rival.healthy) of "
                    + "\(rival.nodeName) (weights \(steps)), \(together)",
                counterexample: isNever
                    ? "everything that is weighted fails on \(holder.nodeName): \(holder.nodeName) \(all), "
                        + "\(rival.nodeName) \(rival.healthy); \(holder.nodeName) keeps the address"
                    : "any one of them fails on \(holder.nodeName): it keeps the address",
                fix: self.fix(holder, rival)
            )
        ]
    }

    /// W11: several small failures on this node weigh more than the one large failure, here or on a peer.
    private static func outvoted(_ standing: Standing, among ranking: [Standing], _ node: LintedNode) -> Finding? {
        let drops = standing.weighted.map { (tracker: $0, drop: standing.ledger.sum - $0.alone.sum) }
        guard drops.count > 2, let worst = drops.max(by: { $0.drop < $1.drop }) else { return nil }
        let minors = drops.filter { $0.drop < worst.drop }
        let sum = minors.reduce(0) { $0 + $1.drop }
        guard minors.count == drops.count - 1, minors.count > 1, sum >= worst.drop,
            let minor = standing.outcome(failing: { $0.isWeighted && $0.source != worst.tracker.source }).priority
        else { return nil }
        let losses = minors.map { "\($0.drop)" }.joined(separator: " + ")
        let location = node.location(of: worst.tracker, of: standing.instance)
        let message =
            "the \(minors.count) smaller weights of \(standing.nodeName) come to \(losses) = \(sum), as much as the "
            + "\(worst.drop) of '\(worst.tracker.name)' or more"
        let fix =
            "make the weight of '\(worst.tracker.name)' larger than \(sum) and the gap together, or make it 0: a fault"
        for peer in ranking where peer.node != standing.node {
            guard let same = peer.trackers.first(where: { $0.source == worst.tracker.source }),
                let critical = same.alone.priority, critical > minor
            else { continue }
            return Finding(
                .rule(.minorsOutvote),
                .warning,
                at: location,
                node: standing.nodeName,
                instance: standing.instance.name,
                check: worst.tracker.name,
                message,
                counterexample: "'\(worst.tracker.name)' fails on \(peer.nodeName) (\(critical)), the others fail on "
                    + "\(standing.nodeName) (\(minor)): \(peer.nodeName) holds the address with the worse failure",
                fix: fix
            )
        }
        guard ranking.count == 1 else { return nil }
        return Finding(
            .rule(.minorsOutvote),
            .notice,
            at: location,
            node: standing.nodeName,
            instance: standing.instance.name,
            check: worst.tracker.name,
            message,
            fix: fix
        )
    }
}
