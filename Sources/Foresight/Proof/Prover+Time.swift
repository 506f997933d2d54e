/// P9: how long it takes.
extension Prover {
    var budgeted: Verdict {
        guard let budget = self.budget else { return .notApplicable("no --budget is given") }
        var slowest: (time: Duration, holder: Int, factor: Int, owner: Int, standings: [CandidateStanding])?
        let healthy = self.standings()
        // A holder from whom a better node is about to take over is none for long.
        for (holder, candidate) in self.candidates.enumerated()
        where healthy[holder].mayHold && Election.owner(healthy, holder: holder) == .candidate(holder) {
            for (position, factor) in candidate.factors.enumerated() {
                var standings = healthy
                standings[holder] = candidate.standing(Failures([position]))
                // One that moves nothing is a matter of P1.
                guard case .candidate(let owner) = Election.owner(standings, holder: holder), owner != holder else {
                    continue
                }
                let time =
                    FailoverTime.detection(factor.definition)
                    + self.handover(from: holder, to: owner, standings)
                if slowest.map({ time > $0.time }) ?? true { slowest = (time, holder, position, owner, standings) }
            }
        }
        guard let slowest else { return .notApplicable("no failure moves the addresses") }
        guard slowest.time > budget else { return .proved }
        let factor = self.candidates[slowest.holder].factors[slowest.factor]
        let detection = FailoverTime.detection(factor.definition)
        let handover = slowest.time - detection
        return .refuted(
            Refutation(
                .error,
                "\(factor.name) fails on \(self.name(slowest.holder)): \(self.name(slowest.owner)) has the addresses "
                    + "after up to \(slowest.time.shortSeconds), \((slowest.time - budget).shortSeconds) too late",
                counterexample: Counterexample(slowest.standings, expected: slowest.owner),
                details: [
                    "\(detection.shortSeconds) until the check is down, "
                        + "\(handover.shortSeconds) until \(self.name(slowest.owner)) has taken over"
                ],
                fix: detection > handover
                    ? "check more often: a shorter interval and timeout, a smaller fall, or a fast_interval"
                    : "let failures be faults (weight 0), use fast_preempt, or a shorter advert_int"
            )
        )
    }

    /// From the change of the holder's standing to the new owner.
    func handover(from holder: Int, to owner: Int, _ standings: [CandidateStanding]) -> Duration {
        let instance = self.candidates[owner].instance
        let master = self.candidates[holder].instance
        return standings[holder].mayHold
            ? FailoverTime.afterWeight(to: standings[owner], instance, master: master)
            : FailoverTime.afterFault(to: standings[owner], instance, master: master)
    }
}
