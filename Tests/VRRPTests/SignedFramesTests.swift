import Testing
import VRRP

/// Signed advertisements that a running keepalived 2.4.3 sent, recorded on its link, byte for byte: read, verified, and
/// made again.
@Suite struct SignedFramesTests {
    static let counting = MessageAuthenticationTests.key(1, Array(0..<32))
    static let phrase = MessageAuthenticationTests.key(2, Array("a pass phrase of 32 bytes or so.".utf8))
    static let longest = MessageAuthenticationTests.key(3, Array(0..<64))
    static let sender = IPAddress(172, 20, 128, 2)
    static let receiver = IPAddress(172, 20, 128, 3)

    struct Frame: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let version: Version
        let virtualRouterID: UInt8
        /// Hundredths of a second.
        let interval: Int
        let addresses: [IPAddress]
        let key: MessageKey
        var destination = IPAddress.vrrpGroup(.ipv4)
        var checksum = ChecksumForm.pseudoHeader
        /// IP header first.
        let header: String
        let message: String
        let trailer: String

        var packet: [UInt8] { hexadecimal(self.header + self.message + self.trailer) }
    }

    static let frames = [
        Frame(
            testDescription: "version 2, a pass phrase with blanks",
            version: .v2,
            virtualRouterID: 51,
            interval: 100,
            addresses: [IPAddress(172, 20, 129, 1), IPAddress(172, 20, 129, 2)],
            key: phrase,
            header: "45c0004800040000ff70ae58ac148002e0000012",
            message: "2133c8020001bc9bac148101ac1481020000000000000000",
            trailer: "010200006b0b5ea37c8f0000f784854794483bda48db3cc383bd90ee"
        ),
        Frame(
            testDescription: "version 3",
            version: .v3,
            virtualRouterID: 52,
            interval: 20,
            addresses: [IPAddress(172, 20, 129, 3)],
            key: counting,
            header: "45c0003c00290000ff70ae3fac148002e0000012",
            message: "3134c8010014ccf7ac148103",
            trailer: "010100006b0b5ea5f4440000d7450b6625d659b8c43886852f803452"
        ),
        Frame(
            testDescription: "version 3, unicast, the longest key, from a file",
            version: .v3,
            virtualRouterID: 53,
            interval: 20,
            addresses: [IPAddress(172, 20, 129, 4)],
            key: longest,
            destination: receiver,
            header: "45c0003c00280000ff70623bac148002ac148003",
            message: "3135c801001480f0ac148104",
            trailer: "010300006b0b5ea5c10b0000cff53dad5eefc83e026467f8265b77db"
        ),
        Frame(
            testDescription: "version 3 with the checksum of v3_checksum_as_v2",
            version: .v3,
            virtualRouterID: 55,
            interval: 20,
            addresses: [IPAddress(172, 20, 129, 5)],
            key: counting,
            checksum: .messageOnly,
            header: "45c0003c00280000ff70ae40ac148002e0000012",
            message: "3137c8010014d998ac148105",
            trailer: "010100006b0b5ea5c11500004b18afe3ffbbe1ac75db67b1aeb1ff3e"
        ),
    ]

    static func policy(of frame: Frame, at time: UTCTime) throws -> AcceptancePolicy {
        var policy = AcceptancePolicy(
            version: frame.version,
            virtualRouterID: try #require(VirtualRouterID(rawValue: frame.virtualRouterID)),
            advertisementInterval: Lab.interval(frame.interval),
            addresses: frame.addresses,
            localAddresses: [Self.receiver]
        )
        policy.unicastPeers = frame.destination == Self.receiver ? [Self.sender] : nil
        policy.messageAuthentication = MessageAuthentication(
            keys: [Self.counting, Self.phrase, Self.longest],
            activeKey: frame.key,
            antiReplay: .time(window: .seconds(1))
        )
        policy.receivedAt = time
        return policy
    }

    @Test("taken in its time, refused later, and the same bytes come of the same advertisement", arguments: frames)
    func frame(_ frame: Frame) throws {
        let sent = hexadecimal(String(frame.trailer.dropFirst(8).prefix(16))).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let time = UTCTime(nanoseconds: Int64(sent >> 32) * 1_000_000_000)
        let packet = try ReceivedPacket(parsing: frame.packet.span)
        let accepted = try packet.advertisement(for: Self.policy(of: frame, at: time))
        #expect(accepted.source == Self.sender)
        #expect(accepted.sequence == MessageSequence(rawValue: sent))
        #expect(accepted.advertisement.priority == Priority(rawValue: 200))
        #expect(accepted.advertisement.addresses == frame.addresses)
        #expect(accepted.notes == (frame.checksum == .pseudoHeader ? [] : [.messageOnlyChecksum]))

        let late = UTCTime(nanoseconds: time.nanoseconds + 2_000_000_000)
        let policy = try Self.policy(of: frame, at: late)
        #expect(throws: DiscardReason.authenticationStale) { try packet.advertisement(for: policy) }

        let trailer = accepted.advertisement.trailer(
            source: Self.sender,
            key: frame.key,
            sequence: MessageSequence(rawValue: sent)
        )
        #expect(trailer == hexadecimal(frame.trailer))
        let made = accepted.advertisement.packet(
            source: Self.sender,
            destination: frame.destination,
            checksum: frame.checksum,
            trailer: trailer
        )
        #expect(Array(made.dropFirst(20)) == Array(frame.packet.dropFirst(20)))
    }

    @Test("over IPv6 the same message comes of it, with the checksum that the kernel made over all of it")
    func ipv6() throws {
        let source = try #require(IPAddress("fe80::ecb3:38ff:fe49:58d8"))
        let advertisement = Advertisement(
            version: .v3,
            virtualRouterID: try #require(VirtualRouterID(rawValue: 54)),
            priority: Priority(rawValue: 200),
            interval: Lab.interval(20),
            addresses: [try #require(IPAddress("fe80::100")), try #require(IPAddress("2001:db8::1"))]
        )
        let sequence = MessageSequence(rawValue: 0x6b0b_5ea5_c112_0000)
        let trailer = advertisement.trailer(source: source, key: Self.counting, sequence: sequence)
        let packet = advertisement.packet(source: source, destination: .vrrpGroup(.ipv6), trailer: trailer)
        let expected = hexadecimal(
            "3136c80200144305" + "fe800000000000000000000000000100" + "20010db8000000000000000000000001"
                + "010100006b0b5ea5c1120000" + "894ff9e6e40cca100684d550ee429422"
        )
        #expect(packet == expected)
    }
}
