extension IPv6Header {
    /// Where the payload lies in the bytes a header was parsed from.
    package struct Parsed: Hashable, Sendable {
        package let header: IPv6Header
        package let payload: Range<Int>
    }

    /// Reads the header of a packet as a packet socket delivers it. Extension headers are none of VRRP's: what follows
    /// one is another protocol here.
    ///
    /// - Throws: `packetTooShort`, `ipHeader`, `ipLength`.
    package static func parse(_ bytes: Span<UInt8>) throws(DiscardReason) -> Parsed {
        guard bytes.count >= Self.length else { throw .packetTooShort }
        guard bytes[0] >> 4 == 6 else { throw .ipHeader }
        // No padding: header and the least message are longer than the shortest Ethernet frame.
        guard Self.length + Int(bytes.bigEndianWord(at: 4)) == bytes.count else { throw .ipLength }
        var header = IPv6Header(source: bytes.ipv6Address(at: 8), destination: bytes.ipv6Address(at: 24))
        header.nextHeader = bytes[6]
        header.hopLimit = bytes[7]
        header.trafficClass = UInt8(truncatingIfNeeded: bytes.bigEndianWord(at: 0) >> 4)
        return Parsed(header: header, payload: Self.length..<bytes.count)
    }
}
