import Checks
import Failover
import Foresight
import VRRP

/// What was, and what would have been.
struct ReplayPage {
    private let recording: Recording
    private let timeline: Timeline
    /// nil = those of a cluster.
    private let file: String?
    private let assumptions: [String]

    init(_ recording: Recording, _ timeline: Timeline, with file: String? = nil, assuming assumptions: [String] = []) {
        self.recording = recording
        self.timeline = timeline
        self.file = file
        self.assumptions = assumptions
    }

    /// Takeovers; that an address is given up for a moment is part of one.
    private var moves: [Timeline.Move] { self.timeline.moves.filter { $0.to != nil } }

    var text: String {
        let (recorded, replayed) = (Self.count(self.recording.moves.count), Self.count(self.moves.count))
        var lines = self.file.map { ["\(recorded) recorded, \(self.moves.count) with \($0)"] } ?? []
        lines.append("Recorded: \(recorded)")
        for move in self.recording.moves {
            lines.append(
                "  \(self.moment(move.at))  \(OutcomeSanitizer.line(move.instance, limit: 256)) to \(move.node): "
                    + OutcomeSanitizer.line(move.why, limit: 1024)
            )
        }
        lines.append("With \(self.file ?? "this configuration"): \(replayed)")
        for move in self.moves {
            let to = move.to.map { self.timeline.nodes[$0] } ?? ""
            lines.append(
                "  \(self.moment(move.at))  \(self.timeline.routers[move.router].name) to \(to): \(move.cause)"
            )
        }
        for (position, router) in self.timeline.routers.enumerated() {
            let outages = self.timeline.outages.filter { $0.router == position }
            guard !outages.isEmpty else { continue }
            let total = outages.reduce(Duration.zero) { $0 + $1.length }
            lines.append("Outages of \(router.name): \(outages.count), together \(Milliseconds(total).text)")
        }
        for assumption in self.assumptions {
            lines.append("Assumed: \(OutcomeSanitizer.line(assumption, limit: 1024))")
        }
        for note in self.recording.notes + self.timeline.notes {
            lines.append("Note: \(OutcomeSanitizer.line(note, limit: 1024))")
        }
        return lines.joined(separator: "\n")
    }

    private static func count(_ moves: Int) -> String { moves == 1 ? "1 move" : "\(moves) moves" }

    private func moment(_ at: Duration) -> String {
        HistoryPage.moment(UTCTime(nanoseconds: self.recording.start.nanoseconds + Self.nanoseconds(at)))
    }

    private static func nanoseconds(_ time: Duration) -> Int64 {
        let (seconds, attoseconds) = time.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "recorded": .array(
                self.recording.moves.map { move in
                    .object([
                        "instance": .string(move.instance), "to": .string(move.node),
                        "at_ms": .number(Double(Milliseconds(move.at).number)), "cause": .string(move.why),
                    ])
                }
            ),
            "replayed": .array(
                self.moves.map { move in
                    .object([
                        "instance": .string(self.timeline.routers[move.router].name),
                        "from": move.from.map { .string(self.timeline.nodes[$0]) } ?? .null,
                        "to": move.to.map { .string(self.timeline.nodes[$0]) } ?? .null,
                        "at_ms": .number(Double(Milliseconds(move.at).number)), "cause": .string(move.cause),
                    ])
                }
            ),
            "outages": .array(
                self.timeline.outages.map { outage in
                    .object([
                        "instance": .string(self.timeline.routers[outage.router].name),
                        "from_ms": .number(Double(Milliseconds(outage.from).number)),
                        "duration_ms": .number(Double(Milliseconds(outage.length).number)),
                        "cause": .string(outage.cause),
                    ])
                }
            ),
            "notes": .array((self.recording.notes + self.timeline.notes).map(JSONValue.string)),
        ]
        if self.file != nil { members["assumed"] = .array(self.assumptions.map(JSONValue.string)) }
        return .object(members)
    }
}
