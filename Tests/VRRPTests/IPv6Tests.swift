import Testing
import VRRP

/// What is particular to VRRP over IPv6: who may send, what the checksum covers, what a message looks like.
@Suite struct IPv6Tests {
    static let node = address("fe80::2")
    static let peer = address("fe80::250")
    static let virtual = address("fe80::51")
    static let group = IPAddress.vrrpGroup(.ipv6)

    static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(text) else { preconditionFailure("address \(text)") }
        return address
    }

    static func policy(_ version: Version = .v3, peers: [IPAddress]? = nil) -> AcceptancePolicy {
        var policy = AcceptancePolicy(
            family: .ipv6,
            version: version,
            virtualRouterID: Lab.virtualRouterID(),
            advertisementInterval: Lab.interval(100),
            addresses: [Self.virtual],
            localAddresses: [Self.node]
        )
        policy.unicastPeers = peers
        return policy
    }

    /// A message built by hand, right or wrong in any field.
    struct Message {
        var version: UInt8 = 3
        var type: UInt8 = 1
        var vrid: UInt8 = 51
        var count: UInt8?
        var timing: [UInt8] = [0, 100]
        var addresses = [IPv6Tests.virtual]
        var tail: [UInt8] = []
        var cut: Int?
        var source = IPv6Tests.peer
        var destination = IPv6Tests.group
        var hopLimit: UInt8 = 255
        var hasPseudoHeader = true
        var checksumError: UInt16 = 0

        var bytes: [UInt8] {
            var bytes: [UInt8] = [
                self.version << 4 | self.type, self.vrid, 255, self.count ?? UInt8(self.addresses.count),
            ]
            bytes += self.timing + [0, 0]
            for address in self.addresses { bytes += address.bytes }
            bytes += self.tail
            if let cut { bytes = Array(bytes.prefix(cut)) }
            guard bytes.count >= 8 else { return bytes }
            let head =
                self.hasPseudoHeader
                ? self.source.bytes + self.destination.bytes + [
                    0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff), 0, 0, 0, 112,
                ]
                : []
            var sum = 0
            for (index, byte) in (head + bytes).enumerated() { sum += Int(byte) << (index.isMultiple(of: 2) ? 8 : 0) }
            while sum > 0xffff { sum = sum % 0x10000 + sum / 0x10000 }
            let checksum = ~UInt16(sum) &+ self.checksumError
            bytes[6] = UInt8(checksum >> 8)
            bytes[7] = UInt8(checksum & 0xff)
            return bytes
        }

        /// From the IPv6 header on.
        var packet: [UInt8] {
            let bytes = self.bytes
            return [0x6c, 0, 0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff), 112, self.hopLimit]
                + self.source.bytes + self.destination.bytes + bytes
        }

        func with(_ change: (inout Message) -> Void) -> Message {
            var other = self
            change(&other)
            return other
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let verdict: HostileFrame.Verdict
        let change: @Sendable (inout Message) -> Void

        init(
            _ name: String,
            _ verdict: HostileFrame.Verdict,
            _ change: @escaping @Sendable (inout Message) -> Void = { _ in }
        ) {
            self.name = name
            self.verdict = verdict
            self.change = change
        }

        var testDescription: String { self.name }
    }

    static let cases: [Case] = [
        Case("control-valid", .taken([])),
        Case("trunc-7", .refused(.packetTooShort)) { $0.cut = 7 },
        Case("trunc-header-only", .refused(.length)) { $0.cut = 8 },
        Case("trunc-2", .refused(.length)) { $0.cut = 10 },
        Case("count-too-big", .refused(.length)) { $0.count = 2 },
        Case("count-255", .refused(.length)) { $0.count = 255 },
        Case("count-too-small", .refused(.length)) {
            $0.count = 1
            $0.addresses.append(IPv6Tests.address("fe80::52"))
        },
        Case("count-0", .refused(.addressCount)) { $0.addresses = [] },
        Case("tail-8", .refused(.length)) { $0.tail = [UInt8](repeating: 0, count: 8) },
        Case("bad-checksum", .refused(.checksum)) { $0.checksumError = 1 },
        Case("no-pseudo-header", .refused(.checksum)) { $0.hasPseudoHeader = false },
        Case("version-2", .refused(.version)) { $0.version = 2 },
        Case("version-0", .refused(.version)) { $0.version = 0 },
        Case("type-2", .refused(.type)) { $0.type = 2 },
        Case("vrid-0", .refused(.unknownVRID)) { $0.vrid = 0 },
        Case("vrid-other", .refused(.unknownVRID)) { $0.vrid = 52 },
        Case("hlim-254", .refused(.ttl)) { $0.hopLimit = 254 },
        Case("hlim-1", .refused(.ttl)) { $0.hopLimit = 1 },
        Case("src-global", .refused(.sourceNotLinkLocal)) { $0.source = IPv6Tests.address("2001:db8::250") },
        Case("src-own-ip", .refused(.ownPacket)) { $0.source = IPv6Tests.node },
        Case("src-0", .refused(.source)) { $0.source = IPv6Tests.address("::") },
        Case("src-loopback", .refused(.source)) { $0.source = IPv6Tests.address("::1") },
        Case("src-multicast", .refused(.source)) { $0.source = IPv6Tests.group },
        Case("src-vip", .refused(.source)) { $0.source = IPv6Tests.virtual },
        Case("unicast-dst", .refused(.destination)) { $0.destination = IPv6Tests.node },
        Case("other-group", .refused(.destination)) { $0.destination = IPv6Tests.address("ff02::1") },
        Case("adv-0", .refused(.interval)) { $0.timing = [0, 0] },
        Case("adv-other", .taken([.differentInterval])) { $0.timing = [0, 200] },
        Case("reserved-bits", .taken([])) { $0.timing = [0xf0, 100] },
        Case("vip-other", .taken([.differentAddresses])) { $0.addresses = [IPv6Tests.address("fe80::99")] },
        Case("first-not-ll", .taken([.differentAddresses, .firstAddressNotLinkLocal])) {
            $0.addresses = [IPv6Tests.address("2001:db8::51"), IPv6Tests.virtual]
        },
    ]

    @Test("every hostile frame over IPv6 meets its reason, every odd but good one is taken", arguments: cases)
    func verdict(example: Case) {
        let message = Message().with(example.change)
        #expect(Self.verdict(message, Self.policy()) == example.verdict)
        // A tap sees the same with the header before it.
        #expect(HostileFrameTests.verdict(message.packet, policy: Self.policy()) == example.verdict)
    }

    private static func verdict(_ message: Message, _ policy: AcceptancePolicy) -> HostileFrame.Verdict {
        do throws(DiscardReason) {
            let packet = try ReceivedPacket(
                message: message.bytes,
                source: message.source,
                destination: message.destination,
                timeToLive: message.hopLimit
            )
            return .taken(try packet.advertisement(for: policy).notes)
        } catch {
            return .refused(error)
        }
    }

    @Test("unicast: peers may have global addresses; strangers, their hop limits and the group are refused")
    func unicast() {
        let (own, peer) = (Self.address("2001:db8::2"), Self.address("2001:db8::3"))
        var policy = Self.policy(peers: [peer])
        policy.localAddresses = [own]
        policy.unicastTTL = 64...255
        let valid = Message().with {
            $0.source = peer
            $0.destination = own
        }
        #expect(Self.verdict(valid, policy) == .taken([]))
        #expect(Self.verdict(valid.with { $0.hopLimit = 64 }, policy) == .taken([]))
        #expect(Self.verdict(valid.with { $0.hopLimit = 63 }, policy) == .refused(.ttl))
        #expect(Self.verdict(valid.with { $0.source = Self.peer }, policy) == .refused(.notAPeer))
        #expect(Self.verdict(valid.with { $0.destination = Self.group }, policy) == .refused(.destination))
        #expect(Self.verdict(valid.with { $0.hasPseudoHeader = false }, policy) == .refused(.checksum))
    }

    @Test("version 2 over IPv6: whole seconds, no authentication data, whatever its type says")
    func version2() {
        let valid = Message().with {
            $0.version = 2
            $0.timing = [0, 1]
        }
        let policy = Self.policy(.v2)
        #expect(Self.verdict(valid, policy) == .taken([]))
        #expect(Self.verdict(valid.with { $0.timing = [1, 1] }, policy) == .taken([]))
        #expect(Self.verdict(valid.with { $0.timing = [3, 1] }, policy) == .refused(.authenticationTypeUnknown))
        #expect(Self.verdict(valid.with { $0.timing = [0, 2] }, policy) == .refused(.interval))
        #expect(Self.verdict(valid.with { $0.tail = [UInt8](repeating: 0, count: 8) }, policy) == .refused(.length))
        #expect(Self.verdict(valid.with { $0.hasPseudoHeader = false }, policy) == .refused(.checksum))
    }

    @Test("case 3: an advertisement of version 3 over IPv6, byte by byte")
    func encoding() {
        let advertisement = Advertisement(
            version: .v3,
            virtualRouterID: Lab.virtualRouterID(1),
            priority: Priority(rawValue: 22),
            interval: Lab.interval(1),
            addresses: [Self.address("2001:db8::370:7334")]
        )
        let bytes = advertisement.packet(source: Self.peer, destination: Self.group)
        #expect(bytes.count == 24)
        #expect(Array(bytes[..<6]) == [0x31, 1, 22, 1, 0, 1])
        #expect(Array(bytes[8...]) == Self.address("2001:db8::370:7334").bytes)
        let sum = ChecksumForm.pseudoHeader.sum(over: bytes.span, source: Self.peer, destination: Self.group)
        #expect(sum.isValid)
    }

    @Test("case 5: a thousand bytes that count no address are of the wrong length")
    func tooLong() throws {
        let message = Message().with {
            $0.addresses = []
            $0.tail = [UInt8](repeating: 0, count: 992)
        }
        let packet = try ReceivedPacket(
            message: message.bytes,
            source: Self.peer,
            destination: Self.group,
            timeToLive: 255
        )
        #expect(packet.virtualRouterID == Lab.virtualRouterID())
        #expect(Self.verdict(message, Self.policy()) == .refused(.length))
    }

    @Test("case 73: the higher address wins a tie, compared unsigned")
    func tie() {
        #expect(Self.address("fe80::ff") > Self.address("fe80::1"))
        #expect(Self.address("ff02::1") > Self.address("7fff::1"))
    }

    @Test(
        "what a header must be",
        arguments: [
            (0, 0x45, .ipLength), (0, 0x6c, nil), (5, 23, .ipLength), (5, 25, .ipLength), (6, 0, .notVRRP),
            (6, 58, .notVRRP),
        ] as [(Int, UInt8, DiscardReason?)]
    )
    func header(offset: Int, value: UInt8, reason: DiscardReason?) {
        var bytes = Message().packet
        bytes[offset] = value
        do throws(DiscardReason) {
            _ = try ReceivedPacket(parsing: bytes.span)
            #expect(reason == nil)
        } catch {
            #expect(error == reason)
        }
    }

    @Test("any beginning of a packet is refused or read, never read beyond")
    func truncated() {
        let bytes = Message().packet
        for length in 0..<bytes.count {
            #expect(throws: DiscardReason.self) {
                try ReceivedPacket(parsing: Array(bytes.prefix(length)).span)
            }
        }
    }

    @Test("the flags of a neighbour advertisement: never solicited, always override, router where it is one")
    func flags() throws {
        let address = try #require(Self.virtual.ipv6)
        let mac = MACAddress.virtualRouter(Lab.virtualRouterID(), .ipv6)
        for (isRouter, flags) in [(false, 0x20), (true, 0xa0)] as [(Bool, UInt8)] {
            let frame = NeighbourAdvertisement.frame(address: address, hardwareAddress: mac, isRouter: isRouter)
            #expect(frame[58] == flags)
            #expect(frame[21] == 255)
            #expect(Array(frame[..<12]) == [0x33, 0x33, 0, 0, 0, 1, 0, 0, 0x5e, 0, 2, 51])
        }
    }
}
