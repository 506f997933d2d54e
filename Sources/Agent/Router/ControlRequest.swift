/// A line an operator's command sends over the control socket.
enum ControlRequest: Hashable, Sendable {
    case status
    case explain(String)
    /// Read the configuration again, and say what came of it.
    case reload

    /// - Returns: nil for anything else.
    init?(line: String) {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.count) {
        case ("status", 1): self = .status
        case ("reload", 1): self = .reload
        case ("explain", 2): self = .explain(words[1])
        default: return nil
        }
    }
}
