import ArgumentParser

struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "What kinds of checks there are, and how to write more.",
        subcommands: [
            PluginListCommand.self, PluginDescribeCommand.self, PluginDocsCommand.self, PluginNewCommand.self,
            PluginTestCommand.self,
        ]
    )
}
