import ArgumentParser
import Foresight

struct PlanWeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights",
        abstract: "Find priorities and weights with which the right node is master whatever fails.",
        discussion: """
            Takes how bad each failure is and which node is preferred, and prints a patch of the nodes' files that \
            changes nothing but priorities and weights; or, where 8 bits do not suffice, the proof of it. Each weight \
            takes more than the distance between the nodes and all milder failures together, so that the node with the \
            milder failures always wins. Priorities stay as they are if they can. The plan is proved before it is \
            printed. Apply it with: baton plan weights --cluster DIR | patch -p1 (with -d / where DIR begins with /). \
            Exit codes: 0 a plan, or nothing to change; 1 no weights can do it; 4 a file cannot be read, has errors, or \
            does not hold a value where it can be changed; 64 wrong usage.
            """
    )

    @Option(help: ArgumentHelp("The folder of the nodes' configurations.", valueName: "dir"))
    var cluster: String

    @Option(
        help: ArgumentHelp(
            "How bad a failure is: critical, major, minor, or fault. Interfaces are 'interface NAME'. (default: what "
                + "the present weights say)",
            valueName: "check=severity"
        )
    )
    var severity: [String] = []

    @Option(
        help: ArgumentHelp(
            "The nodes, the preferred one first; of one virtual router: NAME=a,b,c. (default: as the priorities say)",
            valueName: "nodes"
        )
    )
    var prefer: [String] = []

    @Option(help: "What a critical failure does: weight or fault.")
    var critical = CriticalEffect.weight

    @Option(help: "text or json.")
    var format = ListFormat.text

    func run() throws {
        let request = try self.request()
        let cluster = try ClusterLoader.cluster(in: self.cluster)
        for (name, _) in request.preferences where !cluster.routers.contains(where: { $0.name == name }) {
            throw ValidationError(
                "--prefer \(name)=…: there is no virtual router \(name); there are: "
                    + cluster.routers.map(\.name).joined(separator: ", ")
            )
        }
        let report: PlanReport
        do throws(PlanFailure) {
            report = PlanReport(plan: try WeightPlanner(cluster, request).plan(), of: cluster, in: self.cluster)
        } catch {
            try self.say(error)
        }
        do {
            try report.print(as: self.format)
        } catch let failure as PlanFailure {
            try self.say(failure)
        }
    }

    private func say(_ failure: PlanFailure) throws -> Never {
        if failure.reason == .request {
            throw ValidationError("\(failure.lines.joined(separator: "; ")). Fix: \(failure.fix).")
        }
        switch self.format {
        case .text:
            StandardError.print(
                "no plan: \(failure.lines.joined(separator: "\n    "))\n    fix: \(failure.fix)"
            )
        case .json:
            StandardOutput.print(PlanReport.document(of: failure).indented())
        }
        throw ExitCode(1)
    }

    private func request() throws -> PlanRequest {
        var request = PlanRequest()
        request.areCriticalFaults = self.critical == .fault
        for text in self.severity {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, parts[1] == "fault" {
                request.faults.insert(parts[0])
            } else if parts.count == 2, let severity = Severity(rawValue: parts[1]) {
                request.severities[parts[0]] = severity
            } else {
                throw ValidationError("--severity \(text): expected CHECK=critical, major, minor or fault.")
            }
        }
        for text in self.prefer {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let names = (parts.last ?? "").split(separator: ",").map(String.init)
            guard !names.isEmpty else { throw ValidationError("--prefer \(text): expected names of nodes: a,b,c.") }
            if parts.count == 2 { request.preferences[parts[0]] = names } else { request.preference = names }
        }
        return request
    }
}
