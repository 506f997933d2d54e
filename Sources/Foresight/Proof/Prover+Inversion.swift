/// P4, over all failures of all nodes.
///
/// The property is one of pairs: any third node may be off. So for each pair the milder failures are sorted by what
/// priority they leave, and every worse set is held against the smallest of those it is not below.
extension Prover {
    var inversion: Verdict {
        var smallest: Counterexample?
        for holder in self.candidates.indices {
            for better in self.candidates.indices where better != holder {
                self.search(holder, better, &smallest)
            }
        }
        guard let smallest, let holder = smallest.holder, let expected = smallest.expected else { return .proved }
        let own = smallest.standings[holder]
        let other = smallest.standings[expected]
        let reason =
            own.effective < other.effective
            ? "\(self.name(expected)) has nopreempt"
            : own.effective == other.effective ? "a tie leaves them" : "\(own.effective) to \(other.effective)"
        // What the weights say of severity is an estimate, except that a healthy node is better than a broken one.
        let isCertain = self.ranks.isStated || other.failures.count == 0
        return .refuted(
            Refutation(
                isCertain ? .error : .warning,
                "\(self.name(holder)) keeps the addresses with worse failures than \(self.name(expected)): \(reason)",
                counterexample: smallest,
                fix: "let each weight take more than all milder ones and the gap between the nodes together: "
                    + "baton plan weights"
            )
        )
    }

    private func search(_ holder: Int, _ better: Int, _ smallest: inout Counterexample?) {
        let milder = self.outcomes[better].able
        let worse = self.outcomes[holder].able
        let preempts = self.candidates[better].preempts
        for rank in Set(milder.map(\.rank)).sorted() {
            // At position p: the smallest set that leaves the better node a priority of p or less.
            var best = [Failures?](repeating: nil, count: 256)
            for outcome in milder where outcome.rank == rank {
                let place = preempts ? outcome.effective : 0
                if best[place].map({ outcome.failures < $0 }) ?? true { best[place] = outcome.failures }
            }
            for priority in 1..<256 {
                guard let below = best[priority - 1] else { continue }
                if best[priority].map({ below < $0 }) ?? true { best[priority] = below }
            }
            for outcome in worse where outcome.rank > rank {
                guard let failures = best[outcome.effective] else { continue }
                let count = outcome.failures.count + failures.count
                if let smallest, smallest.failures < count { continue }
                let example = self.example(holder, outcome.failures, better, failures)
                if smallest.map({ example.isSmaller(than: $0) }) ?? true { smallest = example }
            }
        }
    }

    /// The others are healthy if that leaves the addresses where they are; else they are off.
    private func example(_ holder: Int, _ own: Failures, _ better: Int, _ other: Failures) -> Counterexample {
        var standings = self.standings([holder: own, better: other])
        if Election.owner(standings, holder: holder) != .candidate(holder) {
            for position in standings.indices where position != holder && position != better {
                standings[position] = standings[position].stopped
            }
        }
        return Counterexample(standings, holder: holder, expected: better)
    }
}
