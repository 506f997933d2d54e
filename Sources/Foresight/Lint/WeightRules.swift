import Checks
import Configuration
import Failover
import VRRP

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
                let together = self.additive(holder, rival, ranking, isFirst: index == 0, node)
                findings += together.map { [$0.finding] } ?? []
                for tracker in holder.weighted {
                    let single = self.finding(tracker, holder, rival, ranking, isFirst: index == 0, node)
                    // Where not even all together are enough, each of them says nothing more.
                    if let single, together?.isNever != true || single.subject == .rule(.wrongSign) {
                        findings.append(single)
                    }
                }
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
        _ ranking: [Standing],
        isFirst: Bool,
        _ node: LintedNode
    ) -> Finding? {
        guard let after = tracker.alone.priority, after >= rival.healthy else { return nil }
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
        return Finding(
            .rule(rule),
            isFirst ? .error : .warning,
            at: node.location(of: tracker, of: holder.instance),
            node: holder.nodeName,
            instance: holder.instance.name,
            check: tracker.name,
            "\(sense.isEmpty ? "" : sense + ": ")when '\(tracker.name)' \(tracker.event) on \(holder.nodeName), its "
                + "priority goes from \(holder.healthy) to \(after), \(relation): the address never moves"
                + (isFirst ? "" : " from there"),
            counterexample: "'\(tracker.name)' \(tracker.event) on \(holder.nodeName) alone"
                + self.absence(before: holder, in: ranking) + ": \(holder.nodeName) \(after), "
                + "\(rival.nodeName) \(rival.healthy); \(holder.nodeName) keeps the address",
            fix: self.fix(tracker, holder, rival, ranking)
        )
    }

    /// Those who would have the address before it must be away; empty for the first.
    private static func absence(before holder: Standing, in ranking: [Standing]) -> String {
        let names = ranking.prefix { $0.node != holder.node }.map(\.nodeName)
        guard let first = names.first else { return "" }
        return names.count == 1 ? " while \(first) is away" : " while \(names.joined(separator: " and ")) are away"
    }

    private static func fix(
        _ tracker: Standing.Tracker,
        _ holder: Standing,
        _ rival: Standing,
        _ ranking: [Standing]
    ) -> String {
        // What it adds now is left out: the sign may change.
        let gap = { (upper: Standing, lower: Standing) in
            let rest = lower.ledger.clamped(lower.sum(without: tracker.source)).rawValue
            return max(upper.sum(without: tracker.source) - Int(rest), 0)
        }
        let own = gap(holder, rival)
        // The same weight is to be enough for the others in line as well.
        let others = zip(ranking, ranking.dropFirst()).filter { pair in
            pair.0.base < 255 && pair.0.trackers.contains { $0.source == tracker.source }
        }
        let largest = others.map { gap($0.0, $0.1) }.max() ?? own
        let candidates = [largest + max(10, largest / 5), largest + 1, own + max(10, own / 5), own + 1]
        let weight = candidates.first { weight in
            let cut = ranking.count { standing in
                standing.trackers.contains { $0.source == tracker.source }
                    && standing.sum(without: tracker.source) - weight <= 1
            }
            return weight <= 253 && holder.sum(without: tracker.source) - weight >= 1 && cut < 2
        }
        let plan = "baton plan weights finds weights for all checks together"
        guard let weight else {
            guard !tracker.weight.reverse else {
                return "bring the priorities closer, for the gap of \(own) leaves no room for a weight: \(plan)"
            }
            return "write weight 0, which makes a failure a fault: the gap of \(own) leaves no room for a weight; or "
                + "bring the priorities closer: \(plan)"
        }
        let written = { (size: Int) in tracker.weight.reverse ? "\(size) reverse" : "-\(size)" }
        let bound = tracker.weight.reverse ? "above \(own)" : "below -\(own)"
        return "write weight \(written(weight)) on every node"
            + (own > 0 ? " (anything \(bound) moves the address)" : "")
            + (tracker.weight.reverse ? "" : ", or weight 0, which makes a failure a fault")
            + (ranking.count > 2 || holder.weighted.count > 1 ? "; \(plan)" : "")
    }

    /// W10: no failure alone is enough.
    private static func additive(
        _ holder: Standing,
        _ rival: Standing,
        _ ranking: [Standing],
        isFirst: Bool,
        _ node: LintedNode
    ) -> (finding: Finding, isNever: Bool)? {
        let weighted = holder.weighted
        guard weighted.count > 1, weighted.allSatisfy({ $0.alone.priority.map { $0 >= rival.healthy } ?? false }),
            let all = holder.outcome(failing: \.isWeighted).priority,
            let heaviest = weighted.min(by: {
                $0.alone.sum < $1.alone.sum
            })
        else { return nil }
        let isNever = all >= rival.healthy
        let steps = weighted.map(\.writtenWeight).joined(separator: ", ")
        let together =
            isNever
            ? "and all \(weighted.count) together leave \(all), which does not go below it either"
            : "only together they go below it, to \(all)"
        let finding = Finding(
            .rule(.weightsOnlyTogether),
            isNever && isFirst ? .error : .warning,
            at: node.trackingLocation(of: holder.instance),
            node: holder.nodeName,
            instance: holder.instance.name,
            "no single failure brings \(holder.nodeName) from \(holder.healthy) below the \(rival.healthy) of "
                + "\(rival.nodeName) (weights \(steps)), \(together)",
            counterexample: isNever
                ? "everything that is weighted fails on \(holder.nodeName)"
                    + "\(self.absence(before: holder, in: ranking)): \(holder.nodeName) \(all), "
                    + "\(rival.nodeName) \(rival.healthy); \(holder.nodeName) keeps the address"
                : "any one of them fails on \(holder.nodeName): it keeps the address",
            fix: "for '\(heaviest.name)', as for each that is to move the address by itself: "
                + self.fix(heaviest, holder, rival, ranking)
        )
        return (finding, isNever)
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
            let better = ranking.filter {
                $0.node != standing.node && $0.node != peer.node && $0.healthy >= critical
            }.map(\.nodeName)
            let away =
                better.isEmpty
                ? "" : ", \(better.joined(separator: " and ")) \(better.count == 1 ? "is" : "are") away"
            return Finding(
                .rule(.minorsOutvote),
                .warning,
                at: location,
                node: standing.nodeName,
                instance: standing.instance.name,
                check: worst.tracker.name,
                message,
                counterexample: "'\(worst.tracker.name)' fails on \(peer.nodeName) (\(critical)), the others fail on "
                    + "\(standing.nodeName) (\(minor))\(away): \(peer.nodeName) holds the address with the worse failure",
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
