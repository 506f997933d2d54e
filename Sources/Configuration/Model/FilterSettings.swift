/// How `no_accept` is put into the kernel: `nftables …`.
package struct FilterSettings: Hashable, Sendable {
    package var table = FilterSettings.defaultTable
    /// Of the chain, among those of other tables: `nftables_priority`.
    package var priority: Int32 = -1
    /// Rules name interfaces by number: `nftables_ifindex`.
    package var matchesIndex = false
    /// Rules count what they drop: `nftables_counters`.
    package var hasCounters = false

    package static let defaultTable = "baton"

    package init() {}
}
