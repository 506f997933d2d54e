import VRRP

/// A change of a link that must last before it counts.
struct UnsettledLink: Hashable, Sendable {
    var isUp: Bool
    var until: Instant
}
