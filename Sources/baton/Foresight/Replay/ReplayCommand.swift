import ArgumentParser
import Failover
import Foresight
import VRRP

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "What another configuration would have made of what happened.",
        discussion: """
            Takes from the journals of a cluster's nodes what happened to them (health of checks, links, stops, stalls) and \
            plays it through the configurations of a folder, as `baton simulate` does. The cluster is a folder with one \
            NODE.conf, or one folder NODE/, for each node. Exit codes: 0 played, 4 a file cannot be read or has errors, 64 \
            wrong usage.
            """
    )

    @Option(help: ArgumentHelp("The folder of the configurations to try.", valueName: "dir"))
    var cluster: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The journal of each node, as NODE=FILE.", valueName: "node=file")
    )
    var journal: [String] = []

    @Option(help: ArgumentHelp("Only from then on: 10m (ago), 2026-11-29T03:22:04Z (UTC).", valueName: "time"))
    var since: String?

    @Flag(name: .customLong("no-align"), help: "Take every node's times by its own clock.")
    var isRaw = false

    @Option(help: "text or json.")
    var format = ListFormat.text

    func validate() throws {
        guard !self.journal.isEmpty else { throw ValidationError("--journal: expected NODE=FILE for each node.") }
        for argument in self.journal where argument.split(separator: "=", maxSplits: 1).count != 2 {
            throw ValidationError("--journal \(argument): expected NODE=FILE, with a node of the cluster.")
        }
    }

    func run() throws {
        let start = try self.since.map { try PointInTime.parse($0, of: "--since", now: PointInTime.now) }
        let cluster = try ClusterLoader.cluster(in: self.cluster)
        let read = try NodeJournals.read(self.journal, isRaw: self.isRaw)
        let journals = Dictionary(read.map { ($0.node, $0.records) }) { $0 + $1 }
        let recording = Recording(journals, of: cluster, from: start)
        let page = ReplayPage(recording, ClusterSimulation.play(recording.scenario, of: cluster))
        switch self.format {
        case .text: StandardOutput.print(page.text)
        case .json: StandardOutput.print(page.document.indented())
        }
    }
}
