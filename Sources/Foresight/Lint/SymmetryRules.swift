import Checks
import Configuration
import Failover

/// W12: what one node tracks and its peer does not, or not alike.
enum SymmetryRules {
    static func findings(of contest: Contest, _ nodes: [LintedNode]) -> [Finding] {
        guard contest.ranking.count > 1 else { return [] }
        var known: [Key: (tracker: Standing.Tracker, owner: Standing)] = [:]
        var order: [Key] = []
        for standing in contest.ranking {
            for tracker in standing.trackers {
                guard let key = self.key(tracker, nodes[standing.node]), known[key] == nil else { continue }
                known[key] = (tracker, standing)
                order.append(key)
            }
        }
        var findings: [Finding] = []
        for standing in contest.ranking {
            let node = nodes[standing.node]
            var own: [Key: Standing.Tracker] = [:]
            for tracker in standing.trackers {
                if let key = self.key(tracker, node) { own[key] = tracker }
            }
            // Another name for the same question is as good.
            let questions = Set(standing.trackers.compactMap { self.question($0, node) })
            for key in order {
                guard let (tracker, owner) = known[key], owner.node != standing.node else { continue }
                if let mine = own[key] {
                    guard mine.weight != tracker.weight else { continue }
                    findings.append(self.unequal(mine, standing, tracker, owner, node))
                } else if let question = self.question(tracker, nodes[owner.node]), questions.contains(question) {
                    continue
                } else if standing.base == 255, tracker.isWeighted {
                    // An owner takes no weights: W20.
                    continue
                } else if let finding = self.observed(key, tracker, standing, owner, node) {
                    findings.append(finding)
                } else {
                    findings.append(self.missing(tracker, standing, owner, node))
                }
            }
        }
        return findings
    }

    /// Checks go by their names. Interfaces have other names on other machines, and are not compared.
    private struct Key: Hashable {
        let name: String
    }

    private struct Question: Hashable {
        let kind: String
        let arguments: [String]
    }

    private static func key(_ tracker: Standing.Tracker, _ node: LintedNode) -> Key? {
        guard case .check(let name) = tracker.source else { return nil }
        return Key(name: node.checks[name]?.writtenName ?? name)
    }

    private static func question(_ tracker: Standing.Tracker, _ node: LintedNode) -> Question? {
        guard case .check(let name) = tracker.source, let check = node.checks[name], !check.options.arguments.isEmpty
        else { return nil }
        return Question(kind: check.kind, arguments: check.options.arguments)
    }

    /// The check is tracked, and counts for nothing.
    private static func observed(
        _ key: Key,
        _ tracker: Standing.Tracker,
        _ standing: Standing,
        _ owner: Standing,
        _ node: LintedNode
    ) -> Finding? {
        let tracked = standing.instance.trackedChecks.compactMap { node.checks[$0.name] }
        guard let check = tracked.first(where: { $0.writtenName == key.name }), check.mode != .enforce else {
            return nil
        }
        return Finding(
            .rule(.unequalChecks),
            .warning,
            at: node.location(of: "mode", of: check),
            node: standing.nodeName,
            instance: standing.instance.name,
            check: check.name,
            "'\(tracker.name)' counts on \(owner.nodeName) (weight \(tracker.writtenWeight)), and on "
                + "\(standing.nodeName) it is in mode \(check.mode.rawValue): the address moves here whatever it says",
            counterexample:
                "'\(tracker.name)' \(tracker.event) on both: \(standing.nodeName) keeps \(standing.healthy), as if "
                + "it were fine",
            fix: "write mode enforce on \(standing.nodeName), or the same mode on both while it is being tried"
        )
    }

    private static func missing(
        _ tracker: Standing.Tracker,
        _ standing: Standing,
        _ owner: Standing,
        _ node: LintedNode
    ) -> Finding {
        Finding(
            .rule(.unequalChecks),
            .warning,
            at: standing.instance.location,
            node: standing.nodeName,
            instance: standing.instance.name,
            check: tracker.name,
            "\(owner.nodeName) tracks '\(tracker.name)' (weight \(tracker.weight.value)), \(standing.nodeName) does "
                + "not: the "
                + "address moves here without asking whether it works here",
            counterexample:
                "'\(tracker.name)' \(tracker.event) on both: \(standing.nodeName) keeps \(standing.healthy), as if it were "
                + "fine",
            fix: "define and track '\(tracker.name)' on \(standing.nodeName) as well"
        )
    }

    private static func unequal(
        _ mine: Standing.Tracker,
        _ standing: Standing,
        _ other: Standing.Tracker,
        _ owner: Standing,
        _ node: LintedNode
    ) -> Finding {
        let text = { (standing: Standing, tracker: Standing.Tracker) in
            "\(standing.nodeName) \(tracker.alone.priority.map(String.init) ?? "fault")"
        }
        return Finding(
            .rule(.unequalChecks),
            .warning,
            at: node.location(of: mine, of: standing.instance),
            node: standing.nodeName,
            instance: standing.instance.name,
            check: mine.name,
            "'\(mine.name)' has weight \(self.text(mine.weight)) on \(standing.nodeName) and "
                + "\(self.text(other.weight)) on \(owner.nodeName)",
            counterexample: "'\(mine.name)' \(mine.event) on both: \(text(standing, mine)), \(text(owner, other))",
            fix: "write the same weight on both, unless the nodes are meant to differ"
        )
    }

    private static func text(_ weight: CheckWeight) -> String {
        "\(weight.value)\(weight.reverse ? " reverse" : "")"
    }
}
