import Testing
import VRRP

/// Wire cases that no recorded frame shows.
@Suite struct EncodingTests {
    @Test("cases 1, 2: a v2 message without authentication")
    func v2() throws {
        let address = IPAddress(10, 0, 1, 5)
        let advertisement = Lab.advertisement(priority: 30, addresses: [address])
        let bytes = advertisement.encoded(source: Lab.node, destination: Lab.group)
        #expect(
            bytes == [
                0x21, 51, 30, 1,  // version and type, VRID, priority, count
                0, 1, 0xb5, 0xc5,  // authentication type, interval, checksum
                10, 0, 1, 5,
                0, 0, 0, 0, 0, 0, 0, 0,  // authentication data
            ]
        )
        let packet = try ReceivedPacket(
            parsing: advertisement.packet(source: Lab.peer, destination: Lab.group).span
        )
        #expect(packet.message == bytes)
        let settings = Lab.settings(addresses: [address])
        #expect(try packet.advertisement(for: Lab.policy(settings)).advertisement == advertisement)
    }

    @Test("case 3: a v3 message over IPv6, and back")
    func v3OverIPv6() throws {
        let address = try #require(IPAddress("2001:db8::370:7334"))
        let source = try #require(IPAddress("fe80::1"))
        let advertisement = Advertisement(
            version: .v3,
            virtualRouterID: Lab.virtualRouterID(1),
            priority: Priority(rawValue: 22),
            interval: try #require(AdvertisementInterval(centiseconds: 1)),
            authentication: .none,
            addresses: [address]
        )
        let bytes = advertisement.encoded(source: source, destination: .vrrpGroup(.ipv6))
        #expect(Array(bytes.prefix(6)) == [0x31, 1, 22, 1, 0, 1])
        #expect(Array(bytes.dropFirst(8)) == address.bytes)
        #expect(bytes.count == 24)
        let sum = ChecksumForm.pseudoHeader.sum(over: bytes.span, source: source, destination: .vrrpGroup(.ipv6))
        #expect(sum.isValid)
    }

    @Test(
        "cases 4, 5: too short and too long",
        arguments: [
            (0, DiscardReason.packetTooShort), (1, .packetTooShort), (19, .packetTooShort), (20, .packetTooShort),
            (27, .packetTooShort), (28, .length), (1020, .length),
        ]
    )
    func lengths(length: Int, reason: DiscardReason) {
        var crafted = CraftedPacket(.v3)
        crafted.count = 1
        crafted.addresses = []
        if length > 28 { crafted.count = 0 }
        crafted.trailer = [UInt8](repeating: 0, count: max(0, length - 28))
        var bytes = Array(crafted.bytes.prefix(length))
        if length >= 20 {
            bytes[2] = UInt8(length >> 8)
            bytes[3] = UInt8(length & 0xff)
        }
        #expect(throws: reason) {
            try ReceivedPacket(parsing: bytes.span).advertisement(for: Lab.policy(Lab.settings(version: .v3)))
        }
    }

    @Test("case 5: the VRID of a message with a wrong length is known")
    func longMessageHasVRID() throws {
        var crafted = CraftedPacket(.v3)
        crafted.count = 0
        crafted.trailer = [UInt8](repeating: 0, count: 988)
        let packet = try ReceivedPacket(parsing: crafted.bytes.span)
        #expect(packet.virtualRouterID == Lab.virtualRouterID())
        #expect(packet.message.count == 1000)
    }

    @Test("case 8: the IPv4 header")
    func ipv4Header() {
        let header = IPv4Header(source: IPv4Address(192, 168, 100, 2), destination: .vrrpGroup)
        #expect(
            header.encoded(payloadLength: 20) == [
                0x45, 0xc0, 0, 40,  // version and length, type of service, total length
                0, 0, 0, 0,  // identification, flags
                255, 112, 0xb5, 0xe8,  // time to live, protocol, checksum
                192, 168, 100, 2,
                224, 0, 0, 18,
            ]
        )
    }

    @Test("case 9: the Ethernet header")
    func ethernet() {
        let frame = EthernetFrame(
            destination: .vrrpGroup,
            source: .virtualRouter(Lab.virtualRouterID()),
            type: EthernetFrame.ipv4Type,
            payload: [0xab]
        )
        #expect(
            frame.encoded == [
                0x01, 0x00, 0x5e, 0x00, 0x00, 0x12, 0x00, 0x00, 0x5e, 0x00, 0x01, 0x33, 0x08, 0x00, 0xab,
            ]
        )
    }

    @Test(
        "case 11: passwords are padded with zeros and cut to eight bytes",
        arguments: [
            ("abc", [0x61, 0x62, 0x63, 0, 0, 0, 0, 0] as [UInt8]),
            ("abcdefghijkl", [0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68]),
            ("", [0, 0, 0, 0, 0, 0, 0, 0]),
        ]
    )
    func password(text: String, data: [UInt8]) {
        let advertisement = Lab.advertisement(priority: 1, authentication: .password(.init(text)))
        let bytes = advertisement.encoded(source: Lab.node, destination: Lab.group)
        #expect(bytes[4] == 1)
        #expect(Array(bytes.suffix(8)) == data)
    }

    @Test(
        "case 12: three forms of the v3 checksum to one unicast peer",
        arguments: [
            (ChecksumForm.pseudoHeader, CraftedPacket.Sum.correct),
            (.messageOnly, .messageOnly),
            (.multicastPseudoHeader, .groupPseudoHeader),
        ]
    )
    func checksumForms(form: ChecksumForm, sum: CraftedPacket.Sum) {
        var crafted = CraftedPacket(.v3)
        crafted.source = Lab.node
        crafted.destination = Lab.peer
        crafted.sum = sum
        let packet = Lab.advertisement(version: .v3, priority: 255)
            .packet(source: Lab.node, destination: Lab.peer, checksum: form)
        #expect(packet == crafted.bytes)
    }

    @Test("the old unicast checksum has the group that is configured, as its receiver expects")
    func configuredGroup() throws {
        let group = IPAddress(224, 0, 0, 99)
        let advertisement = Lab.advertisement(version: .v3, priority: 100)
        let message = advertisement.encoded(
            source: Lab.node,
            destination: Lab.peer,
            checksum: .multicastPseudoHeader,
            group: group
        )
        for (tried, isRight) in [(group, true), (IPAddress.vrrpGroup(.ipv4), false)] {
            let sum = ChecksumForm.multicastPseudoHeader.sum(
                over: message.span,
                source: Lab.node,
                destination: Lab.peer,
                group: tried
            )
            #expect(sum.isValid == isRight)
        }
    }

    @Test(
        "cases 13, 15, 110: v3 has a checksum of its own for each peer and source, v2 one for all",
        arguments: [
            Version.v2, .v3,
        ]
    )
    func checksumPerPeer(version: Version) throws {
        let peers = (3...6).map { IPAddress(172, 20, 128, $0) }
        let sources = [Lab.node, IPAddress(172, 20, 128, 9)]
        var sums: Set<[UInt8]> = []
        for source in sources {
            for peer in peers {
                var crafted = CraftedPacket(version)
                crafted.source = source
                crafted.destination = peer
                let packet = Lab.advertisement(version: version, priority: 255)
                    .packet(source: source, destination: peer)
                #expect(packet == crafted.bytes)
                #expect(packet[8] == 255)
                sums.insert(Array(packet[26...27]))
            }
        }
        // 172.20.128.3 from .2 and … from .9 may add up to one sum; the peers of one source never do.
        #expect(version == .v2 ? sums.count == 1 : sums.count >= peers.count)
    }

    @Test("case 14: every priority has a checksum computed anew", arguments: [Version.v2, .v3])
    func priorities(version: Version) {
        for priority in UInt8.min...UInt8.max {
            var crafted = CraftedPacket(version)
            crafted.source = Lab.node
            crafted.priority = priority
            let packet = Lab.advertisement(version: version, priority: priority)
                .packet(source: Lab.node, destination: Lab.group)
            #expect(packet == crafted.bytes)
        }
    }

    @Test("cases 17, 18: an interval is never 0 and never beyond its field")
    func intervals() throws {
        #expect(AdvertisementInterval(centiseconds: 0) == nil)
        #expect(AdvertisementInterval(centiseconds: 4096) == nil)
        #expect(AdvertisementInterval(seconds: 0) == nil)
        #expect(AdvertisementInterval(seconds: 256) == nil)
        let longest = Lab.advertisement(version: .v3, priority: 1, interval: 4095)
        #expect(longest.encoded(source: Lab.node, destination: Lab.group)[4...5] == [0x0f, 0xff])
        let short = Lab.advertisement(version: .v2, priority: 1, interval: 1)
        #expect(short.encoded(source: Lab.node, destination: Lab.group)[5] == 1)
        let long = Lab.advertisement(version: .v2, priority: 1, interval: 4095)
        #expect(long.encoded(source: Lab.node, destination: Lab.group)[5] == 41)
    }

    @Test("case 19: 255 addresses fit, a 256th is left out", arguments: [Version.v2, .v3])
    func manyAddresses(version: Version) throws {
        let addresses = (0..<256).map { IPAddress(10, 0, UInt8($0 >> 8), UInt8($0 & 0xff)) }
        let advertisement = Lab.advertisement(version: version, priority: 1, addresses: addresses)
        let packet = advertisement.packet(source: Lab.peer, destination: Lab.group)
        #expect(packet.count == 20 + 8 + 255 * 4 + (version == .v2 ? 8 : 0))
        let settings = Lab.settings(version: version, addresses: Array(addresses.prefix(255)))
        let accepted = try ReceivedPacket(parsing: packet.span).advertisement(for: Lab.policy(settings))
        #expect(accepted.advertisement.addresses == Array(addresses.prefix(255)))
    }

    @Test("case 20: addresses keep the order of the configuration")
    func order() {
        let addresses = [IPAddress(9, 9, 9, 9), IPAddress(1, 1, 1, 1), IPAddress(5, 5, 5, 5)]
        let bytes = Lab.advertisement(priority: 1, addresses: addresses)
            .encoded(source: Lab.node, destination: Lab.group)
        #expect(Array(bytes[8..<20]) == [9, 9, 9, 9, 1, 1, 1, 1, 5, 5, 5, 5])
    }

    @Test("case 23: the padding of a short frame is not part of the packet")
    func padding() throws {
        let advertisement = Lab.advertisement(priority: 150)
        let packet = advertisement.packet(source: Lab.peer, destination: Lab.group)
        let padded = packet + [UInt8](repeating: 0xee, count: 46 - packet.count)
        let received = try ReceivedPacket(parsing: padded.span)
        #expect(try received.advertisement(for: Lab.policy(Lab.settings())).advertisement == advertisement)
        #expect(throws: DiscardReason.ipLength) { try ReceivedPacket(parsing: (padded + [0]).span) }
    }

    @Test("case 25: a trailer nobody agreed on is refused by its length", arguments: [Version.v2, .v3])
    func trailer(version: Version) {
        var crafted = CraftedPacket(version)
        crafted.trailer += [UInt8](repeating: 0x5a, count: 36)
        #expect(throws: DiscardReason.length) {
            try ReceivedPacket(parsing: crafted.bytes.span)
                .advertisement(for: Lab.policy(Lab.settings(version: version)))
        }
    }

    @Test("names of counters are told apart")
    func names() {
        #expect(Set(DiscardReason.allCases.map(\.rawValue)).count == DiscardReason.allCases.count)
        #expect(Set(AcceptanceNote.allCases.map(\.rawValue)).count == AcceptanceNote.allCases.count)
    }

    @Test(
        "subnets",
        arguments: [
            (24, IPv4Address(172, 20, 128, 255), true), (24, IPv4Address(172, 20, 129, 0), false),
            (32, IPv4Address(172, 20, 128, 2), true), (32, IPv4Address(172, 20, 128, 250), false),
            (0, IPv4Address(1, 2, 3, 4), true),
        ]
    )
    func subnet(prefix: Int, address: IPv4Address, contained: Bool) throws {
        let subnet = try #require(IPv4Subnet(address: IPv4Address(172, 20, 128, 2), prefixLength: prefix))
        #expect(subnet.contains(address) == contained)
        #expect(IPv4Subnet(address: IPv4Address(172, 20, 128, 2), prefixLength: 33) == nil)
        #expect(IPv4Subnet(address: IPv4Address(172, 20, 128, 2), prefixLength: -1) == nil)
    }
}
