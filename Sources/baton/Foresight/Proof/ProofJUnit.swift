import Failover
import Foresight

/// Proofs for continuous integration: a suite for each virtual router, a case for each property. What is refuted with
/// the severity error is a failure; milder findings are in the output of their case.
struct ProofJUnit {
    private let proofs: [RouterProof]

    init(_ proofs: [RouterProof]) {
        self.proofs = proofs
    }

    var text: String {
        JUnitDocument(
            self.proofs.map { proof in
                JUnitDocument.Suite(
                    name: proof.router.name,
                    cases: proof.findings.map { finding in
                        JUnitDocument.Case(
                            name: "\(finding.property.rawValue) \(finding.property.title)",
                            verdict: Self.verdict(finding.verdict, proof.candidates)
                        )
                    }
                )
            }
        ).text
    }

    private static func verdict(_ verdict: Verdict, _ candidates: [Candidate]) -> JUnitDocument.Verdict {
        switch verdict {
        case .proved: return .passed(nil)
        case .notApplicable(let reason): return .skipped(reason)
        case .refuted(let refutation):
            guard refutation.gravity == .error else {
                return .passed("\(refutation.gravity.rawValue): \(refutation.summary)")
            }
            let nodes = (refutation.counterexample?.standings ?? []).enumerated().map { position, standing in
                "\(candidates[position].name): \(ProofWords.failing(standing, candidates[position])), "
                    + ProofWords.priority(standing)
            }
            return .failed(refutation.summary, (nodes + refutation.details + ["fix: \(refutation.fix)"]))
        }
    }
}
