extension IPv4Header {
    /// Where the payload lies in the bytes a header was parsed from.
    package struct Parsed: Hashable, Sendable {
        package let header: IPv4Header
        /// Offsets of the payload; link padding behind it is left out.
        package let payload: Range<Int>
    }

    /// The payload of the shortest Ethernet frame; senders pad shorter packets up to it.
    private static let minimumEthernetPayload = 46

    /// Reads the header of a received packet, skipping options by its length field.
    ///
    /// The header checksum is not verified: the kernel has done so, and it may since have rewritten options.
    ///
    /// - Throws: `packetTooShort`, `ipHeader`, `ipLength`, `fragment`.
    package static func parse(_ bytes: Span<UInt8>) throws(DiscardReason) -> Parsed {
        guard bytes.count >= Self.minimumLength else { throw .packetTooShort }
        guard bytes[0] >> 4 == 4 else { throw .ipHeader }
        let headerLength = Int(bytes[0] & 0x0f) * 4
        guard headerLength >= Self.minimumLength else { throw .ipHeader }
        guard headerLength <= bytes.count else { throw .packetTooShort }

        let totalLength = Int(bytes.bigEndianWord(at: 2))
        guard totalLength >= headerLength, totalLength <= bytes.count else { throw .ipLength }
        // A raw socket delivers exactly the packet; a packet socket may add the padding of a short frame.
        guard totalLength == bytes.count || bytes.count <= Self.minimumEthernetPayload else { throw .ipLength }

        let flags = bytes.bigEndianWord(at: 6)
        guard flags & 0x3fff == 0 else { throw .fragment }

        var header = IPv4Header(source: bytes.address(at: 12), destination: bytes.address(at: 16))
        header.protocolNumber = bytes[9]
        header.timeToLive = bytes[8]
        header.typeOfService = bytes[1]
        header.identification = bytes.bigEndianWord(at: 4)
        header.dontFragment = flags & 0x4000 != 0
        return Parsed(header: header, payload: headerLength..<totalLength)
    }
}
