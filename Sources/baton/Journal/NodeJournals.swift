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
            let (node, path) = Self.parts(argument) ?? (Self.node(of: argument), argument)
            let records = try JournalOptions.read(path)
            if let place = journals.firstIndex(where: { $0.node == node }) {
                journals[place].records += records
            } else {
                journals.append(NodeJournal(node: node, records: records))
            }
        }
        return journals
    }

    /// `NODE=FILE`; nil = a file alone, whose path may have an equals sign behind a slash.
    static func parts(_ argument: String) -> (node: String, path: String)? {
        guard let sign = argument.firstIndex(of: "="), !argument[..<sign].contains("/") else { return nil }
        let path = argument[argument.index(after: sign)...]
        return sign == argument.startIndex || path.isEmpty ? nil : (String(argument[..<sign]), String(path))
    }

    /// With the times by the clock of the first node at its end, which is said on standard error, unless they are to be left
    /// as they are.
    static func read(_ arguments: [String], isRaw: Bool) throws -> [NodeJournal] {
        self.aligned(try Self.read(arguments), isRaw: isRaw)
    }

    static func aligned(_ journals: [NodeJournal], isRaw: Bool) -> [NodeJournal] {
        guard !isRaw else { return journals }
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
