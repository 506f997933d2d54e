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
    /// Its checks have failed, and it competes with this priority, or keeps what it has, by `all_unhealthy`.
    package var lastResort: Int?

    /// - Parameter lastResort: With a fault: what it keeps its addresses with if it has them and nobody else can.
    package init(
        failures: Failures,
        ledger: Ledger,
        isFault: Bool,
        preempts: Bool,
        isStopped: Bool,
        lastResort: Int? = nil
    ) {
        self.lastResort = lastResort
        self.failures = failures
        self.ledger = ledger
        self.isFault = isFault
        self.preempts = preempts
        self.isStopped = isStopped
    }

    package var effective: Int { self.lastResort ?? Int(self.ledger.effective.rawValue) }

    /// Whether it competes.
    package var mayHold: Bool { !self.isFault && !self.isStopped }

    /// Whether it competes and none of its checks is a fault.
    package var isFit: Bool { self.mayHold && self.lastResort == nil }

    /// Whether it stays master if no fit node is there.
    package var staysMaster: Bool { !self.isStopped && (!self.isFault || self.lastResort != nil) }

    var stopped: CandidateStanding {
        var standing = self
        standing.isStopped = true
        return standing
    }
}
