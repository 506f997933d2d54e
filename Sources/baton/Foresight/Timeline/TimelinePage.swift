import Foresight
import Glibc

/// A timeline for people: a lane for each node of each router, what happened, and what it cost.
struct TimelinePage {
    let timeline: Timeline
    let budget: Duration?
    /// Blocks instead of letters, and colours.
    let usesBlocks: Bool
    let width: Int
    private let clock: TimelineClock

    init(_ timeline: Timeline, budget: Duration?, isInteractive: Bool) {
        self.init(
            timeline,
            budget: budget,
            usesBlocks: isInteractive && Self.isUTF8,
            width: isInteractive ? Terminal.size.columns : 80
        )
    }

    init(_ timeline: Timeline, budget: Duration?, usesBlocks: Bool, width: Int) {
        self.timeline = timeline
        self.budget = budget
        self.usesBlocks = usesBlocks
        self.width = min(max(width, 40), 200)
        self.clock = TimelineClock(timeline)
    }

    /// What the locale says, as `nl_langinfo` would after `setlocale`.
    private static var isUTF8: Bool {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = unsafe getenv(name).map({ unsafe String(cString: $0) }), !value.isEmpty else { continue }
            return value.uppercased().contains("UTF-8") || value.uppercased().contains("UTF8")
        }
        return false
    }

    var text: String {
        guard !self.timeline.routers.isEmpty else { return "There is no virtual router in this cluster." }
        var parts = self.timeline.routers.indices.map(self.lanes)
        parts.append(self.legend)
        guard self.timeline.origin == nil else { return (parts + self.recorded).joined(separator: "\n\n") }
        parts.append(self.events)
        parts.append(self.moves)
        parts.append(self.outages)
        let violations = self.violations
        if !violations.isEmpty { parts.append("Violations\n" + violations.map { "  \($0)" }.joined(separator: "\n")) }
        parts.append(self.holders)
        parts += self.notes
        if !self.timeline.isSettled {
            parts.append("The cluster did not come to rest: something changes again and again.")
        }
        return parts.joined(separator: "\n\n")
    }

    /// What is told of a timeline that was not played.
    private var recorded: [String] {
        (self.timeline.events.isEmpty ? [] : [self.events]) + [self.moves] + self.notes
    }

    private var notes: [String] {
        self.timeline.notes.isEmpty ? [] : ["Notes\n" + self.timeline.notes.map { "  \($0)" }.joined(separator: "\n")]
    }

    // MARK: Lanes

    private var laneStart: Int { min(24, (self.timeline.nodes.map(\.count).max() ?? 0)) + 4 }
    private var columns: Int { max(10, self.width - self.laneStart - 2) }

    private func lanes(of number: Int) -> String {
        let router = self.timeline.routers[number]
        var lines = [router.name + (router.address.isEmpty ? "" : "  \(router.address)")]
        for node in router.members {
            let spans = self.timeline.spans.filter { $0.router == number && $0.node == node }
            let name = String(self.timeline.nodes[node].prefix(24))
            lines.append(Self.trimmed("  " + name.padded(to: self.laneStart - 3) + " " + self.lane(spans)))
        }
        lines.append(self.marks)
        lines.append(self.axis)
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The time that a column stands for, in nanoseconds.
    private var scale: Double { max(1, self.timeline.end.milliseconds * 1e6) / Double(self.columns) }

    private func lane(_ spans: [Timeline.Span]) -> String {
        var lane = [Character](repeating: " ", count: self.columns)
        // Whatever is shorter than a column has one, and what matters most is seen.
        for standing in [Timeline.Standing.waiting, .unknown, .fault, .holding, .unfit] {
            for span in spans where span.standing == standing {
                let first = Int(span.from.milliseconds * 1e6 / self.scale)
                let last = Int(span.to.milliseconds * 1e6 / self.scale)
                for column in first..<max(first + 1, last) where lane.indices.contains(column) {
                    lane[column] = self.mark(span.standing)
                }
            }
        }
        return String(lane)
    }

    private func mark(_ standing: Timeline.Standing) -> Character {
        switch standing {
        case .holding: self.usesBlocks ? "█" : "#"
        case .unfit: self.usesBlocks ? "▒" : "x"
        case .waiting: self.usesBlocks ? "─" : "-"
        case .fault: self.usesBlocks ? "×" : "!"
        case .unknown: self.usesBlocks ? "·" : "."
        case .off: " "
        }
    }

    private var incidents: [Timeline.Event] { self.timeline.events.filter { $0.kind == .incident } }

    /// Where the incidents are, by their numbers in the list.
    private var marks: String {
        guard !self.incidents.isEmpty else { return "" }
        var line = [Character](repeating: " ", count: self.columns)
        for (number, incident) in self.incidents.enumerated() {
            let column = min(self.columns - 1, Int(incident.at.milliseconds * 1e6 / self.scale))
            let mark: Character = number < 9 ? Character("\(number + 1)") : "*"
            line[column] = line[column] == " " ? mark : "*"
        }
        return String(repeating: " ", count: self.laneStart) + Self.trimmed(String(line))
    }

    private var axis: String {
        // Moments by the wall clock are longer than distances.
        let width = self.timeline.origin == nil ? 12 : 16
        let ticks = TimelineAxis(self.timeline, atMost: max(1, self.columns / width)).ticks
        var line = ""
        for tick in ticks {
            let column = Int(tick.at.milliseconds * 1e6 / self.scale)
            let label = "|\(tick.label)"
            guard line.count <= column, column + label.count <= self.columns else { continue }
            line = line.padded(to: column) + label
        }
        return String(repeating: " ", count: self.laneStart) + line
    }

    private var legend: String {
        TimelineLegend.names(of: self.timeline).map { "\(self.mark($0.0)) \($0.1)" }.joined(separator: "   ")
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    // MARK: Lists

    private var events: String {
        var table = Table(indentation: "  ")
        var number = 0
        for event in self.timeline.events {
            var mark = ""
            if event.kind == .incident {
                number += 1
                mark = "\(number)"
            }
            let place = [
                event.node.map { self.timeline.nodes[$0] }, event.router.map { self.timeline.routers[$0].name },
            ]
            table.add([
                self.clock.text(event.at), mark, place.compactMap { $0 }.joined(separator: " "),
                self.plain(event.text),
            ])
        }
        return self.timeline.events.isEmpty ? "Nothing happens." : "Events\n" + table.text
    }

    private var moves: String {
        guard !self.timeline.moves.isEmpty else { return "Moves\n  none: the addresses stay where they are" }
        var table = Table(indentation: "  ")
        for move in self.timeline.moves {
            let arrow = self.usesBlocks ? "→" : "->"
            table.add([
                self.clock.text(move.at), self.timeline.routers[move.router].name,
                "\(self.name(move.from)) \(arrow) \(self.name(move.to))", self.plain(move.cause),
            ])
        }
        return "Moves\n" + table.text
    }

    private var outages: String {
        guard !self.timeline.outages.isEmpty else { return "Outages\n  none" }
        var table = Table(indentation: "  ")
        for outage in self.timeline.outages {
            let length =
                outage.to == nil
                ? "not over after \(Milliseconds(outage.length).text)" : Milliseconds(outage.length).text
            var parts: [String] = []
            if outage.unfit > .zero { parts.append("\(Milliseconds(outage.unfit).text) held by an unfit node") }
            if outage.unheld > .zero { parts.append("\(Milliseconds(outage.unheld).text) held by nobody") }
            table.add([
                self.clock.text(outage.from), self.timeline.routers[outage.router].name, length,
                parts.joined(separator: ", "), self.plain(outage.cause),
            ])
        }
        return "Outages\n" + table.text
    }

    private var violations: [String] {
        let splits = self.timeline.splits.map { split in
            let nodes = split.nodes.map { self.timeline.nodes[$0] }.joined(separator: " and ")
            let end = split.to.map { "until \(Milliseconds($0).clock)" } ?? "until the end"
            return "\(self.timeline.routers[split.router].name): \(nodes) all have the addresses from "
                + "\(self.clock.text(split.from)) \(end) (split brain)"
        }
        guard let budget = self.budget else { return splits }
        return splits
            + self.timeline.routers(exceeding: budget).map { router, outage in
                let length = outage.to == nil ? "does not end" : "lasts \(Milliseconds(outage.length).text)"
                return "\(self.timeline.routers[router].name): an outage \(length); the budget is "
                    + Milliseconds(budget).text
            }
    }

    private var holders: String {
        "Holders at the end\n"
            + self.timeline.routers.map { "  \($0.name): \(self.name($0.holder))" }.joined(separator: "\n")
    }

    private func name(_ node: Int?) -> String { node.map { self.timeline.nodes[$0] } ?? "nobody" }

    private func plain(_ text: String) -> String {
        self.usesBlocks ? text : text.replacing("→", with: "->")
    }
}
