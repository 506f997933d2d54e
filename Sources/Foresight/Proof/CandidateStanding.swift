package import Failover
import VRRP

/// How a node stands in an election.
package struct CandidateStanding: Hashable, Sendable {
    package var failures: Failures
    package var ledger: Ledger
    package var isFault: Bool
    package var preempts: Bool
    /// The node is off.
    package var isStopped: Bool

    package init(failures: Failures, ledger: Ledger, isFault: Bool, preempts: Bool, isStopped: Bool) {
        self.failures = failures
        self.ledger = ledger
        self.isFault = isFault
        self.preempts = preempts
        self.isStopped = isStopped
    }

    package var effective: Int { Int(self.ledger.effective.rawValue) }

    package var mayHold: Bool { !self.isFault && !self.isStopped }

    var stopped: CandidateStanding {
        var standing = self
        standing.isStopped = true
        return standing
    }
}
