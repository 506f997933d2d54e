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

            Exit codes: 0 handed over and returned; 1 nobody took over, or it ended otherwise than by the return; 3 no agent \
            answers; 64 wrong usage, or the agent refuses; 130 interrupted: the drill goes on.
            """
    )

    @Argument(help: "The instance; the members of its sync group go along.")
    var instance: String

    @Option(help: ArgumentHelp("How long the addresses stay away.", valueName: "TIME"))
    var returnAfter = "30s"

    @Option(help: ArgumentHelp("Connect there all the time, and tell the outage.", valueName: "HOST:PORT"))
    var probe: String?

    @Option(help: ArgumentHelp("Why; for the journal and for whoever looks.", valueName: "TEXT"))
    var reason = "drill"

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
            try self.order.give(.endDrill(instance: self.instance, by: OrderOptions.user))
            StandardOutput.print("\(self.instance): takes its addresses back now")
            return
        }
        let affected = try AffectedInstances([self.instance], of: self.order.status())
        try self.order.confirm(
            Self.plan(affected, self.returnAfter),
            "baton drill \(self.instance)"
        )
        let run = DrillRun(self.order, probe: try self.probe.map { try ConnectionProbe(ProbeTarget(parsing: $0)) })
        try run.run(
            .drill(
                instance: self.instance,
                reason: self.reason,
                returnAfter: try OrderOptions.duration(self.returnAfter, of: "--return-after"),
                by: OrderOptions.user
            )
        )
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
