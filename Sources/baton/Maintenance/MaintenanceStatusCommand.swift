import ArgumentParser
import Configuration

struct MaintenanceStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What is in maintenance or drained, since when, until when, why, and who says so.",
        discussion:
            "Exit codes: 0 nothing is; 1 something is, or will be after a restart; 3 no agent answers; 64 wrong usage."
    )

    @Option(help: "text or json.")
    var format = ListFormat.text

    @Option(help: ArgumentHelp("The agent's control_socket.", valueName: "PATH"))
    var socket = GlobalConfiguration.defaultControlSocket

    func run() throws {
        let status = try AgentConnection.ask("status", at: self.socket, for: StatusDocument.self)
        let maintenance = status.maintenance ?? MaintenanceDocument(entries: [])
        switch self.format {
        case .text: StandardOutput.print(MaintenancePage(maintenance, of: status.instances.map(\.name)).text)
        case .json: try JSONOutput.print(maintenance)
        }
        throw ExitCode(maintenance.isQuiet ? 0 : 1)
    }
}
