package import Checks
package import VRRP

/// Base priority, one line per contribution, clamp, effective priority: the answer to "why 140?".
///
/// A fold over the facts of the moment, made anew on each change; never a running total.
package struct Ledger: Hashable, Sendable {
    package private(set) var base: Priority
    package private(set) var contributions: [Contribution] = []

    package init(base: Priority) {
        self.base = base
    }

    package mutating func add(_ source: Source, weight: CheckWeight, health: Health) {
        let effect = weight.effect(of: health)
        self.contributions.append(
            Contribution(
                source: source,
                weight: weight,
                health: health,
                // The owner is never weighted.
                delta: self.base == .owner ? 0 : effect.delta,
                isFault: effect.fault
            )
        )
    }

    /// Before the clamp.
    package var sum: Int {
        self.contributions.reduce(Int(self.base.rawValue)) { $0 + $1.delta }
    }

    /// keepalived's range for a weighted priority is 1…254; 255 is never weighted.
    package var effective: Priority {
        self.base == .owner ? .owner : Priority(rawValue: UInt8(min(max(self.sum, 1), 254)))
    }

    package var isClamped: Bool { self.sum != Int(self.effective.rawValue) }

    package struct Contribution: Hashable, Sendable {
        package var source: Source
        package var weight: CheckWeight
        package var health: Health
        package var delta: Int
        package var isFault: Bool
    }

    package enum Source: Hashable, Sendable {
        case check(String)
        case interface(String)
    }
}
