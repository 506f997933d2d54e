package import VRRP

/// What has been counted for one instance since the router process began.
package struct Counters: Hashable, Sendable {
    package var received: UInt64 = 0
    package var sent: UInt64 = 0
    package var priorityZeroReceived: UInt64 = 0
    package var priorityZeroSent: UInt64 = 0
    package var announcementsSent: UInt64 = 0
    package var becameMaster: UInt64 = 0
    package var releasedMaster: UInt64 = 0
    package var addressesRestored: UInt64 = 0
    /// Advertisements of others who take themselves for the owner of this owner's addresses.
    package var rivalOwners: UInt64 = 0
    package var discards: [DiscardReason: UInt64] = [:]
    /// Accepted with a remark, by the remark's name.
    package var remarks: [String: UInt64] = [:]

    package mutating func count(_ reason: DiscardReason) {
        self.discards[reason, default: 0] += 1
    }
}
