import Failover
import VRRP

/// Everything that the failures of a node can come to.
///
/// The 2ᵏ sets of failures are not walked one by one: check after check is added to the sums that can be reached so far,
/// of which there are no more than a few hundred, whatever k is.
package struct Outcomes: Hashable, Sendable {
    /// Those in which none of the node's checks is a fault, smallest set first.
    package private(set) var able: [Outcome]
    /// The checks each of which is a fault of its own; every set with one of them is one.
    package let fatal: [Int]
    /// 2ᵏ; nil where that is no `Int`.
    package let sets: Int?

    package init(of candidate: Candidate, ranks: SeverityRanks) {
        let base = candidate.ledger(Failures()).sum
        let isOwner = candidate.base == .owner
        let cut = candidate.ledger(Failures())
        let isAlwaysFault = !candidate.standing().isFit
        var reached: [Key: Failures] = isAlwaysFault ? [:] : [Key(rank: 0, sum: base): Failures()]
        for (position, factor) in candidate.factors.enumerated() where !factor.isFatal {
            let delta = isOwner ? 0 : factor.magnitude
            let rank = ranks.rank(of: factor)
            for (key, failures) in reached {
                let next = Key(rank: max(key.rank, rank), sum: key.sum - delta)
                let set = failures.adding(position)
                if reached[next].map({ set < $0 }) ?? true { reached[next] = set }
            }
        }
        self.able = reached.map { key, failures in
            Outcome(
                rank: key.rank,
                sum: key.sum,
                effective: Int(cut.clamped(key.sum).rawValue),
                failures: failures
            )
        }.sorted { $0.failures < $1.failures }
        self.fatal = candidate.factors.indices.filter { candidate.factors[$0].isFatal }
        self.sets = candidate.factors.count < Int.bitWidth - 1 ? 1 << candidate.factors.count : nil
    }

    /// How many results the sets collapse to.
    package var count: Int {
        Set(self.able.map(\.effective)).count + (self.fatal.isEmpty ? 0 : 1)
    }

    private struct Key: Hashable {
        let rank: Int
        let sum: Int
    }
}
