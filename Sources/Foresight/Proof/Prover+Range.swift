import Failover
import VRRP

/// P5, over all failures.
extension Prover {
    /// P5. A clamp that leaves two broken nodes with one priority is a warning: neither is to be preferred for certain.
    /// One that changes how a healthy node stands to another is an error.
    var clamp: Verdict {
        var smallest: (example: Counterexample, position: Int, sum: Int)?
        var harmful: (example: Counterexample, position: Int, sum: Int)?
        for position in self.candidates.indices {
            for outcome in self.outcomes[position].able where outcome.sum != outcome.effective {
                if smallest.map({ outcome.failures.count <= $0.example.failures }) ?? true {
                    let example = Counterexample(self.standings([position: outcome.failures]))
                    if smallest.map({ example.isSmaller(than: $0.example) }) ?? true {
                        smallest = (example, position, outcome.sum)
                    }
                }
                for other in self.candidates.indices where other != position {
                    if let harmful, outcome.failures.count > harmful.example.failures { break }
                    guard let failures = self.reordered(position, outcome, other) else { continue }
                    let example = Counterexample(self.standings([position: outcome.failures, other: failures]))
                    if harmful.map({ example.isSmaller(than: $0.example) }) ?? true {
                        harmful = (example, position, outcome.sum)
                    }
                }
            }
        }
        guard let found = harmful ?? smallest else { return .proved }
        let ledger = self.candidates[found.position].ledger(Failures())
        let cut = Int(ledger.clamped(found.sum).rawValue)
        return .refuted(
            Refutation(
                harmful == nil ? .warning : .error,
                "the sum of \(self.name(found.position)) is \(found.sum.withMinusSign) and is cut to \(cut)"
                    + (harmful == nil ? "" : ", which changes the order of the nodes"),
                counterexample: found.example,
                fix: found.sum > 254
                    ? "lower the priority of \(self.name(found.position)) or its weights by \(found.sum - 254)"
                    : "raise the priority of \(self.name(found.position)), or let its weights take \(cut - found.sum) less"
            )
        )
    }

    /// The smallest failures of another node for which the clamp changes who of the two is better, one of them being
    /// healthy.
    private func reordered(_ position: Int, _ outcome: Outcome, _ other: Int) -> Failures? {
        let rivals = self.outcomes[other].able
        return rivals.prefix(outcome.failures.count == 0 ? rivals.count : 1).first { rival in
            (rival.failures.count == 0 || outcome.failures.count == 0)
                && (outcome.sum - rival.sum).signum() != (outcome.effective - rival.effective).signum()
        }?.failures
    }
}
