import ArgumentParser

struct CheckMatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Show what on this machine a check would look at.",
        subcommands: [CheckMatchProcessCommand.self]
    )
}
