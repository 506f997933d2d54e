/// Why a property does not hold.
package struct Refutation: Hashable, Sendable {
    package enum Gravity: String, Hashable, Sendable, Comparable, CaseIterable {
        /// To be known; there may be good reasons for it.
        case notice
        case warning
        case error

        package static func < (left: Gravity, right: Gravity) -> Bool { left.order < right.order }

        private var order: Int {
            switch self {
            case .notice: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    package var gravity: Gravity
    /// One sentence without a full stop.
    package var summary: String
    /// The smallest there is; nil where no states of nodes show it.
    package var counterexample: Counterexample?
    /// Further lines.
    package var details: [String]
    /// What to do about it.
    package var fix: String

    package init(
        _ gravity: Gravity,
        _ summary: String,
        counterexample: Counterexample? = nil,
        details: [String] = [],
        fix: String
    ) {
        self.gravity = gravity
        self.summary = summary
        self.counterexample = counterexample
        self.details = details
        self.fix = fix
    }
}
