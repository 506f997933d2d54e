package import VRRP

/// The last time an instance said priority 0 and kept its addresses until a successor was heard.
package struct Handover: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable {
        case underWay = "under_way"
        /// A successor was heard, and the addresses were given up.
        case taken
        /// It was an offer, and the addresses stayed.
        case kept
        /// Nobody was heard; the addresses were given up all the same.
        case nobody
        /// Something else ended it: a fault, or an order to leave at once.
        case broken
    }

    package let beganAt: Instant
    /// The first master heard since.
    package var successor: VirtualRouter.Peer?
    package var outcome = Outcome.underWay
    package var endedAt: Instant?
    /// The journal entry of the order it follows from.
    var order: UInt64?

    /// From priority 0 to the first advertisement of the successor.
    package var time: Duration? { self.successor.map { $0.lastHeard - self.beganAt } }
}
