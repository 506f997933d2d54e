/// What moves an IPv6 address in the caches of a link: an unsolicited neighbour advertisement to all nodes (RFC 4861
/// section 7.2.6, RFC 9568 section 6.4.2).
package enum NeighbourAdvertisement {
    private static let icmpProtocol: UInt8 = 58
    private static let type: UInt8 = 136
    private static let routerFlag: UInt8 = 0x80
    private static let overrideFlag: UInt8 = 0x20
    private static let targetLinkLayerAddressOption: UInt8 = 2

    /// The 86 bytes of the frame.
    ///
    /// It comes from the virtual address itself, as keepalived and FRR send it; it is never solicited and always overrides
    /// what a cache has.
    ///
    /// - Parameters:
    ///   - address: the virtual address.
    ///   - hardwareAddress: the interface that now answers for it.
    ///   - isRouter: whether this host forwards what comes in there. A host that heard otherwise would take it off its list
    ///     of default routers.
    package static func frame(address: IPv6Address, hardwareAddress: MACAddress, isRouter: Bool) -> [UInt8] {
        var message: [UInt8] = [Self.type, 0, 0, 0]
        message.append(Self.overrideFlag | (isRouter ? Self.routerFlag : 0))
        message.append(contentsOf: [0, 0, 0])
        message.append(contentsOf: address.bytes)
        message.append(Self.targetLinkLayerAddressOption)
        message.append(1)  // eight bytes
        message.append(contentsOf: hardwareAddress.bytes)

        var header = IPv6Header(source: address, destination: .allNodes)
        header.nextHeader = Self.icmpProtocol
        header.trafficClass = 0
        var checksum = InternetChecksum()
        checksum.add(.v6(header.source))
        checksum.add(.v6(header.destination))
        checksum.add(UInt16(Self.icmpProtocol))
        checksum.add(UInt16(message.count))
        checksum.add(message.span)
        message.replace(at: 2, bigEndian: checksum.value)
        return EthernetFrame(
            destination: .multicast(.allNodes),
            source: hardwareAddress,
            type: EthernetFrame.ipv6Type,
            payload: header.encoded(payloadLength: message.count) + message
        ).encoded
    }
}
