extension VirtualRouter {
    /// What a backup waits for.
    package struct Backup: Hashable, Sendable {
        /// Master_Down_Timer.
        package var masterDown: Instant
        /// Master_Adver_Interval: in v3 learned from the master obeyed, otherwise our own.
        package var masterInterval: AdvertisementInterval
        package var prospect: Prospect

        /// When the backup becomes master unless something is heard before.
        var deadline: Instant {
            switch self.prospect {
            case .alone, .obeying, .succeeding, .preempting: self.masterDown
            case .deferring(_, let until): min(self.masterDown, until)
            }
        }
    }

    /// How a backup stands to the master of the link.
    package enum Prospect: Hashable, Sendable {
        /// Nobody heard yet.
        case alone
        /// This master is accepted; each of its advertisements restarts the master down timer.
        case obeying(Peer)
        /// The master at this address has resigned; the timer runs for a skew.
        case succeeding(IPv4Address)
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
