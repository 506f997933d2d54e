import Checks
import Configuration
import Failover

/// Journals of one node or several, as a command line names them.
enum NodeJournals {
    /// - Parameter arguments: `NODE=FILE` or `FILE`; several files of one node are one journal.
    /// - Throws: Exit code 4 where one cannot be read.
    static func read(_ arguments: [String]) throws -> [NodeJournal] {
        var journals: [NodeJournal] = []
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            let (node, path) = parts.count == 2 ? (parts[0], parts[1]) : (Self.node(of: argument), argument)
            let records = try JournalOptions.read(path)
            if let place = journals.firstIndex(where: { $0.node == node }) {
                journals[place].records += records
            } else {
                journals.append(NodeJournal(node: node, records: records))
            }
        }
        return journals
    }

    /// With the times by the clock of the first node, which is said on standard error, unless they are to be left as they are.
    static func read(_ arguments: [String], isRaw: Bool) throws -> [NodeJournal] {
        let journals = try Self.read(arguments)
        guard !isRaw, journals.count > 1 else { return journals }
        let report = ClockReport(journals)
        for line in report.lines { StandardError.print("baton: \(OutcomeSanitizer.line(line, limit: 1024))") }
        return report.alignment.aligned(journals)
    }

    /// The node a journal is probably of: the file's name, or its folder's where it is named like everybody's.
    static func node(of path: String) -> String {
        guard path != JournalSettings.defaultPath else { return "this node" }
        let parts = path.split(separator: "/").map(String.init)
        guard let name = parts.last else { return path }
        if name == "journal.jsonl", parts.count > 1 { return parts[parts.count - 2] }
        return name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name
    }
}
