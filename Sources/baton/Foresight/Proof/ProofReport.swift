import ArgumentParser
import Foresight

enum ProofReport {
    /// - Throws: Exit code 1 where a property is refuted.
    static func print(of cluster: Cluster, budget: Duration?, as format: SimulationFormat) throws {
    }
}
