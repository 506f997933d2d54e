import ArgumentParser
import Failover

/// Follows a drill from its beginning to its end, and says what happens.
struct DrillRun {
    private let order: OrderOptions
    private let probe: ConnectionProbe?

    init(_ order: OrderOptions, probe: ConnectionProbe?) {
        self.order = order
        self.probe = probe
    }

    func run(_ drill: OperatorOrder) throws {
        PendingInterrupt.watch()
        try self.probe?.start()
        defer { self.probe?.stop() }
        let name = try self.order.give(drill).instances.first ?? ""
        let instance = drill.instances.first ?? name
        var phase = ""
        while true {
            guard let state = try self.order.status().drill, state.instance == instance else {
                StandardError.print("baton: the agent was restarted and knows of no drill; it does as configured")
                throw ExitCode(1)
            }
            if state.phase != phase {
                phase = state.phase
                self.entered(state)
            }
            if state.phase == "ended" { return try self.conclude(state) }
            PendingInterrupt.sleep(.milliseconds(50))
            guard !PendingInterrupt.hasCome else {
                StandardError.print(
                    "baton: the drill goes on in the agent; to end it early: baton drill \(instance) --end"
                )
                throw ExitCode(130)
            }
        }
    }

    private func entered(_ state: DrillDocument) {
        switch state.phase {
        case "away":
            self.say(
                "\(state.instance): handed to \(state.successor ?? "another node") in \(Self.milliseconds(state.handoverUs)) ms; "
                    + "returns in \(Age(state.leftMs ?? 0))"
            )
        case "returning":
            self.probe?.turn()
            self.say("\(state.instance): takes its addresses back")
        default:
            break
        }
    }

    private func conclude(_ state: DrillDocument) throws {
        // The last connections are answered, or not.
        PendingInterrupt.sleep(self.probe == nil ? .zero : .milliseconds(300))
        self.probe?.stop()
        let outage = self.probe?.outage
        switch self.order.format {
        case .json:
            try JSONOutput.print(DrillAnswer(state, outage))
        case .text:
            self.say("\(state.instance): \(state.text ?? state.end ?? "ended")")
            for line in outage?.lines ?? [] { self.say(line) }
        }
        if let outage, outage.connections == 0 {
            StandardError.print(
                "baton: not one connection to \(outage.target) succeeded, so nothing was measured: does a service listen there, "
                    + "and is it reached from this host?"
            )
            throw ExitCode(1)
        }
        if state.end != "returned" { throw ExitCode(1) }
    }

    private func say(_ line: String) {
        if self.order.format == .text { StandardOutput.print(line) }
    }

    private static func milliseconds(_ microseconds: Int64?) -> String {
        microseconds.map { (Double($0) / 1000).short } ?? "?"
    }
}
