import Checks
import Configuration
import Failover
import Testing
import VRRP

/// Numbered cases of conformance that belong to no other suite.
@Suite("Cases of conformance") struct ConformanceTests {
    @Test("case 21: an excluded address is set and announced, and is in no advertisement")
    func excludedAddress() {
        let excluded = IPAddress(172, 20, 128, 9)
        let instance = Bench.instance {
            $0.excludedAddresses = [VirtualAddress(address: excluded, prefixLength: 24, device: "eth0")]
        }
        var bench = Bench.started(Bench.configuration([instance]))
        let effects = bench.advance(.seconds(4))
        #expect(effects.added == ["172.20.128.4/24", "172.20.128.9/24"])
        var announced: [[UInt8]: Int] = [:]
        for case .announce(let announcements, _) in effects {
            // Behind the Ethernet header: sender address at 14, of the ARP packet.
            for frame in announcements.map(\.frame) { announced[Array(frame[28..<32]), default: 0] += 1 }
        }
        #expect(announced == [Bench.virtual.bytes: 5, excluded.bytes: 5])
        for case .transmit(let transmission) in effects {
            // Count and addresses of a version 2 message, whose IP header is 20 bytes long.
            #expect(transmission.packet[23] == 1)
            #expect(Array(transmission.packet[28..<32]) == Bench.virtual.bytes)
        }
    }

    @Test("case 100: a tracked interface comes up while the first result of a check is awaited; the instance starts")
    func interfaceDuringFirstRun() {
        let check = Bench.check("web")
        let mac = MACAddress(rawValue: 0x0200_ac14_8002)
        let instance = Bench.instance(checks: [check]) {
            $0.trackedInterfaces = [TrackedInterface(name: "eth1")]
        }
        var bench = Bench(Bench.configuration([instance], checks: [check]))
        _ = bench.handle(.interfaces(Bench.interfaces()))
        _ = bench.handle(.link(name: "eth1", index: Bench.eth1, isUp: false, hardwareAddress: mac))
        _ = bench.handle(.checkerStarted)
        _ = bench.handle(.start)
        _ = bench.advance(.seconds(1))
        _ = bench.handle(.link(name: "eth1", index: Bench.eth1, isUp: true, hardwareAddress: mac))
        #expect(bench.state == .initialize, "the first result is awaited")
        _ = bench.report("web", .pass)
        #expect(bench.state == .backup)
        #expect(bench.advance(.seconds(4)).advertised.first == 150)
        #expect(bench.state == .master)
    }

    @Test("case 132: jumps of the wall clock change nothing", arguments: [3600, -3600])
    func wallClock(jump: Int64) {
        let configuration = Bench.configuration([Bench.instance { $0.router.gratuitousARP.masterRefresh = .seconds(2) }]
        )
        var steady = Node(configuration: configuration, generation: 1, at: Instant(nanoseconds: 1_000_000_000_000))
        var jumping = steady
        var now = Instant(nanoseconds: 1_000_000_000_000)
        var hour = Int64(0)
        func run(_ event: Event) -> [Effect] {
            let utc = 1_800_000_000_000_000_000 + now.nanoseconds
            let expected = steady.handle(event, at: now, utc: UTCTime(nanoseconds: utc))
            hour = jump - hour
            let found = jumping.handle(event, at: now, utc: UTCTime(nanoseconds: utc + hour * 1_000_000_000))
            #expect(found == expected)
            #expect(jumping.nextDeadline == steady.nextDeadline)
            return found
        }
        var effects = run(.interfaces(Bench.interfaces())) + run(.checkerStarted) + run(.start)
        for turn in 0..<12 {
            now = steady.nextDeadline ?? now
            effects += run(.tick)
            if turn == 6 { effects += run(.datagram(Bench.packet(priority: 200), index: Bench.eth0)) }
        }
        #expect(effects.advertised.count > 5)
        #expect(effects.added.count == 2 && effects.removed.count == 1, "it was master, backup, and master again")
    }

    /// What is wrong with a packet, and what it is counted as. Offsets are those of an IP header of 20 bytes.
    private static let broken: [(DiscardReason, @Sendable (inout [UInt8]) -> Void)] = [
        (.ttl, { $0[8] = 254 }), (.destination, { $0[19] = 1 }), (.version, { $0[20] = 0x31 }),
        (.type, { $0[20] = 0x22 }), (.checksum, { $0[26] ^= 1 }),
        (.source, { $0.replaceSubrange(12..<16, with: [127, 0, 0, 1]) }),
        (.ownPacket, { $0.replaceSubrange(12..<16, with: Bench.own.bytes) }),
        (
            .length,
            {
                $0.removeLast(4)
                $0[3] -= 4
            }
        ),
        (
            .authenticationTypeUnknown,
            {
                $0[24] = 9
                Self.sum(&$0)
            }
        ),
        (
            .authenticationTypeMismatch,
            {
                $0[24] = 1
                Self.sum(&$0)
            }
        ),
        (
            .interval,
            {
                $0[25] = 2
                Self.sum(&$0)
            }
        ),
        (
            .addressCount,
            {
                $0.removeSubrange(28..<32)
                $0[3] -= 4
                $0[23] = 0
                Self.sum(&$0)
            }
        ),
    ]

    /// Packets that no instance can be found for.
    private static let stray: [(DiscardReason, @Sendable (inout [UInt8]) -> Void)] = [
        (.packetTooShort, { $0.removeLast($0.count - 10) }), (.ipHeader, { $0[0] = 0x44 }), (.notVRRP, { $0[9] = 17 }),
        (.ipLength, { $0[3] += 1 }), (.fragment, { $0[6] = 0x20 }), (.unknownVRID, { $0[21] = 52 }),
    ]

    private static func sum(_ packet: inout [UInt8]) {
        packet[26] = 0
        packet[27] = 0
        var sum: UInt32 = 0
        for index in stride(from: 20, to: packet.count, by: 2) {
            sum += UInt32(packet[index]) << 8 | UInt32(packet[index + 1])
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        packet[26] = ~UInt8(sum >> 8)
        packet[27] = ~UInt8(sum & 0xff)
    }

    @Test("case 134: each kind of bad packet raises its own counter by one, and no other")
    func counters() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        var expected: [DiscardReason: UInt64] = [:]
        for (reason, breaks) in Self.broken {
            var packet = Bench.packet(priority: 200)
            breaks(&packet)
            _ = bench.handle(.datagram(packet, index: Bench.eth0))
            expected[reason, default: 0] += 1
            #expect(bench.node.instances[0].counters.discards == expected, "\(reason.rawValue)")
        }
        var strays: [DiscardReason: UInt64] = [:]
        for (reason, breaks) in Self.stray {
            var packet = Bench.packet(priority: 200)
            breaks(&packet)
            _ = bench.handle(.datagram(packet, index: Bench.eth0))
            strays[reason, default: 0] += 1
            #expect(bench.node.strayPackets == strays, "\(reason.rawValue)")
        }
        #expect(bench.node.instances[0].counters.discards == expected)
        #expect(bench.node.instances[0].counters.received == 0)
        #expect(bench.state == .master)
        // The control: the same packet, whole.
        _ = bench.hear(priority: 200)
        #expect(bench.node.instances[0].counters.received == 1)
        #expect(bench.state == .backup)
    }
}
