/// States of all nodes in which a property does not hold.
package struct Counterexample: Hashable, Sendable {
    /// Of each candidate, in order.
    package var standings: [CandidateStanding]
    /// Who holds the addresses, by position; nil = nobody, or nobody in particular.
    package var holder: Int?
    /// Who should.
    package var expected: Int?

    package init(_ standings: [CandidateStanding], holder: Int? = nil, expected: Int? = nil) {
        self.standings = standings
        self.holder = holder
        self.expected = expected
    }

    /// How many checks fail, on all nodes.
    package var failures: Int { self.standings.reduce(0) { $0 + $1.failures.count } }

    package var stopped: Int { self.standings.count { $0.isStopped } }

    /// Whether this one is to be shown rather than the other: fewer failures, then fewer nodes that are off, then the
    /// order of nodes and checks.
    func isSmaller(than other: Counterexample) -> Bool {
        if self.failures != other.failures { return self.failures < other.failures }
        if self.stopped != other.stopped { return self.stopped < other.stopped }
        for (own, others) in zip(self.standings, other.standings) where own.failures != others.failures {
            // The first node's failures come first.
            if own.failures.count != others.failures.count { return own.failures.count > others.failures.count }
            return own.failures < others.failures
        }
        return (self.holder ?? 0) < (other.holder ?? 0)
    }
}
