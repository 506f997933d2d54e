import Checker
import Checks

/// The watched checks as text.
struct WatchPage {
    private let board: WatchBoard

    init(_ board: WatchBoard) {
        self.board = board
    }

    /// The live table.
    var table: [String] {
        var table = Table(["CHECK", "HEALTH", "COUNTING", "LAST", "TOOK", "RUNS", "REASON", "SUMMARY"])
        for row in self.board.rows {
            table.add([
                row.definition.name + Self.mark(row.definition.mode),
                "\(row.health)",
                HealthProgress(row.hysteresis).fraction,
                row.outcome.map { "\($0.status)" } ?? "-",
                row.outcome.map(\.duration.inUnits) ?? "-",
                "\(row.tally.runs)",
                row.outcome?.reason.rawValue ?? "-",
                row.outcome?.summary ?? "waiting for the first result",
            ])
        }
        var lines = table.text.split(separator: "\n").map(String.init)
        let forecasts = self.board.forecasts
        if !forecasts.isEmpty { lines += [""] + forecasts.map(\.text) }
        return lines
    }

    /// One result as a line.
    func line(_ check: String, time: String, isChange: Bool) -> [String] {
        guard let row = self.board.row(check), let outcome = row.outcome else { return [] }
        let progress = HealthProgress(row.hysteresis).fraction
        let health = "\(row.health)" + (progress.isEmpty ? "" : " (\(progress))")
        var lines = [
            "\(time)  \("\(outcome.status)".padded(to: 7))  \(check)\(Self.mark(row.definition.mode))  "
                + "\(outcome.duration.inUnits)  \(health)  \(outcome.reason.rawValue)  \(outcome.summary)"
        ]
        if isChange {
            lines.append("\(time)  health   \(check) is \(row.health)")
            lines += self.board.forecasts.map { "\(time)  would be \($0.text)" }
        }
        return lines
    }

    var summary: [String] {
        self.board.rows.map { "\($0.definition.name): \($0.tally.text)" }
    }

    private static func mark(_ mode: CheckMode) -> String {
        switch mode {
        case .enforce: ""
        case .observe: " (observed)"
        case .disabled: " (disabled)"
        }
    }
}
