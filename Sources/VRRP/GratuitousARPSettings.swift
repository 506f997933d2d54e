/// When and how often a master announces its addresses; keepalived's `garp_*` words and defaults.
package struct GratuitousARPSettings: Hashable, Sendable {
    /// Second burst after becoming master; zero = none.
    package var masterDelay: Duration = .seconds(5)
    /// Frames per address and burst; at least 1.
    package var masterRepeat: Int = 5
    /// Period of announcements while master; zero = none.
    package var masterRefresh: Duration = .zero
    package var masterRefreshRepeat: Int = 1
    /// Second burst after hearing a lower-priority master; zero = none.
    package var lowerPriorityDelay: Duration = .seconds(5)
    /// Frames per address when a lower-priority master is heard; zero = none.
    package var lowerPriorityRepeat: Int = 5

    package init() {}
}
