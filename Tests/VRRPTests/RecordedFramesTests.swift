import Testing
import VRRP

/// Frames of keepalived and FRR, byte for byte.
@Suite struct RecordedFramesTests {
    static let advertisements = RecordedFrame.all.filter { $0.kind == "advert" }
    static let announcements = RecordedFrame.all.filter { $0.kind == "arp" }

    @Test func theFixtureIsWhole() {
        #expect(Self.advertisements.count == 43)
        #expect(Self.announcements.count == 20)
    }

    @Test(
        "case 10: recorded advertisements decode to their fields and encode to the same bytes",
        arguments: advertisements
    )
    func advertisement(frame: RecordedFrame) throws {
        let expected = try Self.advertisement(of: frame)
        let destination = try frame.address("dst")
        var policy = AcceptancePolicy(
            version: expected.version,
            virtualRouterID: expected.virtualRouterID,
            advertisementInterval: expected.interval,
            addresses: expected.addresses,
            localAddresses: [destination]
        )
        policy.authentication = expected.authentication
        policy.unicastPeers = destination == Lab.group ? nil : [try frame.address("src")]

        let packet = try ReceivedPacket(parsing: frame.packet.span)
        #expect(packet.source == (try frame.address("src")))
        #expect(packet.destination == destination)
        #expect(Int(packet.timeToLive) == (try frame.number("ttl")))
        #expect(packet.virtualRouterID == expected.virtualRouterID)
        let accepted = try packet.advertisement(for: policy)
        #expect(accepted.advertisement == expected)
        #expect(accepted.source == packet.source)

        let form: ChecksumForm
        switch try frame.text("form") {
        case "group":
            form = .multicastPseudoHeader
            #expect(accepted.notes == [.multicastPseudoHeaderChecksum])
        default:
            form = .pseudoHeader
            #expect(accepted.notes.isEmpty)
        }
        let message = expected.encoded(source: packet.source, destination: destination, checksum: form)
        #expect(message == packet.message)

        var header = IPv4Header(
            source: try #require(packet.source.ipv4),
            destination: try #require(destination.ipv4)
        )
        header.identification = UInt16(try frame.number("id"))
        header.dontFragment = try frame.number("df") == 1
        #expect(header.encoded(payloadLength: message.count) + message == frame.packet)
        #expect(try IPv4Header.parse(frame.packet.span).header == header)
    }

    @Test("recorded gratuitous ARP frames", arguments: announcements)
    func announcement(frame: RecordedFrame) throws {
        let mac = try frame.text("mac").split(separator: ":").reduce(0 as UInt64) { value, byte in
            value << 8 | (UInt64(byte, radix: 16) ?? 0)
        }
        let encoded = GratuitousARP.frame(
            address: try #require(frame.address("address").ipv4),
            hardwareAddress: MACAddress(rawValue: mac)
        )
        #expect(encoded == frame.bytes)
        #expect(encoded.count == 42)
    }

    @Test("case 24: a CARP frame is refused by its length")
    func carp() throws {
        let packet = try ReceivedPacket(parsing: RecordedFrame.named("ucarp-carp-4").packet.span)
        let id = try #require(packet.virtualRouterID)
        var settings = Lab.settings()
        settings.virtualRouterID = id
        var policy = Lab.policy(settings)
        policy.localAddresses = [Lab.peer]
        #expect(throws: DiscardReason.length) { try packet.advertisement(for: policy) }
    }

    private static func advertisement(of frame: RecordedFrame) throws -> Advertisement {
        let version = try #require(Version(rawValue: UInt8(try frame.number("version"))))
        let auth = try frame.text("auth")
        let addresses = try frame.text("addresses").split(separator: ",").map { try #require(IPAddress($0)) }
        return Advertisement(
            version: version,
            virtualRouterID: Lab.virtualRouterID(UInt8(try frame.number("vrid"))),
            priority: Priority(rawValue: UInt8(try frame.number("priority"))),
            interval: Lab.interval(try frame.number("interval")),
            authentication: auth == "-"
                ? .none : .password(.init(rawValue: try #require(UInt64(auth, radix: 16)))),
            addresses: addresses
        )
    }
}
