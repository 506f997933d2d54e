import Failover

/// A line an operator's command sends over the control socket.
enum ControlRequest: Hashable, Sendable {
    case status
    case explain(String)
    /// Read the configuration again, and say what came of it.
    case reload
    case order(OperatorOrder)

    /// - Parameter userID: Who sent it, as the kernel says.
    /// - Returns: nil for anything else.
    init?(line: String, userID: UInt32) {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.count) {
        case ("status", 1): self = .status
        case ("reload", 1): self = .reload
        case ("order", 2):
            guard let order = OperatorOrder(parsing: words[1], userID: userID) else { return nil }
            self = .order(order)
        case ("explain", 2): self = .explain(words[1])
        default: return nil
        }
    }
}
