import ArgumentParser
import Foresight

enum TimelineReport {
    static func print(
        of cluster: Cluster,
        _ options: ScenarioOptions,
        budget: Duration?,
        as format: SimulationFormat,
        svg: String?
    ) throws {
    }
}
