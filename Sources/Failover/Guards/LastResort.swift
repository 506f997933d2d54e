import Configuration
package import VRRP

/// How an instance stands whose checks have failed and that is not in fault for it, because its guards say so.
package struct LastResort: Hashable, Sendable {
    package var rule: Rule
    /// What failed, on all members of its sync group.
    package var causes: [FaultCause]
    package var since: Instant
    /// When a master offers its addresses next; nil = it is no master, or offers them now.
    package var nextOffer: Instant?
    /// It has offered its addresses, and nobody took them.
    package var isKept = false
    /// The journal's entry of how it began.
    var entry: UInt64?

    /// What makes it one; of several the last one here counts.
    package enum Rule: UInt8, Hashable, Sendable, Comparable, CaseIterable {
        /// `blast_radius_guard`: it competes below every node for which its shared checks pass.
        case shared
        /// `all_unhealthy best`: it competes below every healthy node.
        case best
        /// `all_unhealthy hold`: a master stays it until a healthy node takes over.
        case hold

        package static func < (left: Rule, right: Rule) -> Bool { left.rawValue < right.rawValue }

        /// As it is configured.
        package var text: String {
            switch self {
            case .shared: "blast_radius_guard"
            case .best: "all_unhealthy best"
            case .hold: "all_unhealthy hold"
            }
        }
    }

    /// What it advertises. One that holds has the least there is: it competes with nobody.
    package var priority: Priority { Self.priority(self.rule, failed: self.causes.count) }

    /// - Parameter failed: How many checks have failed, on all members of a sync group.
    package static func priority(_ rule: Rule, failed: Int) -> Priority {
        let band = GuardSettings.lastResortPriorities
        return switch rule {
        case .shared, .best: Priority(rawValue: UInt8(max(band.lowerBound, band.upperBound - max(0, failed - 1))))
        case .hold: Priority(rawValue: UInt8(band.lowerBound))
        }
    }

    /// From the end of an offer to the next one.
    package static func offerInterval(_ interval: AdvertisementInterval) -> Duration {
        max(.seconds(10), interval.duration * 10)
    }
}
