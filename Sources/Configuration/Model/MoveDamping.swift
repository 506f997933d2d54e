/// `move_damping`: from how many moves on a virtual router stays where it is, and for how long.
///
/// Every move adds 1 to a penalty, which halves in each half-life, as routes are damped in RFC 2439.
package struct MoveDamping: Hashable, Sendable {
    /// `half_life`: in which the penalty halves.
    package var halfLife: Duration
    /// `suppress`: with this penalty damping begins; thousandths of a move.
    package var suppress: Int
    /// `reuse`: with this penalty it ends; thousandths of a move, less than ``suppress``.
    package var reuse: Int
    /// `max`: after so long it ends whatever the penalty is.
    package var maximum: Duration

    package init(halfLife: Duration, suppress: Int, reuse: Int, maximum: Duration) {
        self.halfLife = halfLife
        self.suppress = suppress
        self.reuse = reuse
        self.maximum = maximum
    }

    package static let halfLives: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)
    /// Thousandths of a move: what may begin damping, of which the default that ends it is half, and what may end it.
    package static let suppressThresholds = 10...1_000_000
    package static let reuseThresholds = 1...1_000_000
    package static let maxima: ClosedRange<Duration> = .seconds(1) ... .seconds(604_800)

    /// The third of moves that are a quarter of it apart begins damping.
    package static let defaultHalfLife = Duration.seconds(300)
    /// Decay begins at once, so that three moves never amount to 3.
    package static let defaultSuppress = 2500

    /// More than any penalty with moves that are `interval` apart: 1/(1 − 2^(−interval/halfLife)) is less than
    /// 1 + halfLife/(interval · ln 2).
    ///
    /// - Parameter interval: More than zero.
    /// - Returns: Thousandths of a move.
    package static func bound(halfLife: Duration, interval: Duration) -> Int {
        Int((1000 + 1442.7 * (halfLife / interval)).rounded(.up))
    }

    /// Half of what begins it.
    package static func defaultReuse(for suppress: Int) -> Int { max(1, suppress / 2) }

    /// Four half-lives, in which a sixteenth is left.
    package static func defaultMaximum(for halfLife: Duration) -> Duration { halfLife * 4 }
}
