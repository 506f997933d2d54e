import ArgumentParser

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "List checks, and run them without an agent.",
        subcommands: [CheckListCommand.self, CheckRunCommand.self]
    )
}
