import VRRP

/// The gratuitous ARP settings that one block gives; nil = not given.
struct AnnouncementDraft {
    var masterDelay: Duration?
    var masterRepeat: Int?
    var masterRefresh: Duration?
    var masterRefreshRepeat: Int?
    var lowerPriorityDelay: Duration?
    var lowerPriorityRepeat: Int?
    /// `vrrp_min_garp`: the least there can be, where no other word says more.
    var isMinimal = false
    var extraInterfaces: GratuitousARPSettings.ExtraInterfaces?

    /// What `global_defs` amounts to: the settings for a lower priority follow those for becoming master.
    func resolved() -> GratuitousARPSettings {
        var settings = self.resolved(over: self.isMinimal ? .minimal : GratuitousARPSettings())
        settings.lowerPriorityDelay = self.lowerPriorityDelay ?? settings.masterDelay
        settings.lowerPriorityRepeat = self.lowerPriorityRepeat ?? settings.masterRepeat
        return settings
    }

    /// What an instance amounts to: its own words, and the global ones for the rest.
    func resolved(over base: GratuitousARPSettings) -> GratuitousARPSettings {
        var settings = base
        settings.masterDelay = self.masterDelay ?? base.masterDelay
        // keepalived turns a repeat of 0 into 1.
        settings.masterRepeat = max(1, self.masterRepeat ?? base.masterRepeat)
        settings.masterRefresh = self.masterRefresh ?? base.masterRefresh
        settings.masterRefreshRepeat = max(1, self.masterRefreshRepeat ?? base.masterRefreshRepeat)
        settings.lowerPriorityDelay = self.lowerPriorityDelay ?? base.lowerPriorityDelay
        settings.lowerPriorityRepeat = self.lowerPriorityRepeat ?? base.lowerPriorityRepeat
        settings.extraInterfaces = self.extraInterfaces ?? base.extraInterfaces
        return settings
    }

    /// Delays and periods: zero turns each off.
    static let delayRange: ClosedRange<Duration> = .zero ... .seconds(4_294_967)
    static let repeatRange = 0...10_000
}
