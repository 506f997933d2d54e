/// The IPv4 header of an advertisement (RFC 791); encoded without options, decoded with any.
package struct IPv4Header: Hashable, Sendable {
    /// IP protocol number of VRRP.
    package static let vrrpProtocol: UInt8 = 112
    /// Bytes of a header without options.
    package static let minimumLength = 20

    package var source: IPv4Address
    package var destination: IPv4Address
    package var protocolNumber: UInt8 = Self.vrrpProtocol
    /// 255 says that no router forwarded the packet (RFC 9568 section 5.1.1.3).
    package var timeToLive: UInt8 = 255
    /// Internetwork control, as keepalived and FRR mark it.
    package var typeOfService: UInt8 = 0xc0
    /// 0 lets the kernel choose when it is handed a whole packet.
    package var identification: UInt16 = 0
    package var dontFragment = false

    package init(source: IPv4Address, destination: IPv4Address) {
        self.source = source
        self.destination = destination
    }

    /// The 20 bytes in front of a payload of `payloadLength` bytes, checksum included.
    package func encoded(payloadLength: Int) -> [UInt8] {
        let totalLength = UInt16(clamping: Self.minimumLength + payloadLength)
        var bytes: [UInt8] = [0x45, self.typeOfService]
        bytes.append(bigEndian: totalLength)
        bytes.append(bigEndian: self.identification)
        bytes.append(bigEndian: self.dontFragment ? 0x4000 : 0 as UInt16)
        bytes.append(self.timeToLive)
        bytes.append(self.protocolNumber)
        bytes.append(bigEndian: 0 as UInt16)
        bytes.append(contentsOf: self.source.bytes)
        bytes.append(contentsOf: self.destination.bytes)
        var checksum = InternetChecksum()
        checksum.add(bytes.span)
        bytes.replace(at: 10, bigEndian: checksum.value)
        return bytes
    }
}
