import ArgumentParser
import Foresight

/// Plays a scenario and tells what came of it.
enum TimelineReport {
    /// - Throws: Exit code 1 where the longest outage of a router exceeds the budget.
    static func print(
        of cluster: Cluster,
        _ options: ScenarioOptions,
        budget: Duration?,
        as format: SimulationFormat,
        svg: String?
    ) throws {
        switch format {
        case .text, .json: break
        case .markdown, .junit:
            throw ValidationError("--format \(format.rawValue) is for --matrix; a timeline is text or json.")
        }
        let scenario = try ScenarioReader(cluster: cluster).scenario(options)
        let timeline = ClusterSimulation.play(scenario, of: cluster)
        if let svg { try TextFile.write(TimelineDrawing(timeline).text, to: svg) }
        switch format {
        case .json: StandardOutput.print(TimelineDocument(timeline, budget: budget).value.indented())
        case .text, .markdown, .junit:
            let page = TimelinePage(timeline, budget: budget, isInteractive: Terminal.isInteractive)
            StandardOutput.print(page.text)
        }
        if let budget, !timeline.routers(exceeding: budget).isEmpty { throw ExitCode(1) }
    }
}
