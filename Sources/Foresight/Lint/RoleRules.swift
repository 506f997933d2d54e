import Checks
import Configuration
import VRRP

/// W06, W09, W27: who may take the address, who gives it up, and who is meant to have it.
enum RoleRules {
    static func findings(of contest: Contest, _ nodes: [LintedNode]) -> [Finding] {
        var findings: [Finding] = []
        for standing in contest.ranking {
            let node = nodes[standing.node]
            if let finding = self.withoutPreemption(standing, contest, node) { findings.append(finding) }
            if let finding = self.neverFault(standing, contest, node) { findings.append(finding) }
            if let finding = self.reversed(standing, contest, node) { findings.append(finding) }
        }
        return findings
    }

    /// W06: a peer falls below this node, which may not take over from a master that is heard.
    private static func withoutPreemption(
        _ standing: Standing,
        _ contest: Contest,
        _ node: LintedNode
    ) -> Finding? {
        guard !standing.instance.router.preempt else { return nil }
        let location = node.location(of: "nopreempt", of: standing.instance)
        let fix =
            "remove nopreempt (preempt_delay keeps a node that comes back from taking over at once), or give the "
            + "checks "
            + "weight 0: a master in fault resigns, and nopreempt does not hinder that"
        var milder: Finding?
        for peer in contest.ranking where peer.node != standing.node {
            for tracker in peer.weighted {
                guard let after = tracker.alone.priority, after < standing.healthy else { continue }
                // Somebody else who may take over does.
                let taker = contest.ranking.first {
                    $0.node != peer.node && $0.node != standing.node && $0.instance.router.preempt && $0.healthy > after
                }
                // While one above it is there, the peer does not hold the address.
                if let taker, milder != nil || taker.healthy > peer.healthy { continue }
                let result =
                    taker.map { ": \($0.nodeName) takes over with \($0.healthy) in its place" }
                    ?? ": a weight never moves the address here"
                let numbers =
                    "\(peer.nodeName) \(after), \(standing.nodeName) \(standing.healthy)"
                    + (taker.map { ", \($0.nodeName) \($0.healthy); \($0.nodeName) takes it" }
                        ?? "; \(peer.nodeName) keeps it")
                let finding = Finding(
                    .rule(.weightWithoutPreemption),
                    taker == nil ? .error : .warning,
                    at: location,
                    node: standing.nodeName,
                    instance: standing.instance.name,
                    check: tracker.name,
                    "nopreempt forbids \(standing.nodeName) to take over from \(peer.nodeName) when '\(tracker.name)' "
                        + "\(tracker.event) there and brings it from \(peer.healthy) to \(after)\(result)",
                    counterexample: "'\(tracker.name)' \(tracker.event) on \(peer.nodeName), which holds the address: "
                        + numbers,
                    fix: fix
                )
                guard taker != nil else { return finding }
                milder = finding
            }
        }
        if let milder { return milder }
        guard contest.ranking.count == 1, let tracker = standing.weighted.first else { return nil }
        return Finding(
            .rule(.weightWithoutPreemption),
            .warning,
            at: location,
            node: standing.nodeName,
            instance: standing.instance.name,
            check: tracker.name,
            "nopreempt beside weights "
                + "(\(standing.weighted.map { "'\($0.name)' \($0.weight.value)" }.joined(separator: ", "))): "
                + "a node with nopreempt does not take over from a master whose priority a weight has lowered",
            fix: fix
        )
    }

    /// W09: what a fault is to do is written down, and nothing here can make one of a check.
    private static func neverFault(_ standing: Standing, _ contest: Contest, _ node: LintedNode) -> Finding? {
        let weighted = standing.weighted
        guard !weighted.isEmpty, standing.trackers.allSatisfy(\.isWeighted) else { return nil }
        for peer in contest.ranking where peer.node != standing.node {
            for tracker in weighted {
                guard let same = peer.trackers.first(where: { $0.source == tracker.source }), !same.isWeighted,
                    let after = tracker.alone.priority
                else { continue }
                return Finding(
                    .rule(.neverFault),
                    .warning,
                    at: node.location(of: tracker, of: standing.instance),
                    node: standing.nodeName,
                    instance: standing.instance.name,
                    check: tracker.name,
                    "'\(tracker.name)' is a fault on \(peer.nodeName) and weight \(tracker.weight.value) on "
                        + "\(standing.nodeName): the address is never given up, it ends on the node that only weighs "
                        + "it",
                    counterexample:
                        "'\(tracker.name)' fails on both: \(peer.nodeName) is in fault, \(standing.nodeName) "
                        + "holds the address with \(after)",
                    fix: "write the same weight on both: 0 where nobody is to have the address then"
                )
            }
        }
        guard standing.instance.notify.fault != nil else { return nil }
        return Finding(
            .rule(.neverFault),
            .notice,
            at: node.location(of: "notify_fault", of: standing.instance),
            node: standing.nodeName,
            instance: standing.instance.name,
            "notify_fault is written, and every check is weighted "
                + "(\(weighted.map { "'\($0.name)' \($0.weight.value)" }.joined(separator: ", "))): "
                + "no check can put this instance in fault, so a node always holds the address, however broken",
            counterexample:
                "everything fails on every node: the one with the highest rest of its priority has the address",
            fix: "write weight 0 for the check that is to mean \"nobody\", if one is"
        )
    }

    /// W27: the node that is called MASTER has the lower number.
    private static func reversed(_ standing: Standing, _ contest: Contest, _ node: LintedNode) -> Finding? {
        guard standing.instance.startsAsMaster else { return nil }
        let location = node.location(of: "priority", of: standing.instance)
        if let peer = contest.ranking.first(where: { !$0.instance.startsAsMaster && $0.base > standing.base }) {
            return Finding(
                .rule(.reversedPriorities),
                .error,
                at: location,
                node: standing.nodeName,
                instance: standing.instance.name,
                "\(standing.nodeName) is state MASTER with priority \(standing.base), \(peer.nodeName) is state "
                    + "BACKUP with "
                    + "priority \(peer.base): the higher number wins, so \(peer.nodeName) is master",
                counterexample:
                    "everything is fine: \(standing.nodeName) \(standing.base), \(peer.nodeName) \(peer.base); "
                    + "\(peer.nodeName) holds the address",
                fix: "exchange the priorities of the two, or their states"
            )
        }
        guard contest.ranking.count == 1, standing.base <= 10 else { return nil }
        return Finding(
            .rule(.reversedPriorities),
            .warning,
            at: location,
            node: standing.nodeName,
            instance: standing.instance.name,
            "state MASTER with priority \(standing.base): the higher number wins, and a peer that says nothing has 100",
            counterexample:
                "everything is fine: \(standing.nodeName) \(standing.base), a peer without a priority 100; the "
                + "peer holds the address",
            fix: "give the preferred node the highest number, 254 at most"
        )
    }
}
