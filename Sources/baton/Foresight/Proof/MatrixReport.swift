import ArgumentParser
import Foresight

enum MatrixReport {
    static func print(of cluster: Cluster, as format: SimulationFormat) throws {
    }
}
