import Checks
import Failover
import VRRP

/// The story of a move, for people and for programs.
struct StoryPage {
    private let story: JournalStory

    init(_ story: JournalStory) {
        self.story = story
    }

    var text: String {
        let move = self.story.move
        var lines = ["\(HistoryPage.moment(move.time))  \(HistoryPage.sentence(move))"]
        if self.story.causes.isEmpty {
            lines.append(
                "  because of the other nodes: the journal knows of nothing on this one that led to it"
            )
        } else {
            lines.append("  because:")
            for record in self.story.causes { lines.append(self.line(record)) }
        }
        if !self.story.consequences.isEmpty {
            lines.append("  and then:")
            for record in self.story.consequences { lines.append(self.line(record)) }
        }
        if !self.story.stays.isEmpty {
            lines.append("  and since then:")
            for record in self.story.stays { lines.append(self.line(record)) }
        }
        return lines.joined(separator: "\n")
    }

    /// With the time between it and the move.
    private func line(_ record: JournalRecord) -> String {
        let distance = (record.monotonicMicroseconds - self.story.move.monotonicMicroseconds) / 100
        let tenths = abs(distance)
        let number = "\(tenths / 10).\(tenths % 10)"
        let time = (distance < 0 ? "−" : "+") + number + " ms"
        let padding = String(repeating: " ", count: max(0, 12 - time.count))
        return "  \(padding)\(time)  \(HistoryPage.sentence(record))"
    }

    var document: JSONValue {
        .object([
            "move": self.story.move.members, "causes": .array(self.story.causes.map(\.members)),
            "consequences": .array(self.story.consequences.map(\.members)),
            "stays": .array(self.story.stays.map(\.members)),
        ])
    }
}
