import ArgumentParser

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Write, list, try and watch checks without an agent.",
        subcommands: [
            CheckListCommand.self, CheckRunCommand.self, CheckTestCommand.self,
        ]
    )
}
