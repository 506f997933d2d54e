/// The fixed IPv6 header of an advertisement (RFC 8200 section 3), for links where the kernel makes or strips none.
package struct IPv6Header: Hashable, Sendable {
    package static let length = 40

    package var source: IPv6Address
    package var destination: IPv6Address
    package var nextHeader: UInt8 = IPv4Header.vrrpProtocol
    /// 255 says that no router forwarded the packet (RFC 9568 section 5.1.2.3).
    package var hopLimit: UInt8 = 255
    /// Internetwork control, as over IPv4.
    package var trafficClass: UInt8 = 0xc0

    package init(source: IPv6Address, destination: IPv6Address) {
        self.source = source
        self.destination = destination
    }

    /// The 40 bytes in front of a payload of `payloadLength` bytes.
    package func encoded(payloadLength: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.length + payloadLength)
        bytes.append(bigEndian: 0x6000 | UInt16(self.trafficClass) << 4)
        bytes.append(bigEndian: 0 as UInt16)  // flow label
        bytes.append(bigEndian: UInt16(clamping: payloadLength))
        bytes.append(self.nextHeader)
        bytes.append(self.hopLimit)
        bytes.append(contentsOf: self.source.bytes)
        bytes.append(contentsOf: self.destination.bytes)
        return bytes
    }
}
