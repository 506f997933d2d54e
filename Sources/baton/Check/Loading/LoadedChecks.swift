import Checks
import Configuration

/// The checks a command may choose from, in the order of definition, and who can run them.
struct LoadedChecks {
    var checks: [CheckDefinition]
    /// What `--config` named; nil without it.
    var configuration: AgentConfiguration?
    /// Of the checker that runs them.
    var plugins: [PluginDescription]
    /// The operator's own checker, as an absolute path; nil = the plugins of this program.
    var checker: String?

    func named(_ name: String) -> CheckDefinition? {
        self.checks.first { $0.name == name }
    }

    func plugin(_ kind: String) -> PluginDescription? {
        self.plugins.first { $0.kind == kind }
    }

    /// For messages: the names there are.
    var names: String {
        self.checks.isEmpty ? "none" : self.checks.map(\.name).sorted().joined(separator: ", ")
    }
}
