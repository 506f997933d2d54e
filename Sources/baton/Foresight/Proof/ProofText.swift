import Failover
import Foresight

/// Proofs for people.
struct ProofText {
    private let proofs: [RouterProof]

    init(_ proofs: [RouterProof]) {
        self.proofs = proofs
    }

    var text: String {
        (self.proofs.map(Self.text) + [self.conclusion]).joined(separator: "\n\n")
    }

    private var conclusion: String {
        let refutations = self.proofs.flatMap(\.findings).compactMap(\.verdict.refutation)
        let counts = Refutation.Gravity.allCases.reversed().compactMap { gravity -> String? in
            let count = refutations.count { $0.gravity == gravity }
            return count == 0 ? nil : "\(count) \(gravity.rawValue)\(count == 1 ? "" : "s")"
        }
        let routers = self.proofs.count == 1 ? "1 virtual router" : "\(self.proofs.count) virtual routers"
        return counts.isEmpty
            ? "\(routers): every property that applies is proved"
            : "\(routers): \(counts.joined(separator: ", "))"
    }

    private static func text(_ proof: RouterProof) -> String {
        var lines = [self.head(of: proof)]
        for finding in proof.findings {
            let number = finding.property.rawValue.padded(to: 3)
            let title = finding.property.title.padded(to: 12)
            switch finding.verdict {
            case .proved:
                lines.append("  \(number) \(title)  proved    \(finding.property.statement)")
            case .notApplicable(let reason):
                lines.append("  \(number) \(title)  -         \(reason)")
            case .refuted(let refutation):
                lines.append(
                    "  \(number) \(title)  \(refutation.gravity.rawValue.padded(to: 8))  \(refutation.summary)"
                )
                if let example = refutation.counterexample {
                    lines.append(self.table(of: example, proof.candidates))
                }
                lines += refutation.details.map { "        \($0)" }
                lines.append("        fix: \(refutation.fix)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func head(of proof: RouterProof) -> String {
        let nodes = proof.candidates.map { "\($0.name) \($0.base)" }.joined(separator: ", ")
        let results = proof.outcomes.map(String.init).joined(separator: " × ")
        return "\(proof.router.name)  vrid \(proof.router.identifier) \(proof.router.family)  \(nodes)\n"
            + "  2^\(proof.exponent) combinations of failures, \(results) different results"
    }

    private static func table(of example: Counterexample, _ candidates: [Candidate]) -> String {
        var table = Table(indentation: "        ")
        for (position, standing) in example.standings.enumerated() {
            let role =
                position == example.holder
                ? "has the addresses" : position == example.expected ? "should have them" : ""
            table.add([
                candidates[position].name, ProofWords.failing(standing, candidates[position]),
                ProofWords.priority(standing), role,
            ])
        }
        return table.text
    }
}
