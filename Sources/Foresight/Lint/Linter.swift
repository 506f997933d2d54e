import Checks
package import Configuration

/// Looks for what a configuration does and its author probably did not mean.
///
/// The work grows with the number of instances and of what they track, not with pairs of instances: only the members
/// of one virtual router are compared.
package enum Linter {
    /// What is to be said of a cluster, or of one node alone; rules that compare nodes need those that share a virtual
    /// router. In the order of the files.
    package static func findings(in cluster: Cluster) -> [Finding] {
        let nodes = cluster.nodes.enumerated().map { LintedNode($0.element, at: $0.offset) }
        var findings: [Finding] = []
        for router in cluster.routers {
            let contest = Contest(router, router.members.map { nodes[$0.node].standings[$0.instance] })
            findings += self.findings(of: contest, nodes)
        }
        for node in nodes { findings += CheckRules.findings(of: node) }
        findings += TargetRules.findings(of: nodes)
        return self.unique(findings)
    }

    /// What the parser has found. Notices are left out unless a rule is about them.
    ///
    /// - Parameter node: The node whose configuration it is.
    package static func findings(of diagnostics: [Diagnostic], node: String) -> [Finding] {
        diagnostics.compactMap { diagnostic in
            guard diagnostic.severity > .notice || diagnostic.mistake != nil else { return nil }
            let rule = diagnostic.mistake.map(LintRule.init)
            return Finding(
                rule.map(Finding.Subject.rule) ?? .configuration,
                diagnostic.severity,
                at: diagnostic.location,
                node: node,
                diagnostic.message,
                counterexample: diagnostic.mistake.flatMap(ParserRules.counterexample),
                fix: diagnostic.fix,
                isRefusal: diagnostic.severity == .error
            )
        }
    }

    private static func findings(of contest: Contest, _ nodes: [LintedNode]) -> [Finding] {
        WeightRules.findings(of: contest, nodes) + ClampRules.findings(of: contest, nodes)
            + RoleRules.findings(of: contest, nodes) + SymmetryRules.findings(of: contest, nodes)
    }

    /// In order, and of a file that several nodes share everything once.
    package static func unique(_ findings: [Finding]) -> [Finding] {
        struct Key: Hashable {
            let subject: Finding.Subject
            let location: SourceLocation
            let message: String
        }
        var said: Set<Key> = []
        return findings.sorted(by: Finding.inOrder).filter {
            said.insert(Key(subject: $0.subject, location: $0.location, message: $0.message)).inserted
        }
    }
}
