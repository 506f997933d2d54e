import Checks
import Configuration
import Failover
import VRRP

/// P9: how long it takes.
extension Prover {
    var budgeted: Verdict {
        guard let budget = self.budget else { return .notApplicable("no --budget is given") }
        var slowest: Takeover?
        let healthy = self.standings()
        // A holder from whom a better node is about to take over is none for long.
        for (holder, candidate) in self.candidates.enumerated()
        where healthy[holder].mayHold && Election.owner(healthy, holder: holder) == .candidate(holder) {
            for position in candidate.factors.indices {
                var standings = healthy
                standings[holder] = candidate.standing(Failures([position]))
                // One that moves nothing is a matter of P1.
                guard let takeover = self.takeover(from: holder, position, standings) else { continue }
                if slowest.map({ takeover.time > $0.time }) ?? true { slowest = takeover }
            }
        }
        guard let slowest else { return .notApplicable("no failure moves the addresses") }
        guard slowest.time > budget else { return .proved }
        let factor = self.candidates[slowest.holder].factors[slowest.factor]
        let owner = self.name(slowest.owner)
        let delay = self.candidates[slowest.owner].instance.router.preemptDelay
        let isDelayed = slowest.standings[slowest.holder].isFit && delay > .zero && delay == slowest.handover
        return .refuted(
            Refutation(
                .error,
                "\(factor.name) fails on \(self.name(slowest.holder)): \(owner) has the addresses "
                    + "after up to \(slowest.time.shortSeconds), \((slowest.time - budget).shortSeconds) too late",
                counterexample: Counterexample(slowest.standings, expected: slowest.owner),
                details: [
                    "\(slowest.detection.shortSeconds) until the check counts as failed, "
                        + "\(slowest.handover.shortSeconds) until \(owner) has taken over"
                ],
                fix: slowest.detection > slowest.handover
                    ? "check more often: a shorter interval and timeout, a smaller fall, or a fast_interval"
                    : isDelayed
                        ? "shorten preempt_delay of \(owner), or let failures be faults (weight 0)"
                        : "let failures be faults (weight 0), use fast_preempt, or a shorter advert_int"
            )
        )
    }

    private struct Takeover {
        var holder: Int
        var factor: Int
        /// The first to have the addresses, whoever has them in the end.
        var owner: Int
        var detection: Duration
        var handover: Duration
        var standings: [CandidateStanding]

        var time: Duration { self.detection + self.handover }
    }

    /// The earliest of all nodes that take the addresses from the holder of a failing check; nil = none does.
    private func takeover(from holder: Int, _ factor: Int, _ standings: [CandidateStanding]) -> Takeover? {
        var earliest: (owner: Int, time: Duration)?
        for owner in standings.indices where owner != holder && standings[owner].mayHold {
            let isBetter = standings[owner].effective > standings[holder].effective && standings[owner].preempts
            guard isBetter || !standings[holder].isFit else { continue }
            let time = self.handover(from: holder, to: owner, standings)
            if earliest.map({ time < $0.time }) ?? true { earliest = (owner, time) }
        }
        return earliest.map { owner, handover in
            Takeover(
                holder: holder,
                factor: factor,
                owner: owner,
                detection: self.detection(of: factor, on: holder),
                handover: handover,
                standings: standings
            )
        }
    }

    /// From the failure of a factor to what it does to the priority, which a guard may put off.
    func detection(of factor: Int, on position: Int, cannotRun: Bool = false) -> Duration {
        let candidate = self.candidates[position]
        let checks = self.cluster.nodes[candidate.node].configuration.checks
        let grace = candidate.isGuarded(factor) ? candidate.instance.guards.blastRadiusGrace ?? .zero : .zero
        return grace
            + FailoverTime.detection(
                candidate.factors[factor].definition,
                to: cannotRun ? .down : candidate.factors[factor].failed,
                among: Dictionary(checks.map { ($0.name, $0) }) { first, _ in first },
                cannotRun: cannotRun
            )
    }

    /// From the change of the holder's standing to the new owner.
    func handover(from holder: Int, to owner: Int, _ standings: [CandidateStanding]) -> Duration {
        let instance = self.candidates[owner].instance
        let master = self.candidates[holder].instance
        // What a node whose checks have failed offers, a fit one takes as it takes what a node in fault leaves.
        let isLeft = !standings[holder].staysMaster || !standings[holder].isFit && standings[owner].isFit
        return !isLeft
            ? FailoverTime.afterWeight(to: standings[owner], instance, master: master)
            : FailoverTime.afterFault(to: standings[owner], instance, master: master)
    }
}
