import ArgumentParser
import Foresight

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "What happens to the addresses of a cluster if this or that fails.",
        discussion: """
            Reads the configurations of all nodes of a cluster and plays failures through the same decisions that the \
            agents make, in virtual time: nothing here needs an agent, a network or root. A cluster is a folder with one \
            NODE.conf, or one folder NODE/ with a keepalived.conf, for each node. \
            What happens is told in options, each at the time of the last --at before it: \
            --fail web@a --at 20s --recover web@a --crash b. Time 0 is when the cluster has settled. \
            Exit codes: 0 played, or nothing of severity error refuted; 1 such a property is refuted, nodes do not hear \
            each other, or a budget is exceeded; 4 a file cannot be read or has errors; 64 wrong usage; 73 the picture cannot be written.
            """
    )

    @Option(help: ArgumentHelp("The folder of the nodes' configurations.", valueName: "dir"))
    var cluster: String

    @OptionGroup var scenario: ScenarioOptions

    @Flag(help: "Try all combinations of failures, and prove or refute what a cluster should do.")
    var prove = false

    @Flag(help: "Print who has each address for every check, result and holder.")
    var matrix = false

    @Option(help: ArgumentHelp("The longest outage to be accepted, such as 3s.", valueName: "time"))
    var budget: String?

    @Option(help: "text or json; of the matrix also markdown and junit.")
    var format = SimulationFormat.text

    @Option(help: ArgumentHelp("Draw the timeline into this file.", valueName: "file"))
    var svg: String?

    func validate() throws {
        guard !(self.prove && self.matrix) else {
            throw ValidationError("--prove and --matrix: expected one of them.")
        }
        guard self.prove || self.matrix else { return }
        let option = self.prove ? "--prove" : "--matrix"
        guard self.scenario.isEmpty else {
            throw ValidationError(
                "\(option) tries all failures: leave out --fail, --at and their like, or leave out \(option)."
            )
        }
        guard self.svg == nil else {
            throw ValidationError("--svg draws a timeline: leave it out, or leave out \(option).")
        }
        guard self.budget == nil || self.prove else {
            throw ValidationError("--budget is for a timeline and for --prove: leave it out, or leave out --matrix.")
        }
    }

    func run() throws {
        let cluster = try ClusterLoader.cluster(in: self.cluster)
        let budget = try self.budget.map { try TimeSpan.parse($0, of: "--budget") }
        if cluster.routers.isEmpty, self.prove || self.matrix {
            // Nothing is proved of nothing.
            StandardError.print(
                "\(self.cluster): there is no virtual router in this cluster\n    fix: write a vrrp_instance"
            )
            throw ExitCode(1)
        }
        if self.matrix {
            try MatrixReport.print(of: cluster, as: self.format)
        } else if self.prove {
            // What is proved of nodes that do not hear each other is worth nothing.
            let problems = Rehearsal.problems(of: cluster)
            for problem in problems { StandardError.print("error: \(problem)") }
            try ProofReport.print(of: cluster, budget: budget, as: self.format)
            if !problems.isEmpty { throw ExitCode(1) }
        } else {
            try TimelineReport.print(of: cluster, self.scenario, budget: budget, as: self.format, svg: self.svg)
        }
    }
}
