import Failover

/// Which failures of a virtual router's checks are worse than which: higher ranks are worse, 1 is the mildest.
package struct SeverityRanks: Hashable, Sendable {
    private var ranks: [Ledger.Source: Int] = [:]
    /// Whether somebody said so, and not the weights.
    package private(set) var isStated: Bool

    /// As stated; what is not named is major.
    package init(_ severities: [String: Severity], of candidates: [Candidate]) {
        self.isStated = true
        for factor in candidates.flatMap(\.factors) {
            self.ranks[factor.source] = (severities[factor.name] ?? .major).rank
        }
    }

    /// What the weights say: a check that takes more than all lesser ones together is of a class above them, and one
    /// whose failure is a fault is above all. Of a check that the nodes weigh differently, the largest weight counts.
    package init(weightsOf candidates: [Candidate]) {
        self.isStated = false
        var magnitudes: [Ledger.Source: Int] = [:]
        for factor in candidates.flatMap(\.factors) {
            let magnitude = factor.isFatal ? Int.max : factor.magnitude
            magnitudes[factor.source] = max(magnitudes[factor.source] ?? magnitude, magnitude)
        }
        var sum = 0
        var rank = 1
        let order = magnitudes.filter { $0.value != Int.max }.sorted { $0.value < $1.value }
        for (source, magnitude) in order {
            if magnitude > sum, sum > 0 { rank += 1 }
            sum += max(0, magnitude)
            self.ranks[source] = rank
        }
        for (source, magnitude) in magnitudes where magnitude == Int.max { self.ranks[source] = rank + 1 }
    }

    package func rank(of factor: Factor) -> Int { self.ranks[factor.source] ?? 1 }
}
