import Checks
import Failover
import VRRP

/// Records as lines: of one node, or of several with their names in front.
struct HistoryPage {
    private let format: ListFormat
    /// Columns of the longest name; 0 = one node.
    private let width: Int

    init(format: ListFormat, nodes: [String] = []) {
        self.format = format
        self.width = nodes.map(\.count).max() ?? 0
    }

    func print(_ record: JournalRecord, of node: String? = nil) {
        StandardOutput.print(self.line(record, of: node))
    }

    func line(_ record: JournalRecord, of node: String? = nil) -> String {
        switch self.format {
        case .json:
            guard case .object(var members) = record.members else { return record.members.text }
            if let node { members["node"] = .string(node) }
            let time = record.time.nanoseconds / 1000
            // What it is by the clock of another node, or of a later time, stands beside its own.
            if members["wall_us"]?.integer != Int(time) { members["aligned_wall_us"] = .number(Double(time)) }
            return JSONValue.object(members).text
        case .text:
            let name = node.map { $0 + String(repeating: " ", count: max(0, self.width - $0.count)) + "  " } ?? ""
            return "\(Self.moment(record.time))  \(name)\(Self.sentence(record))"
        }
    }

    /// `2026-11-29 03:22:04.556`
    static func moment(_ time: UTCTime) -> String {
        let text = time.text.map { $0 == "T" ? " " : $0 }
        return String(text.dropLast(4))
    }

    /// What an operator reads: the instance, and what happened. Journals may come from anywhere, so control characters
    /// are none of it.
    static func sentence(_ record: JournalRecord) -> String {
        let count = record.members["after"]?.integer ?? 1
        let after = count > 1 ? " (\(count) results in a row)" : ""
        return OutcomeSanitizer.line(
            (record.instance.map { "\($0): \(record.text)" } ?? record.text) + after,
            limit: 4096
        )
    }
}
