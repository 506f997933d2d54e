import ArgumentParser
import Configuration
import Failover

struct MaintenanceOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off",
        abstract: "Let instances compete again that are in maintenance or drained.",
        discussion: """
            They begin as after a start, and take addresses over as the configuration has it.

            Exit codes: 0 done; 3 no agent answers; 64 wrong usage, or nothing is in maintenance.
            """
    )

    @Argument(help: "Instances; members of a sync group go together. Default: everything.")
    var instances: [String] = []

    @Option(help: "text or json.")
    var format = ListFormat.text

    @Option(help: ArgumentHelp("The agent's control_socket.", valueName: "PATH"))
    var socket = GlobalConfiguration.defaultControlSocket

    func run() throws {
        let order = OrderOptions.silent(socket: self.socket)
        let names = try order.give(.endMaintenance(instances: self.instances, by: OrderOptions.user))
        let status = try order.status()
        let entries = status.maintenance?.entries ?? []
        switch self.format {
        case .text:
            StandardOutput.print("\(names.joined(separator: ", ")): competes again")
            if !entries.isEmpty { StandardOutput.print(MaintenancePage(MaintenanceDocument(entries: entries)).text) }
        case .json:
            try JSONOutput.print(status.maintenance ?? MaintenanceDocument(entries: []))
        }
    }
}
