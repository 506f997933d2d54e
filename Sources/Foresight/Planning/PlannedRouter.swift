package import VRRP

/// What a plan makes of the base priorities of one virtual router.
package struct PlannedRouter: Hashable, Sendable {
    package var router: SharedRouter
    /// Positions in ``SharedRouter/members``, the preferred node first.
    package var order: [Int]
    /// Of each member.
    package var priorities: [Priority]
}
