import Testing
import VRRP

/// Broken, forged and foreign frames, each with the one reason it is refused for; the node has priority 100 and each
/// frame 255, so that taking it would move the address.
@Suite struct HostileFrameTests {
    @Test("every hostile frame meets its reason, every odd but good one is taken", arguments: HostileFrame.all)
    func verdict(frame: HostileFrame) {
        let result = Self.verdict(frame.packet.bytes, policy: frame.variant.policy)
        #expect(result == frame.expected)
    }

    @Test("case 54: a refused frame at 0.9 of the master down interval moves nothing", arguments: HostileFrame.refused)
    func backupIsUnmoved(frame: HostileFrame) throws {
        var test = TestRouter.backup(version: frame.variant.version)
        let deadline = try #require(test.deadline)
        test.run(until: deadline * 9 / 10)
        let before = test.router
        #expect(test.receive(frame.packet.bytes, policy: frame.variant.policy) != nil)
        #expect(test.router == before)
        let entries = test.run(until: deadline)
        #expect(entries.map(\.at) == [deadline])
        #expect(test.state == .master)
    }

    @Test(
        "case 54: four refused frames an interval for twelve intervals take no advertisement",
        arguments: HostileFrame.refused
    )
    func masterKeepsItsRate(frame: HostileFrame) {
        var test = TestRouter.master(version: frame.variant.version)
        var entries: [TestRouter.Entry] = []
        for _ in 0..<48 {
            #expect(test.receive(frame.packet.bytes, policy: frame.variant.policy) != nil)
            entries += test.run(for: .milliseconds(250))
        }
        #expect(entries.advertisements == 12)
        #expect(test.state == .master)
    }

    @Test(
        "case 113: a unicast peer behind a router may be given a range of TTLs",
        arguments: [
            (253, DiscardReason.ttl), (254, nil), (255, nil),
        ] as [(UInt8, DiscardReason?)]
    )
    func unicastTTL(ttl: UInt8, reason: DiscardReason?) {
        var policy = HostileFrame.Variant.unicastV3.policy
        var packet = HostileFrame.Variant.unicastV3.valid
        policy.peerTTLs = [packet.source: 254...255]
        packet.ttl = ttl
        var test = TestRouter.backup(version: .v3)
        #expect(test.receive(packet.bytes, policy: policy) == reason)
    }

    @Test("a source off the subnet is refused where that is demanded")
    func subnet() throws {
        var policy = HostileFrame.Variant.v3.policy
        policy.localSubnets = [try #require(IPv4Subnet(address: IPv4Address(172, 20, 128, 2), prefixLength: 24))]
        var packet = HostileFrame.Variant.v3.valid
        #expect(Self.verdict(packet.bytes, policy: policy) == .taken([]))
        packet.source = IPAddress(10, 9, 9, 9)
        #expect(Self.verdict(packet.bytes, policy: policy) == .refused(.sourceOffSubnet))
    }

    @Test("a frame with the old unicast checksum changes nothing for the frames after it")
    func nothingLatches() {
        let variant = HostileFrame.Variant.unicastV3
        var odd = variant.valid
        odd.sum = .groupPseudoHeader
        odd.priority = 1
        var test = TestRouter.backup(version: .v3)
        #expect(test.receive(odd.bytes, policy: variant.policy) == nil)
        #expect(test.receive(variant.valid.bytes, policy: variant.policy) == nil)
        let sent = test.router.advertisement(priority: Priority(rawValue: 255))
            .packet(source: Lab.peer, destination: Lab.node)
        #expect(sent == variant.valid.bytes)
    }

    @Test("case 115: one VRID on two disjoint sets of peers goes to each its own")
    func disjointPeers() {
        var first = HostileFrame.Variant.unicastV2.policy
        first.unicastPeers = [Lab.peer]
        var second = first
        second.unicastPeers = [Lab.lowPeer]
        var packet = HostileFrame.Variant.unicastV2.valid
        #expect(Self.verdict(packet.bytes, policy: first) == .taken([]))
        #expect(Self.verdict(packet.bytes, policy: second) == .refused(.notAPeer))
        packet.source = Lab.lowPeer
        #expect(Self.verdict(packet.bytes, policy: first) == .refused(.notAPeer))
        #expect(Self.verdict(packet.bytes, policy: second) == .taken([]))
    }

    static func verdict(_ bytes: [UInt8], policy: AcceptancePolicy) -> HostileFrame.Verdict {
        do throws(DiscardReason) {
            return .taken(try ReceivedPacket(parsing: bytes.span).advertisement(for: policy).notes)
        } catch {
            return .refused(error)
        }
    }
}
