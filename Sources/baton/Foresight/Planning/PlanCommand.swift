import ArgumentParser

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Find values that do what is wanted.",
        subcommands: [PlanWeightsCommand.self]
    )
}
