extension VirtualRouter {
    /// The handover of a healthy master that leaves.
    package struct Resigning: Hashable, Sendable {
        /// When the addresses are released, or an offer that nobody has taken is over.
        package var release: Instant
        /// The first master heard since; nil = none yet.
        package var successor: Peer?
        /// It leaves only if there is a successor, and stays master otherwise.
        package var isOffer = false
        /// The whole sync group has successors; means nothing to others.
        var mayLetGo = false

        /// Between hearing a successor's advertisement and letting go: its gratuitous ARP follows the advertisement,
        /// and until that is out clients still send here.
        static let settleTime: Duration = .milliseconds(5)

        /// How long the slowest candidate may take: the skew of priority 1, and a margin for the network and for
        /// late timers.
        static func patience(_ settings: VirtualRouterSettings) -> Duration {
            self.patience(settings.version, settings.advertisementInterval)
        }

        /// The same of a master that advertises at this interval.
        static func patience(_ version: Version, _ interval: AdvertisementInterval) -> Duration {
            let slowest = Timing(
                version: version,
                priority: Priority(rawValue: 1),
                masterInterval: interval
            )
            return slowest.skewTime + max(.milliseconds(10), interval.duration / 10)
        }
    }
}
