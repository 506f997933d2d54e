import Failover
import VRRP

/// Properties of single failures: each check alone, on each node, while that node is master.
extension Prover {
    /// Every failure of one factor on a node that holds the addresses.
    private func forEachSingle(_ body: (_ holder: Int, _ factor: Int, _ standings: [CandidateStanding]) -> Void) {
        let healthy = self.standings()
        for (holder, candidate) in self.candidates.enumerated() where healthy[holder].mayHold {
            for factor in candidate.factors.indices {
                var standings = healthy
                standings[holder] = candidate.standing(Failures([factor]))
                body(holder, factor, standings)
            }
        }
    }

    /// P1.
    var effective: Verdict {
        var refutations: [(counterexample: Counterexample, factor: Int)] = []
        self.forEachSingle { holder, factor, standings in
            guard standings[holder].isFit,
                Election.owner(standings, holder: holder) == .candidate(holder)
            else { return }
            let expected =
                self.best(standings, besides: holder, where: \.preempts) ?? self.best(standings, besides: holder)
            refutations.append((Counterexample(standings, holder: holder, expected: expected), factor))
        }
        guard let first = refutations.min(by: { $0.counterexample.isSmaller(than: $1.counterexample) }),
            let holder = first.counterexample.holder
        else { return .proved }
        let factor = self.candidates[holder].factors[first.factor]
        let (reason, fix) = self.explanation(of: first.counterexample, factor)
        return .refuted(
            Refutation(
                .error,
                "\(factor.name) fails on \(self.name(holder)), and \(self.name(holder)) keeps the addresses: \(reason)",
                counterexample: first.counterexample,
                details: refutations.count > 1
                    ? ["\(refutations.count) of the single failures are without effect"] : [],
                fix: fix
            )
        )
    }

    /// Why a failure leaves the addresses where they are, and what would move them.
    private func explanation(of example: Counterexample, _ factor: Factor) -> (reason: String, fix: String) {
        guard let holder = example.holder, let expected = example.expected else {
            return ("no other node can have them", "give another node a health that lets it compete")
        }
        let own = example.standings[holder].effective
        let other = example.standings[expected].effective
        let gap = Int(self.candidates[holder].base.rawValue) - other
        if self.candidates[holder].base == .owner {
            return (
                "priority 255 owns them, and no weight counts",
                "lower priority 255 of \(self.name(holder)), or give \(factor.name) weight 0, which is a fault"
            )
        }
        if own < other {
            return (
                "\(self.name(expected)) is better, \(other) to \(own), but has nopreempt",
                "remove nopreempt from \(self.name(expected)), or give \(factor.name) weight 0, which is a fault"
            )
        }
        let comparison = own == other ? "a tie leaves them where they are" : "\(own) is still more than \(other)"
        return (
            comparison,
            "the weight of \(factor.name) must take more than \(gap), or be 0, which is a fault: baton plan weights"
        )
    }

    /// The best of the others that could hold the addresses.
    private func best(
        _ standings: [CandidateStanding],
        besides holder: Int,
        where isMeant: (CandidateStanding) -> Bool = { _ in true }
    ) -> Int? {
        standings.indices.filter { $0 != holder && standings[$0].mayHold && isMeant(standings[$0]) }
            .max { (standings[$0].effective, -$0) < (standings[$1].effective, -$1) }
    }

    /// P2.
    var marginal: Verdict {
        var smallest: (margin: Int, counterexample: Counterexample, factor: Int)?
        self.forEachSingle { holder, factor, standings in
            // One that may not preempt wins from nobody who is there.
            guard standings[holder].isFit,
                let rival = self.best(standings, besides: holder, where: \.preempts)
            else { return }
            let margin = standings[rival].effective - standings[holder].effective
            let example = Counterexample(standings, holder: holder, expected: rival)
            if let known = smallest, (known.margin, 0) <= (margin, 0) { return }
            smallest = (margin, example, factor)
        }
        guard let smallest, smallest.margin < Self.margin, let holder = smallest.counterexample.holder,
            let rival = smallest.counterexample.expected
        else { return .proved }
        let factor = self.candidates[holder].factors[smallest.factor]
        let failing = "\(factor.name) fails on \(self.name(holder))"
        return .refuted(
            Refutation(
                .warning,
                smallest.margin > 0
                    ? "where \(failing), \(self.name(rival)) wins by \(smallest.margin) only"
                    : "where \(failing), \(self.name(rival)) does not win: "
                        + "\(smallest.counterexample.standings[rival].effective) to "
                        + "\(smallest.counterexample.standings[holder].effective)",
                counterexample: smallest.counterexample,
                fix: "let the weight of \(factor.name) take \(Self.margin - smallest.margin) more"
            )
        )
    }

    /// P3.
    var tie: Verdict {
        var smallest: Counterexample?
        let singles = self.candidates.map { candidate in candidate.singleFailures.map { candidate.standing($0) } }
        let healthy = singles.map { $0[0] }
        for left in self.candidates.indices {
            for right in self.candidates.indices where right > left {
                for own in singles[left] where own.isFit {
                    for other in singles[right] where other.isFit && other.effective == own.effective {
                        var standings = healthy
                        standings[left] = own
                        standings[right] = other
                        let example = Counterexample(standings)
                        if smallest.map({ example.isSmaller(than: $0) }) ?? true { smallest = example }
                    }
                }
            }
        }
        guard let smallest else { return .proved }
        let tied =
            Dictionary(grouping: smallest.standings.indices.filter { smallest.standings[$0].isFit }) {
                smallest.standings[$0].effective
            }.values.filter { $0.count > 1 }.min { $0[0] < $1[0] } ?? []
        let names = tied.map { self.name($0) }.joined(separator: " and ")
        let priority = tied.first.map { smallest.standings[$0].effective } ?? 0
        let fix =
            tied.contains { smallest.standings[$0].ledger.isClamped }
            ? "keep the sums of priority and weights within 1…254: baton plan weights"
            : smallest.failures == 0
                ? "give each node its own priority" : "choose weights that differ from the gaps: baton plan weights"
        return .refuted(
            Refutation(
                smallest.failures == 0 ? .error : .warning,
                "\(names) have priority \(priority): whoever is master stays it"
                    + (smallest.failures == 0 ? ", and at the start the higher address decides" : ""),
                counterexample: smallest,
                fix: fix
            )
        )
    }
}
