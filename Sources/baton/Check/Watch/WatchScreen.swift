import Checks
import Synchronization

/// Shows results as they come: a table that is drawn anew on a terminal, lines elsewhere.
final class WatchScreen: Sendable {
    private struct State {
        var board: WatchBoard
        /// Lines of the table on the screen.
        var height = 0
    }

    private let state: Mutex<State>
    private let isLive: Bool

    init(board: WatchBoard, isLive: Bool) {
        self.state = Mutex(State(board: board))
        self.isLive = isLive
        if isLive { self.state.withLock { Self.draw(&$0) } }
    }

    func show(_ definition: CheckDefinition, _ outcome: CheckOutcome, _ hysteresis: Hysteresis) {
        self.state.withLock { state in
            let isChange = state.board.record(outcome, hysteresis, of: definition.name)
            if self.isLive {
                Self.draw(&state)
            } else {
                let lines = WatchPage(state.board).line(definition.name, time: WallClock.now(), isChange: isChange)
                StandardOutput.print(lines.joined(separator: "\n"))
            }
        }
    }

    /// Leaves the last state on the screen and says what was counted.
    func end() {
        self.state.withLock { state in
            StandardOutput.print(WatchPage(state.board).summary.joined(separator: "\n"))
        }
    }

    /// Over the table that stands there: up, and each line erased behind its text. Longer lines than the terminal is
    /// wide are cut, so that the table's height is known.
    private static func draw(_ state: inout State) {
        let (rows, columns) = Terminal.size
        // The last row takes the cursor.
        let lines = WatchPage(state.board).table.prefix(max(1, rows - 1)).map { Self.cut($0, columns) }
        var text = state.height > 0 ? "\u{1b}[\(state.height)A" : ""
        text += "\r" + lines.map { $0 + "\u{1b}[K" }.joined(separator: "\n")
        if lines.count < state.height { text += "\u{1b}[J" }
        state.height = lines.count
        StandardOutput.print(text)
    }

    private static func cut(_ line: String, _ width: Int) -> String {
        line.count > width ? "\(line.prefix(max(0, width - 1)))…" : line
    }
}
