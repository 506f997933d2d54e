import ArgumentParser
import Failover
import Glibc

struct DrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Hand the addresses over one instance after the other, and keep what nobody takes.",
        discussion: """
            Each master offers its addresses: what another node takes over is gone from here and stays away, what none takes \
            stays. Instances without addresses stand aside. `baton maintenance off` undoes it; so it does after ^C, which \
            stops between two instances.

            Exit codes: 0 the node holds nothing any more; 1 something stayed here, or it was interrupted; 3 no agent \
            answers; 64 wrong usage, or nobody could be asked.
            """
    )

    @Argument(help: "Instances; members of a sync group go together. Default: the whole node.")
    var instances: [String] = []

    @Option(help: ArgumentHelp("Spread the instances evenly over this time: 60s, 10m.", valueName: "TIME"))
    var over: String?

    @Option(help: ArgumentHelp("Why; for the journal and for whoever looks.", valueName: "TEXT"))
    var reason = "drained"

    @OptionGroup var order: OrderOptions

    func validate() throws {
        try OrderOptions.validate(reason: self.reason)
        _ = try self.over.map { try OrderOptions.duration($0, of: "--over") }
    }

    func run() throws {
        let affected = try AffectedInstances(self.instances, of: self.order.status())
        let units = affected.units.map { $0.filter { $0.maintenance == nil } }.filter { !$0.isEmpty }
        guard !units.isEmpty else {
            StandardError.print("baton: all of it is in maintenance or drained already; see: baton maintenance")
            throw ExitCode(EX_USAGE)
        }
        let names = self.instances.map { " \($0)" }.joined()
        try self.order.confirm(Self.plan(units) + affected.remark, "baton drain\(names)")
        PendingInterrupt.watch()
        let span = try self.over.map { try OrderOptions.duration($0, of: "--over") } ?? .zero
        let start = ContinuousClock().now
        var reports: [HandoverReport] = []
        for (place, unit) in units.enumerated() {
            let due = start.advanced(by: span * place / max(1, units.count - 1))
            PendingInterrupt.sleep(due - ContinuousClock().now)
            guard !PendingInterrupt.hasCome else { break }
            reports += try self.drain(unit)
        }
        try self.tell(reports, of: units.flatMap { $0 }.count)
    }

    private func drain(_ unit: [InstanceDocument]) throws -> [HandoverReport] {
        // Other instances have moved meanwhile, and so may these.
        let names = unit.map(\.name)
        let before = try self.order.status().instances.filter { names.contains($0.name) }
        guard !before.isEmpty else { return [] }
        try self.order.give(.drain(instances: before.map(\.name), reason: self.reason, by: OrderOptions.user))
        let reports = try HandoverWatch(self.order).reports(of: before)
        if self.order.format == .text {
            for (report, instance) in reports { StandardOutput.print(report.line(instance.addressList)) }
        }
        return reports.map(\.report)
    }

    private func tell(_ reports: [HandoverReport], of count: Int) throws {
        let kept = reports.filter { $0.outcome == "kept" || !$0.isSettled }.map(\.instance)
        let away = reports.count - kept.count
        switch self.order.format {
        case .json:
            try JSONOutput.print(HandoverAnswer(schema: "drain/v1", instances: reports))
        case .text:
            let rest = kept.isEmpty ? "" : "; \(kept.joined(separator: ", ")) stayed here, as nobody else has it"
            StandardOutput.print("\(away) of \(count) drained\(rest). Undo with: baton maintenance off")
        }
        if reports.count < count {
            StandardError.print("baton: interrupted; \(count - reports.count) were not asked. To go on: baton drain")
            throw ExitCode(1)
        }
        if !kept.isEmpty { throw ExitCode(1) }
    }

    static func plan(_ units: [[InstanceDocument]]) -> [String] {
        units.flatMap { $0 }.map { instance in
            instance.hasAddresses
                ? "\(instance.name) is master and will offer \(instance.addressList); it stays here if nobody takes it over"
                : "\(instance.name) is \(instance.state) and will stand aside"
        }
    }
}
