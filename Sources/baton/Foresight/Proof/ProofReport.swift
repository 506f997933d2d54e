import ArgumentParser
import Foresight

enum ProofReport {
    /// - Throws: Exit code 1 where a property of the severity error is refuted.
    static func print(of cluster: Cluster, budget: Duration?, as format: SimulationFormat) throws {
        let proofs = Prover.proofs(of: cluster, budget: budget)
        switch format {
        case .text:
            StandardOutput.print(ProofText(proofs).text)
        case .json:
            StandardOutput.print(ProofJSON.document(proofs).indented())
        case .junit:
            StandardOutput.print(ProofJUnit(proofs).text)
        case .markdown:
            throw ValidationError("--prove has no markdown: choose text, json or junit.")
        }
        if proofs.contains(where: { $0.gravity == .error }) { throw ExitCode(1) }
    }
}
