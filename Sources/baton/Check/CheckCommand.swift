import ArgumentParser

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Write, list, try and watch checks without an agent.",
        subcommands: [
            CheckListCommand.self, CheckRunCommand.self, CheckWatchCommand.self, CheckTestCommand.self,
            CheckPushCommand.self, CheckNewCommand.self, CheckDiscoverCommand.self, CheckMatchCommand.self,
        ]
    )
}
