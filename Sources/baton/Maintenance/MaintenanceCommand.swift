import ArgumentParser

struct MaintenanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance",
        abstract: "Take this node, or some of its instances, out of the competition, and let them in again.",
        discussion: """
            What is in maintenance hands its addresses over, make before break, and holds none until it is let in again, \
            by `baton maintenance off` or because its time is over; also after a restart of the agent or of the host.
            """,
        subcommands: [MaintenanceOnCommand.self, MaintenanceOffCommand.self, MaintenanceStatusCommand.self],
        defaultSubcommand: MaintenanceStatusCommand.self
    )
}
