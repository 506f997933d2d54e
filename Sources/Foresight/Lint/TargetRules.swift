import Checks
import Configuration

/// W08, W22, W23: checks of something that is not this node.
enum TargetRules {
    private struct Target {
        let node: Int
        let check: CheckDefinition
        let host: String
    }

    static func findings(of nodes: [LintedNode]) -> [Finding] {
        var findings: [Finding] = []
        var remote: [Target] = []
        var askers: [String: Set<Int>] = [:]
        // Those for whom its failure is a fault.
        var faulty: [String: Set<Int>] = [:]
        for (position, node) in nodes.enumerated() {
            for check in node.node.configuration.checks where check.mode == .enforce {
                if let finding = self.declaredShared(check, node) { findings.append(finding) }
                if let address = self.virtualAddress(in: check, of: node) {
                    findings.append(self.dependsOnRole(check, address, node))
                    continue
                }
                guard let host = CheckTarget.host(of: check).map({ LintedNode.canonical($0) }), !node.isOwn(host) else {
                    continue
                }
                remote.append(Target(node: position, check: check, host: host))
                askers[host, default: []].insert(position)
                if node.uses[check.name]?.isFault == true { faulty[host, default: []].insert(position) }
            }
        }
        for target in remote {
            let node = nodes[target.node]
            let others = (askers[target.host]?.count ?? 1) - 1
            // An address that one node of several asks is probably its own.
            guard nodes.count == 1 || others > 0 else { continue }
            if target.check.scope == .local, let finding = self.wrongLayer(target, others: others, node) {
                findings.append(finding)
            }
            if target.check.scope == .local,
                let finding = self.sharedFault(
                    target,
                    others: others,
                    faulty: faulty[target.host] ?? [],
                    nodes
                )
            {
                findings.append(finding)
            }
        }
        return findings
    }

    /// The virtual address of this node that a check talks to or names in its command.
    private static func virtualAddress(in check: CheckDefinition, of node: LintedNode) -> String? {
        guard !node.virtualAddresses.isEmpty else { return nil }
        if let address = CheckTarget.host(of: check).flatMap({ node.virtualAddress(in: $0) }) { return address }
        guard let shell = ShellText(check) else { return nil }
        for word in shell.words {
            for part in word.split(whereSeparator: { "/'\"[](),=@ ".contains($0) }) {
                if let address = node.virtualAddress(in: part) { return address }
            }
        }
        return nil
    }

    private static func place(of check: CheckDefinition, _ node: LintedNode) -> SourceLocation {
        if case .check = check.origin { return node.location(of: check.kind, of: check) }
        return node.location(of: "script", of: check)
    }

    /// W22.
    private static func dependsOnRole(_ check: CheckDefinition, _ address: String, _ node: LintedNode) -> Finding {
        Finding(
            .rule(.dependsOnRole),
            .warning,
            at: self.place(of: check, node),
            node: node.node.name,
            check: check.name,
            "'\(check.name)' looks at \(address), a virtual address: on the master it sees this node, on a backup the "
                + "master",
            counterexample:
                "the service fails on the master: every node sees it fail, all lose the same, and the address "
                + "stays; or a backup fails for not holding it, and can never take over",
            fix: "check the service on 127.0.0.1 or on an address that this node always has"
        )
    }

    /// W23.
    private static func wrongLayer(_ target: Target, others: Int, _ node: LintedNode) -> Finding? {
        // Whether a neighbour answers at all is a question about this node's own link.
        guard target.check.kind != PingPlugin.kind,
            ShellText(target.check)?.commands.first?.first.map({ !ShellText.name($0).contains("ping") }) ?? true
        else { return nil }
        return Finding(
            .rule(.wrongLayer),
            others > 0 ? .warning : .notice,
            at: self.place(of: target.check, node),
            node: node.node.name,
            check: target.check.name,
            "'\(target.check.name)' asks \(target.host), which is not on this node"
                + (others > 0 ? "; \(others + 1) nodes ask it" : "")
                + ": when it is down, moving the address mends nothing",
            counterexample:
                "\(target.host) is down: every node that asks it loses the same priority, or the address moves "
                + "to one that does not work either",
            fix: "check what this node itself contributes, or write scope shared in a check block to say it is meant"
        )
    }

    /// W08, found by its target.
    private static func sharedFault(
        _ target: Target,
        others: Int,
        faulty: Set<Int>,
        _ nodes: [LintedNode]
    ) -> Finding? {
        let node = nodes[target.node]
        guard node.uses[target.check.name]?.isFault == true else { return nil }
        let rest = nodes.indices.filter { !faulty.contains($0) }.map { nodes[$0].node.name }.joined(separator: " and ")
        let effect = rest.isEmpty ? "nobody holds the address" : "only \(rest) can hold the address"
        return Finding(
            .rule(.sharedFault),
            others > 0 ? .warning : .notice,
            at: target.check.location,
            node: node.node.name,
            check: target.check.name,
            "'\(target.check.name)' has weight 0 and asks \(target.host), which "
                + (others > 0 ? "\(others + 1) nodes share" : "is not on this node")
                + ": when it is down, "
                + (rest.isEmpty ? "every node that asks is in fault" : "\(node.node.name) is in fault"),
            counterexample: "\(target.host) is down, the nodes themselves are fine: \(effect)",
            fix:
                "write a weight larger than the gap between the priorities, so that somebody keeps the address; or "
                + "keep "
                + "weight 0 if nobody is to have it then"
        )
    }

    /// W08, said by the configuration itself.
    private static func declaredShared(_ check: CheckDefinition, _ node: LintedNode) -> Finding? {
        guard check.scope == .shared, node.uses[check.name]?.isFault == true else { return nil }
        return Finding(
            .rule(.sharedFault),
            .warning,
            at: node.location(of: "scope", of: check),
            node: node.node.name,
            check: check.name,
            "'\(check.name)' is of scope shared and has weight 0: when it fails, it fails everywhere, and every node "
                + "is in "
                + "fault",
            counterexample: "what '\(check.name)' looks at is down, all nodes are fine: nobody holds the address",
            fix: "write blast_radius_guard in the instance, or a weight, or mode observe if it is only to be seen"
        )
    }
}
