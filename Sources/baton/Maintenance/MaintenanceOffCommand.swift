import ArgumentParser
import Configuration
import Failover

struct MaintenanceOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off",
        abstract: "Let instances compete again that are in maintenance or drained.",
        discussion: """
            They begin as after a start, and take addresses over as the configuration has it.

            Exit codes: 0 done; 1 done, but a restart would undo it; 3 no agent answers; 64 wrong usage, or nothing is in \
            maintenance.
            """
    )

    @Argument(help: "Instances; members of a sync group go together. Default: everything.")
    var instances: [String] = []

    @Option(help: ArgumentHelp("Why; for the journal.", valueName: "TEXT"))
    var reason: String?

    @Option(help: "text or json.")
    var format = ListFormat.text

    @Option(help: ArgumentHelp("The agent's control_socket.", valueName: "PATH"))
    var socket = GlobalConfiguration.defaultControlSocket

    func validate() throws { try OrderOptions.validate(reason: self.reason) }

    func run() throws {
        let order = OrderOptions.silent(socket: self.socket)
        let known = try order.status()
        let done = try order.give(
            .endMaintenance(instances: self.instances, by: OrderOptions.user, reason: self.reason)
        )
        let status = try order.status()
        switch self.format {
        case .text:
            let rest = MaintenanceDocument(entries: status.maintenance?.entries ?? [])
            for line in Self.lines(done.subjects(known.instances), self.instances, status) {
                StandardOutput.print(line)
            }
            if !rest.entries.isEmpty {
                StandardOutput.print(MaintenancePage(rest, of: status.instances.map(\.name)).text)
            }
        case .json:
            try JSONOutput.print(status.maintenance ?? MaintenanceDocument(entries: []))
        }
        if let failure = done.failure {
            StandardError.print("baton: \(MaintenancePage.unkeptEnd(failure))")
            throw ExitCode(1)
        }
    }

    /// Of what was in maintenance: what competes, and what cannot.
    static func lines(_ before: [OrderDocument.Before], _ names: [String], _ status: StatusDocument) -> [String] {
        let aside = Set(status.instances.filter { $0.maintenance != nil }.map(\.name))
        let free = before.filter { $0.maintenance && !aside.contains($0.instance) }.map(\.instance)
        let known = Set(status.instances.map(\.name))
        let gone = names.filter { !known.contains($0) }
        return (free.isEmpty ? [] : ["\(free.joined(separator: ", ")): competes again"])
            + gone.map { "\($0): is in maintenance no more; no instance is called that" }
            + (free.isEmpty && gone.isEmpty ? ["done; no instance was kept from competing by it alone"] : [])
    }
}
