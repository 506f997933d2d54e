import Configuration
import Failover
import Testing
import VRRP

/// `auth_hmac` in a whole node: who is believed, what is counted, what survives.
@Suite("Signed advertisements")
struct MessageAuthenticationTests {
    static func key(_ identifier: UInt8) -> MessageKey {
        guard let key = MessageKey(identifier: identifier, bytes: [UInt8](repeating: identifier, count: 32)) else {
            fatalError("no key \(identifier)")
        }
        return key
    }

    static func configuration(
        _ mode: MessageAuthentication.Mode = .enforce,
        keys: [UInt8] = [1],
        antiReplay: MessageAuthentication.AntiReplay = .time(window: .seconds(5))
    ) -> AgentConfiguration {
        let keys = keys.map(Self.key)
        return Bench.configuration([
            Bench.instance {
                $0.router.messageAuthentication = MessageAuthentication(
                    keys: keys,
                    activeKey: keys[0],
                    mode: mode,
                    antiReplay: antiReplay
                )
            }
        ])
    }

    static func packet(_ sequence: MessageSequence, key identifier: UInt8 = 1, priority: UInt8 = 200) -> [UInt8] {
        let router = VirtualRouter(settings: Bench.instance().router)
        let advertisement = router.advertisement(priority: Priority(rawValue: priority))
        let trailer = advertisement.trailer(source: Bench.peer, key: Self.key(identifier), sequence: sequence)
        return advertisement.packet(source: Bench.peer, destination: .vrrpGroup(.ipv4), trailer: trailer)
    }

    /// What the bench's wall clock says: the same as its monotonic one.
    static func sequence(_ bench: Bench) -> MessageSequence {
        MessageSequence(at: UTCTime(nanoseconds: bench.now.nanoseconds))
    }

    static func transmitted(_ effects: [Effect]) -> [[UInt8]] {
        effects.compactMap { if case .transmit(let transmission) = $0 { transmission.packet } else { nil } }
    }

    @Test("a master yields to a signed advertisement, and to no other")
    func election() {
        var bench = Bench.master(Self.configuration())
        #expect(bench.hear(priority: 200).removed.isEmpty)
        #expect(bench.handle(.datagram(Self.packet(Self.sequence(bench), key: 2), index: Bench.eth0)).removed.isEmpty)
        #expect(bench.state == .master)
        #expect(!bench.handle(.datagram(Self.packet(Self.sequence(bench)), index: Bench.eth0)).removed.isEmpty)
        #expect(bench.state == .backup)
        let discards = bench.node.instances[0].counters.discards
        #expect(discards == [.authenticationMissing: 1, .authenticationKeyUnknown: 1])
    }

    @Test("a recording moves nothing: neither at once, nor after a restart, nor after a reload")
    func replay() throws {
        let configuration = Self.configuration()
        var bench = Bench.started(configuration)
        let recording = Self.packet(Self.sequence(bench))
        _ = bench.handle(.datagram(recording, index: Bench.eth0))
        let deadline = bench.node.nextDeadline
        bench.now = bench.now + .seconds(1)
        _ = bench.handle(.datagram(recording, index: Bench.eth0))
        #expect(bench.node.nextDeadline == deadline)
        #expect(bench.node.instances[0].counters.discards == [.authenticationReplayed: 1])

        _ = bench.handle(.reload(Self.configuration(keys: [2, 1]), generation: 2))
        _ = bench.handle(.datagram(recording, index: Bench.eth0))
        #expect(bench.node.instances[0].counters.discards == [.authenticationReplayed: 2])

        let bytes = bench.node.snapshot.encoded()
        let snapshot = try NodeSnapshot(decoding: bytes)
        #expect(snapshot == bench.node.snapshot)
        var successor = Bench(configuration)
        successor.now = bench.now
        successor.node.restore(snapshot, at: successor.now)
        _ = successor.handle(.interfaces(Bench.interfaces()))
        _ = successor.handle(.start)
        _ = successor.handle(.datagram(recording, index: Bench.eth0))
        #expect(successor.node.instances[0].counters.discards == [.authenticationReplayed: 1])
    }

    @Test("each advertisement is signed with the active key and a greater number; receive-only signs none")
    func signing() throws {
        var bench = Bench.master(Self.configuration(keys: [3, 1]))
        let packets = Self.transmitted(bench.advance(.seconds(3)))
        #expect(packets.count == 3)
        #expect(packets.allSatisfy { $0[$0.count - 28] == 1 && $0[$0.count - 27] == 3 })
        let sequences = packets.map { $0[($0.count - 24)..<($0.count - 16)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        #expect(sequences == sequences.sorted() && Set(sequences).count == 3)

        var quiet = Bench.master(Self.configuration(.receiveOnly))
        let plain = Self.transmitted(quiet.advance(.seconds(1)))
        #expect(plain.map(\.count) == [20 + 8 + 4 + 8])
    }

    @Test("keys change without a break: both known, the active one moved, the old one gone")
    func rotation() {
        var bench = Bench.started(Self.configuration(keys: [1]))
        for (generation, keys, signed) in [(2, [1, 2], 1), (3, [2, 1], 1), (4, [2, 1], 2), (5, [2], 2)] {
            _ = bench.handle(.reload(Self.configuration(keys: keys.map { UInt8($0) }), generation: UInt32(generation)))
            _ = bench.advance(.seconds(1))
            _ = bench.handle(.datagram(Self.packet(Self.sequence(bench), key: UInt8(signed)), index: Bench.eth0))
            #expect(bench.state == .backup)
        }
        #expect(bench.node.instances[0].counters.discards.isEmpty)
        #expect(bench.node.instances[0].counters.received == 4)
    }

    @Test("a wall clock that is set back breaks no numbering, is told once, and a successor goes on from there")
    func clockBehind() throws {
        let configuration = Self.configuration(antiReplay: .monotonic)
        var bench = Bench.master(configuration)
        let before = bench.node.snapshot.instances[0].sequence
        func number(_ effects: [Effect]) throws -> MessageSequence {
            let packet = try #require(Self.transmitted(effects).last)
            let bytes = packet[(packet.count - 24)..<(packet.count - 16)]
            return MessageSequence(rawValue: bytes.reduce(0) { $0 << 8 | UInt64($1) })
        }
        var behind: [Change] = []
        var last = try #require(before)
        for _ in 0..<3 {
            bench.now = bench.node.nextDeadline ?? bench.now
            let utc = UTCTime(nanoseconds: bench.now.nanoseconds - 600_000_000_000)
            let effects = bench.node.handle(.tick, at: bench.now, utc: utc)
            let next = try number(effects)
            #expect(next.isAfter(last))
            last = next
            behind += effects.changes
        }
        #expect(behind.count == 1)
        #expect(behind.first?.description.contains("set back") ?? false)

        var successor = Node(configuration: configuration, generation: 1, at: bench.now)
        successor.restore(bench.node.snapshot, at: bench.now)
        _ = successor.handle(.interfaces(Bench.interfaces(leftover: true)), at: bench.now)
        let utc = UTCTime(nanoseconds: bench.now.nanoseconds - 600_000_000_000)
        #expect(try number(successor.handle(.start, at: bench.now, utc: utc)).isAfter(last))
    }

    @Test("clocks that drift apart are told of while they still agree")
    func skew() {
        var bench = Bench.started(Self.configuration())
        let sequence = MessageSequence(rawValue: Self.sequence(bench).rawValue &- 4 << 32)
        let effects = bench.handle(.datagram(Self.packet(sequence), index: Bench.eth0))
        let lines = effects.compactMap { if case .log(let line) = $0 { line.text } else { nil } }
        #expect(lines == ["the clock of 172.20.128.3 is 4 s behind ours, more than half of time_window"])
        #expect(bench.node.instances[0].counters.remarks == ["auth-ext-clock-skew": 1])
    }
}
