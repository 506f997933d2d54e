/// What a route says of the path behind it.
package struct RouteMetrics: Hashable, Sendable {
    /// Numbered as `RTAX_…`.
    package enum Kind: UInt16, Hashable, Sendable, CaseIterable {
        /// Bytes.
        case mtu = 2
        /// Bytes.
        case window = 3
        /// Eighths of a millisecond.
        case roundTripTime = 4
        /// Quarters of a millisecond.
        case roundTripVariance = 5
        case slowStartThreshold = 6
        case congestionWindow = 7
        case advertisedSegmentSize = 8
        case reordering = 9
        case hopLimit = 10
        case initialCongestionWindow = 11
        /// Bits; 1 = explicit congestion notification.
        case features = 12
        /// Milliseconds.
        case minimumRetransmissionTimeout = 13
        case initialReceiveWindow = 14
        case quickAcknowledgements = 15
        case fastOpenWithoutCookie = 17
    }

    package var values: [Kind: UInt32] = [:]
    /// The name of a congestion control algorithm: `RTAX_CC_ALGO`, 16.
    package var congestionControl: String?
    /// Bit n for metric n: the kernel may not change it by what it learns of the path.
    package var locked: UInt32 = 0

    package init() {}

    package var isEmpty: Bool { self.values.isEmpty && self.congestionControl == nil }

    package mutating func lock(_ number: UInt16) {
        self.locked |= 1 << UInt32(number)
    }

    package static let congestionControlNumber: UInt16 = 16
}
