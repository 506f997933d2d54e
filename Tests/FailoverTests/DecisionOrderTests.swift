import Checks
import Configuration
import Failover
import Testing
import VRRP

/// What a node decides must not depend on the order of sets and dictionaries, which is another one in each process: with
/// as many of a kind as these tests have, an order is not met by chance.
@Suite struct DecisionOrderTests {
    private static let count: UInt8 = 12

    @Test("sync groups follow their members in the order of the configuration")
    func groups() {
        let names = (1...Self.count).map { "VI_\($0)" }
        let instances = (1...Self.count).map { Bench.instance("VI_\($0)", vrid: $0) }
        var configuration = Bench.configuration(instances)
        configuration.syncGroups = names.map { name in
            SyncGroupConfiguration(
                name: "G_" + name,
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: [name]
            )
        }
        var bench = Bench.started(configuration)
        let effects = bench.advance(.seconds(5))
        let told = effects.changes.compactMap { change -> String? in
            if case .syncGroup(let name, _, .master) = change { name } else { nil }
        }
        #expect(told == names.map { "G_" + $0 })
        let left = bench.handle(LinkTests.link(false)).changes.compactMap { change -> String? in
            if case .syncGroup(let name, _, .fault) = change { name } else { nil }
        }
        #expect(left == names.map { "G_" + $0 })
    }

    @Test("a source that several interfaces have is announced on the instance's own")
    func sources() {
        let source = IPAddress(172, 20, 128, 2)
        let peer = IPAddress(172, 20, 128, 3)
        var interfaces = (1...Int32(Self.count)).map { index in
            InterfaceState(
                name: "eth\(index)",
                index: index,
                isUp: true,
                hardwareAddress: MACAddress(rawValue: UInt64(index)),
                addresses: [AssignedAddress(address: source, prefixLength: 24)]
            )
        }
        let instance = Bench.instance {
            $0.interface = "eth7"
            $0.unicast = InstanceConfiguration.Unicast(source: source, peers: [peer])
        }
        var node = Node(
            configuration: Bench.configuration([instance]),
            generation: 1,
            at: Instant(nanoseconds: 1_000_000_000)
        )
        let now = Instant(nanoseconds: 2_000_000_000)
        interfaces[6].isUp = false
        _ = node.handle(.interfaces(interfaces), at: now)
        _ = node.handle(.start, at: now)
        let effects = node.handle(
            .link(name: "eth7", index: 7, isUp: true, hardwareAddress: MACAddress(rawValue: 7)),
            at: now
        )
        let places = effects.flatMap { effect -> [Int32] in
            if case .announce(let announcements, _) = effect { announcements.map(\.interfaceIndex) } else { [] }
        }
        #expect(places == [7])
    }

    @Test("of interfaces of one name, where the end of one was not heard of, the newest counts")
    func names() {
        let interfaces = (1...Int32(Self.count)).map { index in
            InterfaceState(
                name: "eth0",
                index: index,
                isUp: true,
                hardwareAddress: MACAddress(rawValue: UInt64(index)),
                addresses: [AssignedAddress(address: IPAddress(172, 20, 128, UInt8(index)), prefixLength: 24)]
            )
        }
        var node = Node(
            configuration: Bench.configuration([Bench.instance()]),
            generation: 1,
            at: Instant(nanoseconds: 0)
        )
        _ = node.handle(.interfaces(interfaces), at: Instant(nanoseconds: 1))
        let effects = node.handle(.start, at: Instant(nanoseconds: 2))
        let places = effects.compactMap { effect -> Int32? in
            if case .listen(let listening) = effect { listening.place.interfaceIndex } else { nil }
        }
        #expect(places == [Int32(Self.count)])
    }
}
