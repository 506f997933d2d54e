import Checks
import Configuration
import Failover

/// W03, W04, W05: priorities that leave 1…254 are cut, and what they were to tell apart is equal.
enum ClampRules {
    private static let ceiling = 254
    private static let floor = 1

    static func findings(of contest: Contest, _ nodes: [LintedNode]) -> [Finding] {
        let standings = contest.ranking.filter { $0.base < 255 }
        return self.high(standings, nodes) + self.low(standings, nodes)
    }

    private static func high(_ standings: [Standing], _ nodes: [LintedNode]) -> [Finding] {
        let cut = standings.filter { $0.ledger.sum > self.ceiling }
        // Those that would have differed and now do not, among them one that has exactly the ceiling.
        let equal = standings.filter { $0.healthy == self.ceiling }
        let isTie =
            equal.count > 1 && (Set(equal.map(\.ledger.sum)).count > 1 || Set(equal.map(\.base)).count > 1)
        let fix = self.shorter(standings, by: (cut.map(\.ledger.sum).max() ?? self.ceiling) - self.ceiling)
        return cut.map { standing in
            let node = nodes[standing.node]
            let sum = standing.ledger.sum
            let tracker = standing.weighted.max { $0.weight.value < $1.weight.value }
            let location = tracker.map { node.location(of: $0, of: standing.instance) } ?? standing.instance.location
            let account = "\(standing.base) and its weights make \(sum) on \(standing.nodeName), which is cut to 254"
            if isTie {
                let all = equal.map { "\($0.nodeName) \($0.ledger.sum)" }.joined(separator: ", ")
                return self.finding(
                    .ceiling,
                    .error,
                    standing,
                    tracker,
                    at: location,
                    "\(account), which another node has as well: the order of the priorities is lost",
                    counterexample: "everything is fine: \(all) are all 254 then, and whoever has the address keeps it",
                    fix: fix
                )
            }
            if let tracker, let fix = self.signFix(tracker, of: standing, among: standings) {
                return self.finding(
                    .wrongSign,
                    .warning,
                    standing,
                    tracker,
                    at: location,
                    "weight \(tracker.weight.value) is added while '\(tracker.name)' passes, not taken off when it "
                        + "fails: \(account), and a failure leaves \(tracker.alone.sum)",
                    counterexample: "'\(tracker.name)' fails on \(standing.nodeName): it still has "
                        + "\(tracker.alone.sum), its whole priority",
                    fix: fix
                )
            }
            return self.finding(
                .ceiling,
                .warning,
                standing,
                tracker,
                at: location,
                "\(account): a failure costs \(sum - self.ceiling) less than its weight says",
                fix: fix
            )
        }
    }

    private static func shorter(_ standings: [Standing], by excess: Int) -> String {
        guard standings.allSatisfy({ $0.base > excess }) else {
            return "write the weights as negative ones, or smaller ones: baton plan weights finds some"
        }
        return "lower the priorities of all nodes by \(excess) or more, or write the weights as negative ones"
    }

    /// What to write where a negative weight of that size does what a positive one cannot; nil where it does not look
    /// meant.
    private static func signFix(
        _ tracker: Standing.Tracker,
        of standing: Standing,
        among standings: [Standing]
    ) -> String? {
        let weight = tracker.weight.value
        guard weight > 0, !tracker.weight.reverse, standing.base + weight > self.ceiling, standing.base - weight >= 1
        else { return nil }
        let rival = standings.filter { $0.node != standing.node }.map(\.base).max()
        // Alone, a node shows it by a weight that is more than half of its priority.
        guard rival.map({ standing.base - weight < $0 }) ?? (weight > standing.base / 2) else { return nil }
        return "write weight -\(weight): a failure then leaves \(standing.base - weight)"
    }

    private static func low(_ standings: [Standing], _ nodes: [LintedNode]) -> [Finding] {
        // Those that a failure brings to 1, cut or not.
        var low: [(standing: Standing, tracker: Standing.Tracker)] = []
        for standing in standings {
            let lowest = standing.weighted.filter { $0.alone.priority != nil }.min { $0.alone.sum < $1.alone.sum }
            if let lowest, lowest.alone.sum <= self.floor { low.append((standing, lowest)) }
        }
        // One node alone at the floor is still below the others, however many of its checks fail.
        guard low.count > 1 || standings.count == 1 else { return [] }
        let cut = low.filter { $0.tracker.alone.sum < self.floor }
        return cut.map { standing, tracker in
            let others = low.filter { $0.standing.node != standing.node }
            let peers = others.map { "\($0.standing.nodeName) \($0.tracker.alone.sum)" }.joined(separator: ", ")
            return self.finding(
                .floor,
                .warning,
                standing,
                tracker,
                at: nodes[standing.node].location(of: tracker, of: standing.instance),
                "when '\(tracker.name)' \(tracker.event) on \(standing.nodeName), \(standing.base) and the weight "
                    + "\(tracker.writtenWeight) make \(tracker.alone.sum), which is cut to 1: further failures change "
                    + "nothing",
                counterexample: others.isEmpty
                    ? nil
                    : "it \(tracker.event) everywhere: \(standing.nodeName) \(tracker.alone.sum), \(peers) are all 1 then, and "
                        + "whoever has the address keeps it",
                fix: "write a weight of -\(max(1, standing.base - 1)) or less in size, or weight 0, which makes a "
                    + "failure a fault"
            )
        }
    }

    private static func finding(
        _ rule: LintRule,
        _ severity: Diagnostic.Severity,
        _ standing: Standing,
        _ tracker: Standing.Tracker?,
        at location: SourceLocation,
        _ message: String,
        counterexample: String? = nil,
        fix: String
    ) -> Finding {
        Finding(
            .rule(rule),
            severity,
            at: location,
            node: standing.nodeName,
            instance: standing.instance.name,
            check: tracker?.name,
            message,
            counterexample: counterexample,
            fix: fix
        )
    }
}
