package import Configuration
package import VRRP

/// The rules of `no_accept`, all of them: what is installed takes the place of what was.
package struct PacketFilter: Hashable, Sendable {
    package var settings: FilterSettings
    /// Packets to these addresses end here, but for neighbour discovery. Sorted, no duplicates.
    package var blocked: [IPAddress]
    /// The same where packets come in from one link: link-local addresses, which another link may have as well. Sorted, no
    /// duplicates.
    package var blockedOnLinks: [LinkAddress]

    package init(settings: FilterSettings, blocked: [IPAddress], onLinks blockedOnLinks: [LinkAddress] = []) {
        self.settings = settings
        self.blocked = blocked
        self.blockedOnLinks = blockedOnLinks
    }

    package var isEmpty: Bool { self.blocked.isEmpty && self.blockedOnLinks.isEmpty }
}
