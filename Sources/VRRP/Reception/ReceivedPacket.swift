/// A packet of protocol 112, read so far that its virtual router can be found.
///
/// Reception has two phases, because a socket is shared by all virtual routers of a link: first the parts that name
/// the sender and the virtual router, here; then the policy of that virtual router, `advertisement(for:)`. Both are
/// total over any bytes, and nothing is trusted before the second has passed.
package struct ReceivedPacket: Hashable, Sendable {
    package let source: IPAddress
    package let destination: IPAddress
    package let timeToLive: UInt8
    /// The version nibble as received, 0…15.
    package let version: UInt8
    /// The type nibble as received, 0…15.
    package let type: UInt8
    /// nil for 0, which no virtual router may have.
    package let virtualRouterID: VirtualRouterID?
    /// The VRRP message, without IP header and link padding; at least its 8 byte header.
    package let message: [UInt8]

    /// Reads an IPv4 packet as a raw socket delivers it, IP header first.
    ///
    /// - Throws: `packetTooShort`, `ipHeader`, `ipLength`, `fragment` or `notVRRP`.
    package init(parsing bytes: Span<UInt8>) throws(DiscardReason) {
        let parsed = try IPv4Header.parse(bytes)
        guard parsed.header.protocolNumber == IPv4Header.vrrpProtocol else { throw .notVRRP }
        guard parsed.payload.count >= MessageLayout.headerLength else { throw .packetTooShort }

        var message: [UInt8] = []
        message.reserveCapacity(parsed.payload.count)
        for index in parsed.payload {
            message.append(bytes[index])
        }
        self.source = .v4(parsed.header.source)
        self.destination = .v4(parsed.header.destination)
        self.timeToLive = parsed.header.timeToLive
        self.version = message[0] >> 4
        self.type = message[0] & 0x0f
        self.virtualRouterID = VirtualRouterID(rawValue: message[1])
        self.message = message
    }
}
