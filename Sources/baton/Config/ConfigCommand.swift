import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Read a configuration without running it.",
        subcommands: [
            ConfigCheckCommand.self, ConfigShowCommand.self, ConfigDiffCommand.self, ConfigConvertCommand.self,
        ]
    )
}
