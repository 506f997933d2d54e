/// What keeps an instance from moving its addresses where that does not help. Nothing is in force that is not configured.
package struct GuardSettings: Hashable, Sendable {
    package var allUnhealthy = AllUnhealthyPolicy.drop
    /// How long a master withholds what checks of scope shared report: `blast_radius_guard`; nil = not at all.
    package var blastRadiusGrace: Duration?
    /// The grace follows from the checks: none was written.
    package var isGraceComputed = false

    package init() {}

    /// The priorities of nodes that compete although their checks have failed. A healthy node is always above them.
    package static let lastResortPriorities = 1...8

    /// The lowest priority that weights leave a node without a fault: 9 where nodes with one may compete, else
    /// keepalived's 1.
    package var leastHealthyPriority: Int {
        self.allUnhealthy == .drop && self.blastRadiusGrace == nil ? 1 : Self.lastResortPriorities.upperBound + 1
    }

    /// Whether a backup may be one of those. With `hold` alone only masters are.
    package var hasLastResortBackups: Bool { self.allUnhealthy == .best || self.blastRadiusGrace != nil }
}
