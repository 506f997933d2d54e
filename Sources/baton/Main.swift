import ArgumentParser
import ConfigurationFiles

/// `baton`: the operator's side. What needs an agent is `status`, `explain`, `reload`, `maintenance`, `drain`
/// and `drill`.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baton",
        abstract: "Try checks, read configurations, and ask a running agent what it does and why.",
        discussion: """
            Exit codes: 64 wrong usage, 78 a configuration that does not load; each command documents its own.
            """,
        version: "baton \(BatonVersion.current)",
        subcommands: [
            CheckCommand.self, PluginCommand.self, ConfigCommand.self, StatusCommand.self, ExplainCommand.self,
            ReloadCommand.self, HistoryCommand.self, WhyCommand.self, LintCommand.self, SimulateCommand.self,
            PlanCommand.self, ReplayCommand.self, MaintenanceCommand.self, DrainCommand.self, DrillCommand.self,
        ]
    )
}
