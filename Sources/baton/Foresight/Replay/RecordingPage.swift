import Checks
import ConfigurationFiles
import Failover
import Foresight
import VRRP

/// Whether this build decides as the one that recorded.
struct RecordingPage {
    private let replay: NodeReplay
    private let breaksOff: Bool

    /// Of a line of effects.
    private static let lineLimit = 4096

    init(_ player: RecordingPlayer) {
        self.replay = player.replay
        self.breaksOff = player.breaksOff
    }

    var isIdentical: Bool { self.replay.difference == nil }

    var text: String {
        var lines: [String] = []
        if let difference = self.replay.difference {
            lines += self.lines(of: difference)
        } else {
            lines.append("\(self.tally): identical")
        }
        lines += self.notes.map { "Note: \($0)" }
        return lines.joined(separator: "\n")
    }

    private var tally: String {
        "\(Self.count(self.replay.events, "event")) in \(Milliseconds(self.replay.duration).clock), "
            + Self.count(self.replay.effects, "effect")
    }

    private func lines(of difference: NodeReplay.Difference) -> [String] {
        let clock = difference.time.nanoseconds == 0 ? "" : ", \(HistoryPage.moment(difference.time))"
        let place =
            "event \(difference.event) of the recording, process \(difference.run), "
            + "\(Milliseconds(difference.at).clock) after its start\(clock)"
        var lines = ["Different at \(place):", "  " + Self.line(difference.what)]
        if let obstacle = difference.obstacle { return lines + ["  " + obstacle] }
        lines += Self.list("recorded", difference.recorded, difference.replayed)
        lines += Self.list("replayed", difference.replayed, difference.recorded)
        let before = Self.count(max(0, difference.event - 1), "event")
        return lines + ["Before it: \(before), \(Self.count(self.replay.effects, "effect")): identical"]
    }

    /// The effects of one side, with a mark at each that the other does not have at the same place.
    private static func list(_ title: String, _ effects: [String], _ others: [String]) -> [String] {
        guard !effects.isEmpty else { return ["\(title): no effects"] }
        let lines = effects.enumerated().map { position, effect in
            (position < others.count && others[position] == effect ? "    " : "  > ") + Self.line(effect)
        }
        return ["\(title):"] + lines
    }

    private var notes: [String] {
        var notes: [String] = []
        let others = self.replay.builds.filter { $0 != BatonVersion.current }
        if !others.isEmpty {
            let names = others.map(Self.line).joined(separator: ", ")
            notes.append("recorded by batond \(names); this is \(BatonVersion.current)")
        }
        if self.replay.runs > 1 {
            notes.append("\(self.replay.runs) router processes, one after the other")
        }
        guard self.isIdentical else { return notes }
        switch self.replay.end {
        case .left?: break
        case nil:
            notes.append("the recording breaks off: the router was killed, or still runs, or not all was copied")
        case .overflow?: notes.append("the recording ends early: more happened than could be written in time")
        case .disk?: notes.append("the recording ends early: the disk took no more")
        case .full?: notes.append("the recording ends early: the file had its greatest size")
        }
        if self.breaksOff { notes.append("the last record is not there whole, and is left out") }
        return notes
    }

    private static func line(_ text: String) -> String { OutcomeSanitizer.line(text, limit: self.lineLimit) }

    private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

    var document: JSONValue {
        let difference = self.replay.difference.map(Self.document) ?? JSONValue.null
        return .object([
            "identical": .boolean(self.isIdentical),
            "events": Self.number(self.replay.events),
            "effects": Self.number(self.replay.effects),
            "duration_ms": Self.number(Milliseconds(self.replay.duration).number),
            "processes": Self.number(self.replay.runs),
            "builds": Self.list(self.replay.builds),
            "end": .string(self.end),
            "difference": difference,
            "notes": Self.list(self.notes),
        ])
    }

    private static func number(_ number: Int) -> JSONValue { .number(Double(number)) }

    private static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string(self.line($0)) }) }

    private var end: String {
        switch self.replay.end {
        case .left?: "left"
        case .overflow?: "overflow"
        case .disk?: "disk"
        case .full?: "full"
        case nil: "breaks_off"
        }
    }

    private static func document(_ difference: NodeReplay.Difference) -> JSONValue {
        .object([
            "process": self.number(difference.run),
            "event": self.number(difference.event),
            "at_ms": self.number(Milliseconds(difference.at).number),
            "what": .string(self.line(difference.what)),
            "recorded": self.list(difference.recorded),
            "replayed": self.list(difference.replayed),
            "obstacle": difference.obstacle.map(JSONValue.string) ?? .null,
        ])
    }
}
