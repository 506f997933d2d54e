import CLinux
import Glibc
import LinuxIO
import Routing
import Testing
import VRRP

/// Routes and rules on their way to the kernel.
@Suite struct RoutingCodecTests {
    /// The header in hexadecimal, then each attribute as `TYPE:BYTES`, those inside others in brackets.
    static func describe(_ bytes: [UInt8], header: Int, nested: Set<UInt16> = []) throws -> String {
        let start = Self.hex(bytes.prefix(header))
        return ([start] + (try Self.attributes(bytes[header...], nested: nested))).joined(separator: " ")
    }

    private static func attributes(_ bytes: ArraySlice<UInt8>, nested: Set<UInt16>) throws -> [String] {
        var reader = NetlinkReader(bytes)
        var texts: [String] = []
        while let attribute = try reader.attribute() {
            let value =
                nested.contains(attribute.type)
                ? "[" + (try Self.attributes(attribute.value, nested: [])).joined(separator: " ") + "]"
                : Self.hex(attribute.value)
            texts.append("\(attribute.type):\(value)")
        }
        return texts
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func route(_ change: (inout Route) -> Void) -> Route {
        var route = Route(to: AddressPrefix(IPAddress(10, 1, 255, 255), length: 16))
        change(&route)
        return route
    }

    static func text(_ route: Route, removing: Bool = false, table: UInt32 = 254) throws -> String {
        var writer = NetlinkWriter()
        route.write(to: &writer, removing: removing, table: table, devices: ["eth0": 2, "eth1": 3])
        return try Self.describe(writer.bytes, header: 12, nested: [8, 22])
    }

    @Test("a plain route: family, lengths, table main, protocol 18, unicast; the bits behind the prefix are zero")
    func plain() throws {
        let route = Self.route {
            $0.hop.gateway = IPAddress(192, 0, 2, 1)
            $0.hop.device = "eth1"
            $0.metric = 5
            $0.preferredSource = IPAddress(192, 0, 2, 9)
        }
        #expect(
            try Self.text(route)
                == "02100000fe12000100000000 1:0a010000 7:c0000209 5:c0000201 4:03000000 6:05000000"
        )
        // Any scope.
        #expect(try Self.text(route, removing: true).hasPrefix("02100000fe12ff0100000000 "))
    }

    @Test("a table above 255 stands in an attribute of its own")
    func table() throws {
        #expect(try Self.text(Self.route { _ in }, table: 6909) == "021000000012000100000000 15:fd1a0000 1:0a010000")
    }

    @Test("metrics are nested, with the locked ones last")
    func metrics() throws {
        let route = Self.route {
            $0.metrics.values = [.mtu: 1400, .hopLimit: 64]
            $0.metrics.congestionControl = "reno"
            $0.metrics.lock(2)
            $0.service = 0x10
            $0.scope = 253
            $0.type = .blackhole
            $0.realms = 0x0005_0014
        }
        #expect(
            try Self.text(route)
                == "02100010fe12fd0600000000 1:0a010000 11:14000500 8:[2:78050000 10:40000000 16:72656e6f00 1:04000000]"
        )
    }

    @Test("hops are rtnexthop structures: length, flags, weight less one, interface, gateway")
    func hops() throws {
        let route = Self.route {
            var first = NextHop(gateway: IPAddress(192, 0, 2, 1))
            first.weight = 256
            var second = NextHop(gateway: IPAddress(192, 0, 2, 2), device: "eth1")
            second.isOnLink = true
            $0.hops = [first, second]
        }
        #expect(
            try Self.text(route)
                == "02100000fe12000100000000 1:0a010000 "
                + "9:100000ff0000000008000500c0000201" + "1000040003000000" + "08000500c0000202"
        )
    }

    @Test("a gateway of the other family carries its family")
    func via() throws {
        let route = Self.route { $0.hop.gateway = IPAddress("fe80::1") }
        #expect(try Self.text(route).hasSuffix("1:0a010000 18:0a00fe800000000000000000000000000001"))
    }

    @Test("tunnels: labels with the mark of the bottom, the ends and the id in network order")
    func tunnels() throws {
        let labels = Self.route { $0.hop.encapsulation = .mpls([100, 200]) }
        #expect(try Self.text(labels).hasSuffix("22:[1:00064000000c8100] 21:0100"))
        let tunnel = Self.route {
            var tunnel = Encapsulation.Tunnel(family: .ipv4)
            tunnel.id = 7
            tunnel.destination = IPAddress(192, 0, 2, 8)
            tunnel.hops = 9
            $0.hop.encapsulation = .tunnel(tunnel)
        }
        #expect(try Self.text(tunnel).hasSuffix("22:[1:0000000000000007 2:c0000208 4:09] 21:0200"))
    }

    @Test("a rule: action, inversion, selectors, ports and users")
    func rule() throws {
        var rule = Rule(family: .ipv4, preference: 39, action: .lookup(table: 100))
        rule.source = AddressPrefix(IPAddress(192, 0, 2, 7), length: 24)
        rule.isInverted = true
        rule.mark = 0x10
        rule.markMask = 0xff
        rule.incomingInterface = "eth0"
        rule.users = 1...2
        rule.ipProtocol = 17
        rule.sourcePorts = 10...20
        var writer = NetlinkWriter()
        rule.write(to: &writer)
        #expect(
            try Self.describe(writer.bytes, header: 12)
                == "020018006400000102000000"
                + " 6:27000000 21:12 2:c0000200 10:10000000 16:ff000000 3:6574683000 20:0100000002000000 22:11"
                + " 23:0a001400"
        )
    }

    @Test("a removed route is known by its key, and only if it was set by keepalived's number")
    func keys() throws {
        let route = Self.route {
            $0.metric = 5
            $0.hop.device = "eth0"
        }
        var writer = NetlinkWriter()
        route.write(to: &writer, removing: false, table: 6909, devices: ["eth0": 2])
        let key = try #require(try RouteKey(netlink: writer.bytes[...]))
        #expect(key.table == 6909 && key.metric == 5)
        var kept = route
        kept.table = .number(6909)
        #expect(kept.mayBe(key))
        #expect(!route.mayBe(key))
        kept.originator = 4
        var other = NetlinkWriter()
        kept.write(to: &other, removing: false, table: 6909, devices: [:])
        #expect(try RouteKey(netlink: other.bytes[...]) == nil)
    }

    @Test("random bytes are no event and no trap")
    func noise() {
        var state: UInt64 = 11
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        for length in 0..<400 {
            let bytes = (0..<length).map { _ in next() }
            _ = try? RouteKey(netlink: bytes[...])
            _ = try? RuleKey(netlink: bytes[...])
            var events: [RoutingMonitor.Event] = []
            try? RoutingMonitor.decode(bytes[...], into: &events)
        }
    }
}

extension KernelTests {
    @Suite(.privileged) struct RoutingTests {
        @Test func setsWatchesAndRemovesRoutesAndRules() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let socket = try RouteSocket()
                let left = network.left
                let own = InterfaceAddress(
                    interfaceIndex: left.index,
                    address: IPAddress(198, 51, 100, 1),
                    prefixLength: 24
                )
                #expect(try socket.add(own) == .done)
                var route = Route(to: AddressPrefix(IPAddress(10, 0, 0, 0), length: 8))
                route.hop.gateway = IPAddress(198, 51, 100, 2)
                route.table = .number(6909)
                route.metrics.values[.mtu] = 1400
                var rule = Rule(family: .ipv4, preference: 77, action: .lookup(table: 6909))
                rule.source = AddressPrefix(IPAddress(192, 0, 2, 0), length: 24)
                var unreachable = route
                unreachable.hop.gateway = IPAddress(192, 0, 2, 77)
                let add: [RoutingRequest] = [
                    .addRoute(route, devices: [:]), .addRule(rule), .addRoute(unreachable, devices: [:]),
                ]
                let added = try socket.perform(add)
                #expect(added.prefix(2) == [.done, .done])
                guard case .failed(let error) = added[2] else { throw TestFailure("\(added)") }
                #expect(error.reason == "Network is unreachable (Nexthop has invalid gateway)")
                #expect(try socket.perform(add).prefix(2) == [.exists, .exists])

                let monitor = try RoutingMonitor()
                let remove: [RoutingRequest] = [.removeRule(rule), .removeRoute(route, devices: [:])]
                #expect(try socket.perform(remove) == [.done, .done])
                #expect(try socket.perform(remove) == [.notFound, .notFound])
                let events = try monitor.read()
                #expect(events.contains(.ruleRemoved(RuleKey(family: .ipv4, preference: 77))))
                let isTold = events.contains {
                    if case .routeRemoved(let key) = $0 { route.mayBe(key) } else { false }
                }
                #expect(isTold)
            }
        }
    }
}
