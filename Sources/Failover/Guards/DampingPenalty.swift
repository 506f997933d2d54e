/// What moves add up to, halved in every half-life (RFC 2439 section 4.2): a fixed-point number of moves.
///
/// Pure integers, so that every node, every test and every simulation decides alike.
package struct DampingPenalty: Hashable, Comparable, Sendable {
    /// Moves, times 2³².
    package let rawValue: UInt64

    /// More than ``ceiling`` is taken as that.
    package init(rawValue: UInt64) {
        self.rawValue = min(rawValue, Self.ceiling)
    }

    /// - Parameter thousandths: Of a move; rounded down, and negative ones to nothing.
    package init(thousandths: Int) {
        let (scaled, overflow) = UInt64(max(0, thousandths)).multipliedReportingOverflow(by: Self.move)
        self.init(rawValue: overflow ? Self.ceiling : scaled / 1000)
    }

    package static let zero = DampingPenalty(rawValue: 0)

    /// One move.
    private static let move: UInt64 = 1 << 32
    /// A thousand moves and more count as so many.
    private static let ceiling: UInt64 = 1024 << 32

    package static func < (left: DampingPenalty, right: DampingPenalty) -> Bool { left.rawValue < right.rawValue }

    /// With one move more.
    package var increased: DampingPenalty { DampingPenalty(rawValue: self.rawValue + Self.move) }
}

extension DampingPenalty: CustomStringConvertible {
    /// To the hundredth: `2.87`.
    package var description: String {
        let hundredths = (self.rawValue * 100 + (1 << 31)) >> 32
        return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    }
}
