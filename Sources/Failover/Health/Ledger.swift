package import Checks
package import VRRP

/// Base priority, one line per contribution, clamp, effective priority: the answer to "why 140?".
///
/// A fold over the facts of the moment, made anew on each change; never a running total.
package struct Ledger: Hashable, Sendable {
    package private(set) var base: Priority
    package private(set) var contributions: [Contribution] = []
    /// The lowest effective priority, at least 1.
    package let least: Int

    package init(base: Priority, least: Int = 1) {
        self.base = base
        self.least = min(max(1, least), 254)
    }

    package mutating func add(
        _ source: Source,
        weight: CheckWeight,
        health: Health,
        score: Int? = nil,
        isObserved: Bool = false
    ) {
        let effect = weight.effect(of: health, score: score)
        self.contributions.append(
            Contribution(
                source: source,
                weight: weight,
                health: health,
                score: score,
                // The owner is never weighted.
                delta: self.base == .owner ? 0 : effect.delta,
                isFault: effect.fault,
                isObserved: isObserved
            )
        )
    }

    /// Takes another health into the contribution that was added as this one.
    package mutating func replace(at position: Int, health: Health, score: Int?) {
        let weight = self.contributions[position].weight
        let effect = weight.effect(of: health, score: score)
        self.contributions[position].health = health
        self.contributions[position].score = score
        self.contributions[position].delta = self.base == .owner ? 0 : effect.delta
        self.contributions[position].isFault = effect.fault
    }

    /// Before the clamp.
    package var sum: Int { self.sum { !$0.isObserved } }

    /// keepalived's range for a weighted priority is 1…254, of which guards may take the lowest for themselves; 255 is never
    /// weighted.
    package var effective: Priority { self.clamped(self.sum) }

    package var isClamped: Bool { self.sum != Int(self.effective.rawValue) }

    /// What the priority would be if the observed contribution of this source counted.
    package func effective(counting source: Source) -> Priority {
        self.clamped(self.sum { !$0.isObserved || $0.source == source })
    }

    private func sum(where counts: (Contribution) -> Bool) -> Int {
        self.contributions.reduce(Int(self.base.rawValue)) { counts($1) ? $0 + $1.delta : $0 }
    }

    /// What a sum comes to.
    package func clamped(_ sum: Int) -> Priority {
        self.base == .owner ? .owner : Priority(rawValue: UInt8(min(max(sum, self.least), 254)))
    }

    package struct Contribution: Hashable, Sendable {
        package var source: Source
        package var weight: CheckWeight
        package var health: Health
        /// What the weight was multiplied by; nil = nothing.
        package var score: Int?
        package var delta: Int
        package var isFault: Bool
        /// `mode observe`: what it would contribute, which counts for nothing.
        package var isObserved: Bool
    }

    package enum Source: Hashable, Sendable {
        case check(String)
        case interface(String)
    }
}
