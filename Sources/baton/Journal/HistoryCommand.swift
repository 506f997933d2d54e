import ArgumentParser
import Failover
import Glibc
import VRRP

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What changed on this node, or on several: checks, priorities, transitions, addresses.",
        discussion: """
            Reads the journal that the agent keeps on the disk; needs no agent. --merge puts the journals of several \
            nodes into one order, by their wall clocks, which should be synchronised. \
            Exit codes: 0 printed (also where there was nothing), 4 a journal cannot be read, 64 wrong usage.
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

    @Option(help: "text, or json: a line of the journal each.")
    var format = ListFormat.text

    func validate() throws {
        if self.follow, !self.merge.isEmpty {
            throw ValidationError("--follow: expected one journal; leave out --merge.")
        }
    }

    func run() throws {
        let start = try self.since.map { try PointInTime.parse($0, of: "--since", now: PointInTime.now) }
        guard self.merge.isEmpty else { return try self.printMerged(since: start) }
        let page = HistoryPage(format: self.format)
        guard self.follow else {
            for record in try self.options.read() where self.isWanted(record, since: start) { page.print(record) }
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

    private func isWanted(_ record: JournalRecord, since start: UTCTime?) -> Bool {
        (start.map { record.time.nanoseconds >= $0.nanoseconds } ?? true)
            && (self.instance == nil || record.instance == self.instance) && (!self.moves || record.isMove)
    }

    private func printMerged(since start: UTCTime?) throws {
        var all: [(node: String, record: JournalRecord)] = []
        for argument in self.merge {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            let (node, path) = parts.count == 2 ? (parts[0], parts[1]) : (Self.node(of: argument), argument)
            all += try JournalOptions.read(path).filter { self.isWanted($0, since: start) }.map { (node, $0) }
        }
        let page = HistoryPage(format: self.format, nodes: all.map(\.node))
        // Equal moments keep the order of the command line and of the files.
        let sorted = all.enumerated().sorted {
            ($0.element.record.time.nanoseconds, $0.offset) < ($1.element.record.time.nanoseconds, $1.offset)
        }
        for (_, entry) in sorted { page.print(entry.record, of: entry.node) }
    }

    /// The node a journal is probably of: the file's name, or its folder's where it is named like everybody's.
    static func node(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard let name = parts.last else { return path }
        if name == "journal.jsonl", parts.count > 1 { return parts[parts.count - 2] }
        return name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name
    }
}
