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

            Exit codes: 0 the node holds nothing any more; 1 something stayed here, it was interrupted, or it would not survive \
            a restart; 3 no agent \
            answers; 64 wrong usage, or nobody could be asked.
            """
    )

    @Argument(help: "Instances; members of a sync group go together. Default: the whole node.")
    var instances: [String] = []

    @Option(help: ArgumentHelp("Spread the instances evenly over this time: 60s, 10m.", valueName: "TIME"))
    var over: String?

    @Option(help: ArgumentHelp("Why; for the journal and for whoever looks.", valueName: "TEXT"))
    var reason: String?

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
        try self.order.confirm(
            Self.plan(units) + affected.remark,
            "baton drain\(names)\(OrderOptions.word("over", self.over))\(OrderOptions.word("reason", self.reason))"
        )
        PendingInterrupt.watch()
        let span = try self.over.map { try OrderOptions.duration($0, of: "--over") } ?? .zero
        let start = ContinuousClock().now
        var reports: [HandoverReport] = []
        var waiting = units.flatMap { $0 }.count
        for (place, unit) in units.enumerated() {
            let due = start.advanced(by: span * place / max(1, units.count - 1))
            PendingInterrupt.sleep(due - ContinuousClock().now)
            guard !PendingInterrupt.hasCome else { break }
            reports += try self.drain(unit)
            waiting -= unit.count
        }
        try self.tell(reports, waiting: waiting)
    }

    private func drain(_ unit: [InstanceDocument]) throws -> [HandoverReport] {
        // Other instances have moved meanwhile, and so may these.
        let names = unit.map(\.name)
        let known = try self.order.status().instances.filter { names.contains($0.name) }
        var reports = unit.filter { instance in !known.contains { $0.name == instance.name } }.map { instance in
            let before = OrderDocument.Before(instance: instance.name, state: instance.state, maintenance: false)
            return (HandoverReport(before, at: nil, nil), addresses: instance.addressList)
        }
        if !known.isEmpty {
            let done = try self.order.give(
                .drain(
                    instances: known.map(\.name),
                    reason: self.reason ?? OrderOptions.noReason,
                    by: OrderOptions.user
                )
            )
            reports += try HandoverWatch(self.order).reports(of: done, known: known)
        }
        if self.order.format == .text {
            for (report, addresses) in reports { StandardOutput.print(report.line(addresses)) }
        }
        return reports.map(\.0)
    }

    /// - Parameter waiting: How many were not asked.
    private func tell(_ reports: [HandoverReport], waiting: Int) throws {
        let failure = reports.contains(where: \.isAway) ? try self.order.failureToKeep() : nil
        switch self.order.format {
        case .json:
            try JSONOutput.print(HandoverAnswer(schema: "drain/v1", instances: reports, failure: failure))
        case .text:
            StandardOutput.print(Self.summary(reports, of: reports.count + waiting))
        }
        OrderOptions.tellUnkept(failure)
        if waiting > 0 { StandardError.print("baton: interrupted; \(waiting) were not asked. To go on: baton drain") }
        if waiting > 0 || failure != nil || !reports.allSatisfy(\.isAway) { throw ExitCode(1) }
    }

    static func summary(_ reports: [HandoverReport], of count: Int) -> String {
        func names(_ outcomes: [String], _ text: String) -> String {
            let names = reports.filter { outcomes.contains($0.outcome) }.map(\.instance)
            return names.isEmpty ? "" : "; \(names.joined(separator: ", ")) \(text)"
        }
        return "\(reports.filter(\.isAway).count) of \(count) drained"
            + names(["kept"], "stayed here, as nobody else has it") + names(["stayed"], "stayed here")
            + names(["removed"], "is no instance any more") + names(["under_way", "broken"], "is not drained yet")
            + ". Undo with: baton maintenance off"
    }

    static func plan(_ units: [[InstanceDocument]]) -> [String] {
        units.flatMap { $0 }.map { instance in
            instance.hasAddresses
                ? "\(instance.name) is master and will offer \(instance.addressList); it stays here if nobody takes it over"
                : "\(instance.name) is \(instance.state) and will stand aside"
        }
    }
}
