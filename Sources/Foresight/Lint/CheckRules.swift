import Checks
import Configuration
import Failover

/// The rules about a check by itself: W07, W14 to W17, W24 to W26, W29.
enum CheckRules {
    static func findings(of node: LintedNode) -> [Finding] {
        var findings: [Finding] = []
        for check in node.node.configuration.checks where check.mode != .disabled {
            findings += TimingRules.findings(of: check, node)
            findings += CommandRules.findings(of: check, node)
        }
        for standing in node.standings {
            if let finding = self.unwritten(standing, node) { findings.append(finding) }
        }
        return findings
    }

    /// W07: some checks of an instance have a weight, and of another one none is written.
    private static func unwritten(_ standing: Standing, _ node: LintedNode) -> Finding? {
        let weighted = standing.trackers.filter(\.isWeighted)
        guard !weighted.isEmpty else { return nil }
        let silent = standing.trackers.filter { !$0.isWeighted && self.lacksWeight($0.source, node) }
        guard let first = silent.first else { return nil }
        let names = silent.map { "'\($0.name)'" }.joined(separator: ", ")
        let others = weighted.map { "'\($0.name)' \($0.weight.value)" }.joined(separator: ", ")
        return Finding(
            .rule(.unwrittenWeight),
            .notice,
            at: node.location(of: first, of: standing.instance),
            node: standing.nodeName,
            instance: standing.instance.name,
            check: first.name,
            "no weight is written for \(names), beside \(others): without one a failure is a fault, not a small step",
            counterexample:
                "\(names) fails on \(standing.nodeName): the instance is in fault and gives the address up, "
                + "with priority \(standing.base) or not",
            fix: "write weight 0 in its block if that is meant, or the weight that is"
        )
    }

    /// Whether it is a check in whose block no weight is written.
    private static func lacksWeight(_ source: Ledger.Source, _ node: LintedNode) -> Bool {
        switch source {
        case .interface: false
        case .check(let name): node.checks[name].map { !node.block(of: $0).contains("weight") } ?? false
        }
    }
}
