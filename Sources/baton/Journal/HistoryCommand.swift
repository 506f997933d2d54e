import ArgumentParser
import Failover
import Foresight
import Glibc
import VRRP

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What changed on this node, or on several: checks, priorities, transitions, addresses.",
        discussion: """
            Reads the journal that the agent keeps on the disk; needs no agent. --merge puts the journals of several \
            nodes into one order, by the clock of the first one: how far the others are from it is found in what the nodes \
            heard of each other, and said on standard error. --lanes and --svg draw who had the \
            addresses when, as `baton simulate` does. \
            Exit codes: 0 printed (also where there was nothing), 4 a journal cannot be read, 64 wrong usage, 73 the \
            picture cannot be written.
            """
    )

    @OptionGroup var options: JournalOptions

    @Option(help: ArgumentHelp("Only from then on: 10m (ago), 2026-11-29T03:22:04Z (UTC).", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only what concerns this instance.", valueName: "instance"))
    var instance: String?

    @Flag(help: "Only when an instance began or ceased to be master.")
    var moves = false

    @Flag(help: "Go on with what happens from now on, until ^C.")
    var follow = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The journals of several nodes, as NODE=FILE or FILE.", valueName: "file")
    )
    var merge: [String] = []

    @Flag(name: .customLong("no-align"), help: "Show every node's times as its clock was when it wrote them.")
    var isRaw = false

    @Option(help: "text, or json: a line of the journal each; of --lanes one document.")
    var format = ListFormat.text

    @Flag(help: "Draw who had the addresses when, a lane for each node, and why they moved.")
    var lanes = false

    @Option(help: ArgumentHelp("Draw the timeline into this file.", valueName: "file"))
    var svg: String?

    private var draws: Bool { self.lanes || self.svg != nil }

    func validate() throws {
        if self.follow || self.moves, self.draws {
            let other = self.follow ? "--follow" : "--moves"
            throw ValidationError("\(self.lanes ? "--lanes" : "--svg") draws all that has been: leave out \(other).")
        }
        if self.follow, !self.merge.isEmpty {
            throw ValidationError("--follow: expected one journal; leave out --merge.")
        }
    }

    func run() throws {
        let start = try self.since.map { try PointInTime.parse($0, of: "--since", now: PointInTime.now) }
        if self.draws || !self.merge.isEmpty {
            let journals =
                self.merge.isEmpty
                ? [try self.readAlone()] : try NodeJournals.read(self.merge, isRaw: self.isRaw)
            if self.draws { try self.draw(journals, since: start) }
            if self.lanes { return }
            guard self.merge.isEmpty else { return self.printMerged(journals, since: start) }
        }
        let page = HistoryPage(format: self.format)
        guard self.follow else {
            let records = try self.readAlone().records
            for record in records where self.isWanted(record, since: start) { page.print(record) }
            return
        }
        var reader = JournalReader(self.options.journal)
        do throws(JournalReader.Failure) {
            for record in try reader.readAll() where self.isWanted(record, since: start) { page.print(record) }
            while true {
                usleep(100_000)
                for record in reader.readMore() where self.isWanted(record, since: start) { page.print(record) }
            }
        } catch {
            StandardError.print("baton: \(error.message)\n    fix: \(error.fix)")
            throw ExitCode(4)
        }
    }

    /// In the file's order, with times that go on even where the clock was set.
    private func readAlone() throws -> NodeJournal {
        let path = self.options.journal
        let journal = NodeJournal(node: NodeJournals.node(of: path), records: try self.options.read())
        return NodeJournals.aligned([journal], isRaw: self.isRaw).first ?? journal
    }

    private func isWanted(_ record: JournalRecord, since start: UTCTime?) -> Bool {
        (start.map { record.time.nanoseconds >= $0.nanoseconds } ?? true)
            && (self.instance == nil || record.instance == self.instance) && (!self.moves || record.isMove)
    }

    private func draw(_ journals: [NodeJournal], since start: UTCTime?) throws {
        let timeline = JournalTimeline.timeline(of: journals, from: start, instance: self.instance)
        if let svg { try TextFile.write(TimelineDrawing(timeline).text, to: svg) }
        guard self.lanes else { return }
        switch self.format {
        case .json: StandardOutput.print(TimelineDocument(timeline, budget: nil).value.indented())
        case .text:
            guard !timeline.routers.isEmpty else {
                return StandardOutput.print("There is nothing to draw: no instance is told of.")
            }
            let page = TimelinePage(timeline, budget: nil, isInteractive: Terminal.isInteractive)
            StandardOutput.print(page.text)
        }
    }

    private func printMerged(_ journals: [NodeJournal], since start: UTCTime?) {
        let all = journals.flatMap { journal in
            journal.records.filter { self.isWanted($0, since: start) }.map { (node: journal.node, record: $0) }
        }
        let page = HistoryPage(format: self.format, nodes: all.map(\.node))
        // Equal moments keep the order of the command line and of the files.
        let sorted = all.enumerated().sorted {
            ($0.element.record.time.nanoseconds, $0.offset) < ($1.element.record.time.nanoseconds, $1.offset)
        }
        for (_, entry) in sorted { page.print(entry.record, of: entry.node) }
    }
}
