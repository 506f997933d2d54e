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

    /// Announcements for the interfaces that carry virtual addresses but no advertisements; nil = none.
    package var extraInterfaces: ExtraInterfaces?

    package init() {}

    /// keepalived's `vrrp_min_garp`: one frame per address, once.
    package static var minimal: GratuitousARPSettings {
        var settings = GratuitousARPSettings()
        settings.masterDelay = .zero
        settings.masterRepeat = 1
        settings.lowerPriorityDelay = .zero
        settings.lowerPriorityRepeat = 1
        return settings
    }

    /// Switches forget where a virtual router's hardware address is, on a link that sees none of its advertisements.
    package struct ExtraInterfaces: Hashable, Sendable {
        /// Zero = none.
        package var interval: Duration
        /// Also interfaces whose hardware address is their own.
        package var includesOrdinary: Bool

        package init(interval: Duration, includesOrdinary: Bool) {
            self.interval = interval
            self.includesOrdinary = includesOrdinary
        }
    }
}
