import Checks
import Configuration
import Routing
import TestSupport
import Testing
import VRRP

@testable import Failover

/// Every event as bytes and back.
@Suite struct EventWireTests {
    private static let address4 = IPAddress(192, 0, 2, 1)
    private static let address6 = IPAddress.v6(IPv6Address(rawValue: 0xfe80 << 112 | 1))

    private static let placed: PlacedAddress = {
        var placed = PlacedAddress(address: address4, prefixLength: 24, interfaceIndex: 3, label: "eth0:1", scope: 253)
        placed.broadcast = IPv4Address(192, 0, 2, 255)
        placed.options.peer = IPAddress(192, 0, 2, 9)
        placed.options.joinsGroup = true
        placed.options.preferredLifetime = 7
        placed.isTracked = false
        return placed
    }()

    private static let route: Route = {
        var route = Route(to: AddressPrefix(IPAddress(10, 1, 0, 0), length: 16))
        route.type = .throw
        route.source = AddressPrefix(address6, length: 64)
        route.preferredSource = address4
        route.service = 8
        route.table = .vrf("red")
        route.originator = 4
        route.scope = 253
        route.metric = 77
        route.hop = NextHop(gateway: address6, device: "eth0")
        route.hop.isOnLink = true
        route.hop.encapsulation = .mpls([16, 17])
        var second = NextHop(device: "eth1")
        second.weight = 256
        second.realms = 9
        var tunnel = Encapsulation.Tunnel(family: .ipv6)
        tunnel.id = 1 << 40
        tunnel.destination = address6
        tunnel.service = 1
        tunnel.hops = 2
        tunnel.flags = 3
        second.encapsulation = .tunnel(tunnel)
        var third = NextHop()
        third.encapsulation = .ila(12)
        route.hops = [second, third]
        route.realms = 3
        route.expires = 60
        route.metrics.values = [.mtu: 1400, .features: 1, .hopLimit: 9]
        route.metrics.congestionControl = "bbr"
        route.metrics.lock(2)
        route.preference = 3
        route.propagatesTimeToLive = false
        route.placement = .alone
        return route
    }()

    private static let rule: Rule = {
        var rule = Rule(family: .ipv4, preference: 50, action: .lookup(table: 100))
        rule.isInverted = true
        rule.source = AddressPrefix(address4, length: 32)
        rule.destination = AddressPrefix(IPAddress(10, 0, 0, 0), length: 8)
        rule.service = 4
        rule.mark = 1
        rule.markMask = 0xff
        rule.realms = 2
        rule.suppressedPrefixLength = 0
        rule.suppressedGroup = 5
        rule.incomingInterface = "eth0"
        rule.outgoingInterface = "eth1"
        rule.tunnelID = 6
        rule.users = 0...1000
        rule.originator = 3
        rule.ipProtocol = 6
        rule.sourcePorts = 1...2
        rule.destinationPorts = 80...80
        return rule
    }()

    private static func item(_ kind: PlacedItem.Kind, _ origin: NetworkItem.Kind) -> PlacedItem {
        var item = NetworkItem(origin, text: "as written", location: SourceLocation(file: "a.conf", line: 3, column: 5))
        item.isTracked = false
        item.trackGroup = "G"
        return PlacedItem(kind, origin: item)
    }

    private static let outcomes: [ItemOutcome] = {
        var address = VirtualAddress(address: address4, prefixLength: 24, device: "eth0", label: "eth0:1", scope: 253)
        address.usesVMAC = true
        address.isTracked = false
        let actions: [RuleAction] = [.lookupInVRF, .goto(60), .nothing, .blackhole, .unreachable, .prohibit]
        let rules = actions.map { action in
            item(.rule(Rule(family: .ipv6, preference: 1, action: action)), .rule(rule))
        }
        return [
            ItemOutcome(item(.address(placed), .address(address)), .set),
            ItemOutcome(item(.route(route, devices: ["eth0": 2, "eth1": 3]), .route(route)), .existed),
            ItemOutcome(item(.rule(rule), .rule(rule)), .refused("no such device")),
        ] + rules.map { ItemOutcome($0, .set) }
    }()

    static let events: [Event] = [
        .interfaces([
            InterfaceState(
                name: "eth0",
                index: 2,
                isUp: true,
                hardwareAddress: MACAddress(rawValue: 0x02_00_5e_00_01_33),
                addresses: [
                    AssignedAddress(address: address4, prefixLength: 24),
                    AssignedAddress(address: address6, prefixLength: 64, standing: .tentative),
                    AssignedAddress(address: address6, prefixLength: 128, standing: .duplicate),
                ]
            ),
            InterfaceState(name: "", index: -1, isUp: false, hardwareAddress: MACAddress(rawValue: 0)),
        ]),
        .link(name: "eth0", index: 2, isUp: false, hardwareAddress: MACAddress(rawValue: 7)),
        .linkRemoved(index: 4), .linkPolled(index: 5, isUp: true),
        .addressAdded(AssignedAddress(address: address4, prefixLength: 16), index: 2),
        .addressRemoved(AssignedAddress(address: address6, prefixLength: 64, standing: .duplicate), index: 2),
        .forwardsIPv6(index: 3, isOn: true), .booted(ago: .milliseconds(12_345)), .start, .slept(.nanoseconds(1)),
        .datagram([0x45, 0, 1, 2, 255], index: 2),
        .message(
            ReceivedMessage(
                source: IPv6Address(rawValue: 1),
                destination: IPv6Address(rawValue: .max),
                hopLimit: 255,
                bytes: [0x31, 7]
            ),
            index: 3
        ),
        .report(
            CheckReport(
                check: "web",
                generation: 3,
                outcome: CheckOutcome(.fail, .execExit, "exit code 1", duration: .milliseconds(3), output: "x\n"),
                runs: 4
            )
        ),
        .fifoLosses(path: "/run/fifo", lines: .max), .checkerStarted, .checkerExited,
        .listenFailed(ListeningPlace(interfaceIndex: 2, family: .ipv6), reason: "no"),
        .addressRefused(placed, instance: "VI_1", reason: "ü\0"),
        .itemsAdded(outcomes, owner: .instance("VI_1"), isRestoring: true),
        .itemsAdded([], owner: .node, isRestoring: false),
        .routeRemoved(
            RouteKey(table: 254, destination: AddressPrefix(address4, length: 24), service: 1, metric: 1024)
        ),
        .ruleRemoved(RuleKey(family: .ipv6, preference: 9)), .routingUnknown,
        .interfaceRefused(name: "vrrp.51", reason: "busy"),
        .settingChanged(ChangedSetting(name: "net/ipv4/x", original: -1, value: 2)), .filterRefused(reason: "nft"),
        .tick, .stop, .stopNow,
    ]

    private static func decoded(_ bytes: [UInt8]) throws(WireError) -> RecordedEvent {
        var reader = WireReader(bytes)
        let event = try RecordedEvent(reading: &reader)
        try reader.finish()
        return event
    }

    private static func encoded(_ event: RecordedEvent) -> [UInt8] {
        var writer = WireWriter()
        event.write(to: &writer)
        return writer.bytes
    }

    @Test("what is written is read again with every field", arguments: events)
    func roundTrip(_ event: Event) throws {
        let decoded = try Self.decoded(Self.encoded(.event(event)))
        #expect(decoded == .event(event))
        // Items that the kernel could not tell apart are equal; their texts say more.
        #expect(decoded.description == CanonicalText.of(event))
    }

    @Test("a reload is the text of its configuration, and is one again")
    func reload() throws {
        let text =
            "vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 5\n virtual_ipaddress {\n 192.0.2.1\n }\n}\n"
        let bundle = SourceBundle(mainFile: "/k.conf", files: ["/k.conf": Array(text.utf8)])
        let configuration = try #require(bundle.parsed().configuration)
        let recorded = RecordedEvent(.reload(configuration, generation: 7), sources: bundle.encoded())
        let decoded = try Self.decoded(Self.encoded(recorded))
        #expect(decoded.event == .reload(configuration, generation: 7))
        #expect(decoded.description == "reload(generation: 7)")
        #expect(RecordedEvent.reload(sources: [1, 2], generation: 7).event == nil)
    }

    @Test("a message that is cut short anywhere is refused, and one with bytes behind it", arguments: events)
    func cut(_ event: Event) {
        let bytes = Self.encoded(.event(event))
        for count in bytes.indices {
            #expect(throws: WireError.self) { () throws(WireError) in try Self.decoded(Array(bytes.prefix(count))) }
        }
        #expect(throws: WireError.trailing) { () throws(WireError) in try Self.decoded(bytes + [0]) }
    }

    @Test("any bytes are refused or read, and nothing traps")
    func corrupted() {
        var chance = SeededGenerator(seed: 11)
        for event in Self.events {
            let bytes = Self.encoded(.event(event))
            for _ in 0..<200 {
                var spoilt = bytes
                for _ in 0..<Int.random(in: 1...3, using: &chance) {
                    guard let position = spoilt.indices.randomElement(using: &chance) else { continue }
                    spoilt[position] = UInt8.random(in: 0...255, using: &chance)
                }
                guard let read = try? Self.decoded(spoilt) else { continue }
                // What was read means the same when it is written again.
                #expect((try? Self.decoded(Self.encoded(read)))?.description == read.description)
            }
        }
    }
}
