import Failover
import Foresight
import VRRP

/// What is said of clocks that differ.
struct ClockReport {
    let journals: [NodeJournal]
    let alignment: ClockAlignment

    /// - Parameter journals: By the nodes' own clocks.
    init(_ journals: [NodeJournal]) {
        self.journals = journals
        self.alignment = ClockAlignment(journals)
    }

    var lines: [String] {
        guard let first = self.journals.first?.node else { return [] }
        return zip(self.journals, self.alignment.parts).enumerated().flatMap { number, both in
            let (journal, parts) = both
            var lines = parts.indices.compactMap { self.line(journal, parts, $0, first: first) }
            let events = parts.reduce(0) { $0 + $1.events }
            let others = events - parts.reduce(0) { $0 + $1.fitting }
            if number > 0, others > 0, parts.contains(where: { $0.ahead != nil }) {
                lines.append(
                    "\(others) of \(events) event\(events == 1 ? "" : "s") that \(journal.node) and others tell of "
                        + "\(others == 1 ? "does" : "do") not fit that: a clock was set in between or runs at another "
                        + "pace, or the nodes did not hear each other"
                )
            }
            return lines
        }
    }

    private func line(
        _ journal: NodeJournal,
        _ parts: [ClockAlignment.Part],
        _ place: Int,
        first: String
    ) -> String? {
        let part = parts[place]
        let time = self.time(of: part, in: journal)
        let when = parts.count > 1 ? " \(time)" : ""
        guard let ahead = part.ahead else {
            guard part.aheadOfEnd == 0 else {
                let distance = "\(Self.seconds(part.aheadOfEnd)) \(part.aheadOfEnd > 0 ? "ahead of" : "behind")"
                return
                    "clock of \(journal.node) was about \(distance) what it was when the host was started again\(when); "
                    + "its times are shown by the latter"
            }
            // One journal needs no other.
            guard self.journals.count > 1 else { return nil }
            return "how far the clock of \(journal.node) is from that of \(first)\(when) nothing tells: "
                + "its times are shown as they are"
        }
        guard ahead != 0 else { return nil }
        let distance = "about \(Self.seconds(ahead)) \(ahead > 0 ? "ahead of" : "behind")"
        guard journal.node == first else {
            return "clock of \(journal.node) is \(distance) \(first)\(when); its times are shown by \(first)'s clock"
        }
        return "clock of \(first) was \(distance) what it is at the end\(when); its times are shown by the latter"
    }

    private func time(of part: ClockAlignment.Part, in journal: NodeJournal) -> String {
        guard let first = part.records.first, let last = part.records.last else { return "" }
        let records = journal.records
        return "from \(HistoryPage.moment(records[first].time)) to \(HistoryPage.moment(records[last].time))"
    }

    /// `0.031 s`, `4.98 s`, `3600 s`.
    private static func seconds(_ nanoseconds: Int64) -> String {
        let milliseconds = Int((Double(nanoseconds.magnitude) / 1e6).rounded())
        let whole = milliseconds / 1000
        let rest = milliseconds % 1000
        let digits = String(rest + 1000).dropFirst()
        if whole == 0 { return "0.\(digits) s" }
        return whole < 100 && rest > 0 ? "\(whole).\(digits.prefix(2)) s" : "\(rest >= 500 ? whole + 1 : whole) s"
    }
}
