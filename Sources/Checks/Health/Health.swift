/// What is believed of a check after rise and fall.
public enum Health: UInt8, Hashable, Sendable, CaseIterable {
    /// No result yet, or nothing is known any more.
    case unknown
    case up
    case down
}

extension Health: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknown: "unknown"
        case .up: "up"
        case .down: "down"
        }
    }
}
