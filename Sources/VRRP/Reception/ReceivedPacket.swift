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

    /// Reads a packet that begins with its IP header: of IPv4 as a raw socket delivers it, of IPv6 as a packet socket
    /// does.
    ///
    /// - Throws: `packetTooShort`, `ipHeader`, `ipLength`, `fragment` or `notVRRP`.
    package init(parsing bytes: Span<UInt8>) throws(DiscardReason) {
        guard bytes.count > 0, bytes[0] >> 4 == 6 else {
            let parsed = try IPv4Header.parse(bytes)
            guard parsed.header.protocolNumber == IPv4Header.vrrpProtocol else { throw .notVRRP }
            try self.init(
                message: Self.bytes(parsed.payload, of: bytes),
                source: .v4(parsed.header.source),
                destination: .v4(parsed.header.destination),
                timeToLive: parsed.header.timeToLive
            )
            return
        }
        let parsed = try IPv6Header.parse(bytes)
        guard parsed.header.nextHeader == IPv4Header.vrrpProtocol else { throw .notVRRP }
        try self.init(
            message: Self.bytes(parsed.payload, of: bytes),
            source: .v6(parsed.header.source),
            destination: .v6(parsed.header.destination),
            timeToLive: parsed.header.hopLimit
        )
    }

    /// Takes a message without its IP header, and what that said: a raw socket of IPv6 delivers it so.
    ///
    /// - Throws: `packetTooShort`.
    package init(
        message: [UInt8],
        source: IPAddress,
        destination: IPAddress,
        timeToLive: UInt8
    ) throws(DiscardReason) {
        guard message.count >= MessageLayout.headerLength else { throw .packetTooShort }
        self.source = source
        self.destination = destination
        self.timeToLive = timeToLive
        self.version = message[0] >> 4
        self.type = message[0] & 0x0f
        self.virtualRouterID = VirtualRouterID(rawValue: message[1])
        self.message = message
    }

    private static func bytes(_ range: Range<Int>, of bytes: Span<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(range.count)
        for index in range {
            copy.append(bytes[index])
        }
        return copy
    }
}
