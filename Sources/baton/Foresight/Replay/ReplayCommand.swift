import ArgumentParser
import Checks
import Failover
import Foresight
import VRRP

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "What another configuration, or this build, would have made of what happened.",
        discussion: """
            Takes from journals what happened to nodes (results and health of checks, links, stops, stalls) and plays it \
            through other configurations, as `baton simulate` does. --cluster names a folder with one NODE.conf, or one \
            folder NODE/, for each node; --config names the files instead. Of one journal and one configuration alone, the \
            other nodes are played as far as the journal tells of them, and it is said what was assumed. With --recording: \
            plays what `batond --record` wrote through this build, and compares every decision. \
            Exit codes: 0 played, and identical, 1 a decision differs, 4 a file cannot be read, is damaged or has errors, \
            64 wrong usage.
            """
    )

    @Option(help: ArgumentHelp("The folder of the configurations to try.", valueName: "dir"))
    var cluster: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The configuration to try, or of several nodes each, as NODE=FILE.", valueName: "file")
    )
    var config: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The journal, or of several nodes each, as NODE=FILE.", valueName: "file")
    )
    var journal: [String] = []

    @Option(help: ArgumentHelp("Only from then on: 10m (ago), 2026-11-29T03:22:04Z (UTC).", valueName: "time"))
    var since: String?

    @Flag(name: .customLong("no-align"), help: "Take every node's times as its clock was when it wrote them.")
    var isRaw = false

    @Option(help: ArgumentHelp("What `batond --record` wrote.", valueName: "file"))
    var recording: String?

    @Option(help: "text or json.")
    var format = ListFormat.text

    /// One node of which both are there.
    private var isAlone: Bool { self.config.count == 1 && self.journal.count == 1 }

    func validate() throws {
        guard self.recording == nil else {
            guard self.cluster == nil, self.config.isEmpty, self.journal.isEmpty, self.since == nil, !self.isRaw else {
                throw ValidationError("--recording stands alone: a recording has its own configuration.")
            }
            return
        }
        guard (self.cluster == nil) != self.config.isEmpty else {
            throw ValidationError(
                "--cluster, --config, --recording: expected one of them: the configurations to try, or what was recorded."
            )
        }
        guard !self.journal.isEmpty else { throw ValidationError("--journal: expected NODE=FILE for each node.") }
        guard !self.isAlone else { return }
        let arguments = self.journal.map { ("--journal", $0) } + self.config.map { ("--config", $0) }
        for (option, argument) in arguments where NodeJournals.parts(argument) == nil {
            throw ValidationError("\(option) \(argument): expected NODE=FILE, with a node of the cluster.")
        }
    }

    func run() throws {
        if let recording = self.recording {
            try self.play(recording)
        } else {
            try self.playJournals()
        }
    }

    private func play(_ recording: String) throws {
        let page = RecordingPage(try RecordingPlayer(recording))
        self.print(page.text, page.document)
        guard page.isIdentical else { throw ExitCode(1) }
    }

    private func playJournals() throws {
        let start = try self.since.map { try PointInTime.parse($0, of: "--since", now: PointInTime.now) }
        let page = try self.isAlone ? self.playAlone(since: start) : self.playCluster(since: start)
        self.print(page.text, page.document)
    }

    private func print(_ text: String, _ document: JSONValue) {
        switch self.format {
        case .text: StandardOutput.print(text)
        case .json: StandardOutput.print(document.indented())
        }
    }

    private func playCluster(since start: UTCTime?) throws -> ReplayPage {
        let cluster: Cluster
        if let folder = self.cluster {
            cluster = try ClusterLoader.cluster(in: folder)
        } else {
            cluster = try ClusterLoader.cluster(of: self.config.map(Self.parts))
        }
        let read = try NodeJournals.read(self.journal, isRaw: self.isRaw)
        let journals = Dictionary(read.map { ($0.node, $0.records) }) { $0 + $1 }
        let recording = Recording(journals, of: cluster, from: start)
        try Self.refuse(recording.gap)
        return ReplayPage(recording, ClusterSimulation.play(recording.scenario, of: cluster))
    }

    private func playAlone(since start: UTCTime?) throws -> ReplayPage {
        let journals = try NodeJournals.read(self.journal, isRaw: self.isRaw)
        guard let argument = self.config.first, let journal = journals.first else { throw ExitCode(4) }
        var file = Self.parts(argument)
        // The journal's name says more of the node than that of a file to be tried.
        if NodeJournals.parts(argument) == nil { file.node = journal.node }
        let records = journal.records
        let cluster = try ClusterLoader.cluster(of: [file])
        guard let node = cluster.nodes.first else { throw ExitCode(4) }
        let standIns = StandIns(of: node, heardIn: records)
        let recording = Recording(records, amid: standIns, from: start)
        try Self.refuse(recording.gap)
        let timeline = ClusterSimulation.play(recording.scenario, of: standIns.cluster)
        return ReplayPage(recording, timeline, with: file.path, assuming: standIns.assumptions)
    }

    /// `NODE=FILE`, or a file whose name says the node.
    private static func parts(_ argument: String) -> (node: String, path: String) {
        NodeJournals.parts(argument) ?? (ClusterLoader.node(of: argument), argument)
    }

    /// Time without end would be played for ever.
    private static func refuse(_ gap: Recording.Gap?) throws {
        guard let gap else { return }
        let moments = "from \(HistoryPage.moment(gap.from)) to \(HistoryPage.moment(gap.to))"
        StandardError.print(
            "baton: cannot play the time \(moments): it is too long, and no clock has counted it; was a clock not set yet?\n"
                + "    fix: use --since to leave out what came before, as in --since \(gap.to.text.prefix(19))Z"
        )
        throw ExitCode(4)
    }
}
