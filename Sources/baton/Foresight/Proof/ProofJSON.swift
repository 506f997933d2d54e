import Checks
import Configuration
import Failover
import Foresight
import VRRP

/// Proofs for programs: `"schema": "proof/v1"`.
enum ProofJSON {
    static func document(_ proofs: [RouterProof]) -> JSONValue {
        .object([
            "schema": .string("proof/v1"),
            "proved": .boolean(!proofs.contains { $0.gravity == .error }),
            "routers": .array(proofs.map(self.router)),
        ])
    }

    private static func router(_ proof: RouterProof) -> JSONValue {
        .object([
            "name": .string(proof.router.name),
            "vrid": .number(Double(proof.router.identifier.rawValue)),
            "family": .string("\(proof.router.family)"),
            "combinations_exponent": .number(Double(proof.exponent)),
            "nodes": .array(
                zip(proof.candidates, proof.outcomes).map { candidate, outcomes in
                    .object([
                        "name": .string(candidate.name),
                        "instance": .string(candidate.instance.name),
                        "base": .number(Double(candidate.base.rawValue)),
                        "results": .number(Double(outcomes)),
                    ])
                }
            ),
            "properties": .array(proof.findings.map { self.finding($0, proof.candidates) }),
        ])
    }

    private static func finding(_ finding: RouterProof.Finding, _ candidates: [Candidate]) -> JSONValue {
        var members: [String: JSONValue] = [
            "property": .string(finding.property.rawValue),
            "title": .string(finding.property.title),
            "statement": .string(finding.property.statement),
        ]
        switch finding.verdict {
        case .proved:
            members["result"] = .string("proved")
        case .notApplicable(let reason):
            members["result"] = .string("not_applicable")
            members["reason"] = .string(reason)
        case .refuted(let refutation):
            members["result"] = .string("refuted")
            members["severity"] = .string(refutation.gravity.rawValue)
            members["summary"] = .string(refutation.summary)
            members["details"] = .array(refutation.details.map(JSONValue.string))
            members["fix"] = .string(refutation.fix)
            if let example = refutation.counterexample {
                members["counterexample"] = self.counterexample(example, candidates)
            }
        }
        return .object(members)
    }

    private static func counterexample(_ example: Counterexample, _ candidates: [Candidate]) -> JSONValue {
        .object([
            "holder": example.holder.map { .string(candidates[$0].name) } ?? .null,
            "expected": example.expected.map { .string(candidates[$0].name) } ?? .null,
            "nodes": .array(
                zip(example.standings, candidates).map { standing, candidate in
                    .object([
                        "name": .string(candidate.name),
                        "off": .boolean(standing.isStopped),
                        "failing": .array(
                            standing.failures.positions.map { .string(candidate.factors[$0].name) }
                        ),
                        "fault": .boolean(standing.isFault),
                        "priority": .number(Double(standing.effective)),
                        "arithmetic": .string(standing.ledger.arithmetic),
                    ])
                }
            ),
        ])
    }
}
