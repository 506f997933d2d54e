import ArgumentParser
import Failover
import Glibc

struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Have another node take an instance's addresses over, measure it, and take them back.",
        discussion: """
            To be run on the master. The addresses stay here until another node has them; if none takes them, they never \
            leave. While they are away this node goes on as a backup and takes over at once if they are needed. After the \
            time it takes them back, also with nopreempt or preempt_delay.

            Exit codes: 0 handed over and returned; 1 nobody took over, it ended otherwise than by the return, or the probe never \
            got a connection; 3 no agent answers; 64 wrong usage, or the agent refuses; 130 interrupted: the drill goes on.
            """
    )

    @Argument(help: "The instance; the members of its sync group go along.")
    var instance: String

    @Option(help: ArgumentHelp("How long the addresses stay away.", valueName: "TIME"))
    var returnAfter = "30s"

    @Option(help: ArgumentHelp("Connect there all the time, and tell the outage.", valueName: "HOST:PORT"))
    var probe: String?

    @Option(help: ArgumentHelp("Why; for the journal and for whoever looks.", valueName: "TEXT"))
    var reason: String?

    @Flag(
        name: [.customLong("end"), .customLong("return-now")],
        help: "Take the addresses of the drill that is under way back now."
    )
    var end = false

    @OptionGroup var order: OrderOptions

    func validate() throws {
        try OrderOptions.validate(reason: self.reason)
        _ = try OrderOptions.duration(self.returnAfter, of: "--return-after")
        if let probe { _ = try ProbeTarget(parsing: probe) }
    }

    func run() throws {
        guard !self.end else {
            let done = try self.order.give(.endDrill(instance: self.instance, by: OrderOptions.user))
            switch self.order.format {
            case .text: StandardOutput.print("\(self.instance): takes its addresses back now")
            case .json: try JSONOutput.print(DrillEndAnswer(instance: self.instance, members: done.instances))
            }
            return
        }
        let affected = try AffectedInstances([self.instance], of: self.order.status())
        if let refusal = Self.refusal(self.instance, of: affected.instances) {
            StandardError.print("baton: \(refusal)")
            throw ExitCode(EX_USAGE)
        }
        let words =
            OrderOptions.word("return-after", self.returnAfter) + OrderOptions.word("probe", self.probe)
            + OrderOptions.word("reason", self.reason)
        try self.order.confirm(Self.plan(affected, self.returnAfter), "baton drill \(self.instance)\(words)")
        let run = DrillRun(self.order, probe: try self.probe.map { try ConnectionProbe(ProbeTarget(parsing: $0)) })
        try run.run(
            .drill(
                instance: self.instance,
                reason: self.reason ?? OrderOptions.noReason,
                returnAfter: try OrderOptions.duration(self.returnAfter, of: "--return-after"),
                by: OrderOptions.user
            )
        )
    }

    /// Why nobody need be asked: the agent would refuse.
    static func refusal(_ name: String, of instances: [InstanceDocument]) -> String? {
        if let aside = instances.first(where: { $0.maintenance != nil }), let entry = aside.maintenance {
            return "\(aside.name) is \(entry.text); end that first with: baton maintenance off"
        }
        guard let instance = instances.first(where: { $0.name == name }), instance.state != "master" else { return nil }
        let holder = instance.master.map { "; \($0.address) is: run it there" } ?? ""
        return "\(name) is not master here but \(instance.state)\(holder)"
    }

    static func plan(_ affected: AffectedInstances, _ returnAfter: String) -> [String] {
        affected.instances.map { instance in
            instance.hasAddresses
                ? "\(instance.name) is master and will offer \(instance.addressList); if another node takes it over, this one "
                    + "takes it back after \(returnAfter)"
                : "\(instance.name) is \(instance.state)"
        } + affected.remark
    }
}
