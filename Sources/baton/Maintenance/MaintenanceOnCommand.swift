import ArgumentParser
import Failover
import Glibc

struct MaintenanceOnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "on",
        abstract: "Hand the addresses over and hold none, whoever else does.",
        discussion: """
            Says what will happen and asks first. A master keeps its addresses until a successor is heard and lets go of \
            them even if there is none. Given again it changes the reason and the end.

            Exit codes: 0 done; 1 done, but an address is held by no node this one knows of, or it would not survive a \
            restart; 3 no agent answers; 64 wrong usage, or nobody could be asked.
            """
    )

    @Argument(help: "Instances; members of a sync group go together. Default: the whole node.")
    var instances: [String] = []

    @Option(help: ArgumentHelp("Why; for the journal and for whoever looks.", valueName: "TEXT"))
    var reason: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("When it ends by itself: 30m, 2h. Default: never.", valueName: "TIME")
    )
    var duration: String?

    @OptionGroup var order: OrderOptions

    func validate() throws {
        try OrderOptions.validate(reason: self.reason)
        _ = try self.duration.map { try OrderOptions.duration($0, of: "--for") }
    }

    func run() throws {
        let status = try self.order.status()
        let before = try AffectedInstances(self.instances, of: status)
        let names = self.instances.map { " \($0)" }.joined()
        try self.order.confirm(
            Self.plan(before, until: self.duration, whole: self.instances.isEmpty ? nil : status.maintenance?.whole),
            "baton maintenance on\(names)\(OrderOptions.word("reason", self.reason))\(OrderOptions.word("for", self.duration))"
        )
        let done = try self.order.give(
            .beginMaintenance(
                instances: self.instances,
                reason: self.reason,
                duration: self.duration.map { try OrderOptions.duration($0, of: "--for") },
                by: OrderOptions.user
            )
        )
        OrderOptions.tellUnkept(done.failure)
        let reports = try HandoverWatch(self.order).reports(of: done, known: before.instances)
        switch self.order.format {
        case .text: for (report, addresses) in reports { StandardOutput.print(report.line(addresses)) }
        case .json:
            let answer = HandoverAnswer(
                schema: "maintenance-on/v1",
                instances: reports.map(\.0),
                failure: done.failure
            )
            try JSONOutput.print(answer)
        }
        if done.failure != nil || !reports.allSatisfy(\.0.isWell) { throw ExitCode(1) }
    }

    /// What will happen, an instance a line.
    ///
    /// - Parameter whole: The maintenance of the whole node, where the order is of some instances.
    static func plan(
        _ affected: AffectedInstances,
        until duration: String?,
        whole: MaintenanceDocument.Entry? = nil
    ) -> [String] {
        let lines = affected.instances.map { instance in
            if instance.maintenance != nil {
                return "\(instance.name) is \(instance.maintenance?.text ?? ""); that changes"
            }
            guard instance.hasAddresses else {
                let master = instance.master.map { "; \($0.address) is master" } ?? ""
                return "\(instance.name) is \(instance.state) and will stand aside\(master)"
            }
            return
                "\(instance.name) is master and will hand \(instance.addressList) over. No other node is known, as those "
                + "that wait are silent: if none takes over, nobody holds \(instance.addressList)"
        }
        if let whole {
            let end =
                duration.map { "this entry ends by itself after \($0)" }
                ?? "this entry ends with: baton maintenance off"
            return lines + affected.remark + ["\(end); the whole node stays \(whole.text)"]
        }
        let end = duration.map { "it ends by itself after \($0)" } ?? "it ends with: baton maintenance off"
        return lines + affected.remark + [end]
    }
}
