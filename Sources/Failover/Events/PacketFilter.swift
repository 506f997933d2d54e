package import Configuration
package import VRRP

/// The rules of `no_accept`, all of them: what is installed takes the place of what was.
package struct PacketFilter: Hashable, Sendable {
    package var settings: FilterSettings
    /// Packets to these addresses end here, but for neighbour discovery. Sorted, no duplicates.
    package var blocked: [IPAddress]

    package init(settings: FilterSettings, blocked: [IPAddress]) {
        self.settings = settings
        self.blocked = blocked
    }

    package var isEmpty: Bool { self.blocked.isEmpty }
}
