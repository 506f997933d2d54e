import Testing
import VRRP

/// IPv6 frames of keepalived and FRR, byte for byte.
@Suite struct RecordedFramesIPv6Tests {
    static let advertisements = RecordedFrame.all.filter { $0.kind == "advert6" }
    static let announcements = RecordedFrame.all.filter { $0.kind == "na" }

    @Test func theFixtureIsWhole() {
        #expect(Self.advertisements.count == 10)
        #expect(Self.announcements.count == 6)
    }

    @Test(
        "case 10: recorded advertisements decode to their fields and encode to the same bytes",
        arguments: advertisements
    )
    func advertisement(frame: RecordedFrame) throws {
        let version = try #require(Version(rawValue: UInt8(try frame.number("version"))))
        let addresses = try frame.text("addresses").split(separator: ",").map { try #require(IPAddress($0)) }
        let expected = Advertisement(
            version: version,
            virtualRouterID: Lab.virtualRouterID(UInt8(try frame.number("vrid"))),
            priority: Priority(rawValue: UInt8(try frame.number("priority"))),
            interval: Lab.interval(try frame.number("interval")),
            addresses: addresses
        )
        let (source, destination) = (try frame.address("src"), try frame.address("dst"))
        var policy = AcceptancePolicy(
            family: .ipv6,
            version: version,
            virtualRouterID: expected.virtualRouterID,
            advertisementInterval: expected.interval,
            addresses: addresses,
            localAddresses: [destination]
        )
        if !destination.isMulticast {
            policy.unicastPeers = [source]
            policy.unicastTTL = 64...255
        }

        // As a packet socket has it, and as a raw socket does.
        let packet = try ReceivedPacket(parsing: frame.packet.span)
        let message = Array(frame.packet.dropFirst(IPv6Header.length))
        let bare = try ReceivedPacket(
            message: message,
            source: source,
            destination: destination,
            timeToLive: UInt8(try frame.number("ttl"))
        )
        #expect(packet == bare)
        let accepted = try packet.advertisement(for: policy)
        #expect(accepted.advertisement == expected)
        // FRR lists what it is told to, which begins with no link-local address.
        let isFirstOdd = destination.isMulticast && addresses.first?.isLinkLocal == false
        #expect(accepted.notes == (isFirstOdd ? [.firstAddressNotLinkLocal] : []))
        #expect(expected.packet(source: source, destination: destination) == message)

        let header = try IPv6Header.parse(frame.packet.span).header
        #expect(header.trafficClass == 0xc0)
        var bytes = header.encoded(payloadLength: message.count)
        // The flow label is the kernel's.
        bytes.replaceSubrange(1...3, with: frame.packet[1...3])
        #expect(bytes + message == frame.packet)
    }

    @Test("recorded neighbour advertisements", arguments: announcements)
    func announcement(frame: RecordedFrame) throws {
        let mac = try frame.text("mac").split(separator: ":").reduce(0 as UInt64) { value, byte in
            value << 8 | (UInt64(byte, radix: 16) ?? 0)
        }
        let encoded = NeighbourAdvertisement.frame(
            address: try #require(frame.address("address").ipv6),
            hardwareAddress: MACAddress(rawValue: mac),
            isRouter: try frame.number("router") == 1
        )
        #expect(encoded == frame.bytes)
        #expect(encoded.count == 86)
    }
}
