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
            return slowest.skewTime + self.margin(interval)
        }

        /// How long after a priority 0 a last resort of this priority takes over: an offer ends before, and is followed by an
        /// advertisement. Of several the better one is the first.
        static func lastResortPatience(
            _ version: Version,
            _ interval: AdvertisementInterval,
            _ priority: Priority
        ) -> Duration {
            let own = Timing(version: version, priority: priority, masterInterval: interval).skewTime
            let best = Timing(version: version, priority: VirtualRouter.bestLastResort, masterInterval: interval)
                .skewTime
            return self.patience(version, interval) + interval.duration + max(.zero, own - best)
        }

        /// For how long addresses are kept where any last resort may be the only successor.
        static func longPatience(_ settings: VirtualRouterSettings) -> Duration {
            let interval = settings.advertisementInterval
            return self.lastResortPatience(settings.version, interval, Priority(rawValue: 1)) + self.margin(interval)
        }

        private static func margin(_ interval: AdvertisementInterval) -> Duration {
            max(.milliseconds(10), interval.duration / 10)
        }
    }

    /// The most that a last resort competes with; healthy routers have more.
    package static let bestLastResort = Priority(rawValue: 8)

    /// How long a router that leaves waits for a successor.
    var resignationTime: Duration {
        self.hasLastResorts ? Resigning.longPatience(self.settings) : Resigning.patience(self.settings)
    }
}
