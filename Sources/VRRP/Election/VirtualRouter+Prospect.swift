extension VirtualRouter {
    /// How a backup stands to the master of the link.
    package enum Prospect: Hashable, Sendable {
        /// Nobody heard yet.
        case alone
        /// This master is accepted; each of its advertisements restarts the master down timer.
        case obeying(Peer)
        /// The master at this address has resigned; the timer runs for a skew.
        case succeeding(IPAddress)
        /// This master has a lower priority and is ignored; the timer runs on.
        case preempting(Peer)
        /// This master has a lower priority and is accepted until the preempt delay ends.
        case deferring(Peer, until: Instant)

        package var master: Peer? {
            switch self {
            case .alone, .succeeding: nil
            case .obeying(let peer), .preempting(let peer), .deferring(let peer, until: _): peer
            }
        }
    }
}
