import Checks
import Configuration
import Failover
import Routing
import Testing
import VRRP

/// Routes, rules and static items: when they are set, removed, put back, and who cannot do without them.
@Suite("Routes, rules, static items")
struct ItemTests {
    static func route(_ last: UInt8, device: String = "eth0", line: Int = 5) -> NetworkItem {
        var route = Route(to: AddressPrefix(IPAddress(10, last, 0, 0), length: 16))
        route.hop.device = device
        return Self.item(.route(route), "10.\(last).0.0/16 dev \(device)", line: line)
    }

    static func rule(_ preference: UInt32) -> NetworkItem {
        let rule = Rule(family: .ipv4, preference: preference, action: .lookup(table: 100))
        return Self.item(.rule(rule), "table 100 preference \(preference)")
    }

    static func item(_ kind: NetworkItem.Kind, _ text: String, line: Int = 5) -> NetworkItem {
        NetworkItem(kind, text: text, location: SourceLocation(file: "test.conf", line: line, column: 1))
    }

    static let items = [route(1), route(2), rule(50)]

    static func configuration(
        _ items: [NetworkItem] = items,
        statics: [NetworkItem] = [],
        groups: [String: Set<String>] = [:]
    ) -> AgentConfiguration {
        var configuration = Bench.configuration([Bench.instance { $0.items = items }])
        configuration.statics = statics
        configuration.trackGroups = groups
        return configuration
    }

    static func key(_ last: UInt8, table: UInt32 = 254, metric: UInt32 = 0) -> RouteKey {
        RouteKey(
            table: table,
            destination: AddressPrefix(IPAddress(10, last, 0, 0), length: 16),
            service: 0,
            metric: metric
        )
    }

    @Test("a master sets them after its addresses, and announces then")
    func master() {
        var bench = Bench.started(Self.configuration())
        let effects = bench.advance(.milliseconds(3500))
        #expect(effects.deeds == ["advertise", "add", "add items", "announce"])
        #expect(effects.set == ["10.1.0.0/16 dev eth0", "10.2.0.0/16 dev eth0", "table 100 preference 50"])
    }

    @Test("a master that leaves removes them before its addresses, the last first")
    func leaving() {
        var bench = Bench.master(Self.configuration())
        let effects = bench.handle(LinkTests.link(false))
        #expect(effects.deeds == ["withdraw", "remove items", "remove"])
        #expect(effects.unset == ["table 100 preference 50", "10.2.0.0/16 dev eth0", "10.1.0.0/16 dev eth0"])
    }

    @Test("what a dead predecessor may have left is removed at the start, before anything else")
    func leftovers() {
        var bench = Bench(Self.configuration())
        _ = bench.handle(.interfaces(Bench.interfaces()))
        let effects = bench.handle(.start)
        #expect(effects.deeds.first == "remove items")
        #expect(effects.unset.count == 3)
    }

    @Test("a router process that goes on as master sets what is missing and removes nothing")
    func resumed() {
        let snapshot = Bench.master(Self.configuration()).node.snapshot
        var bench = Bench(Self.configuration())
        bench.node.restore(snapshot, at: bench.now)
        _ = bench.handle(.interfaces(Bench.interfaces(leftover: true)))
        let effects = bench.handle(.start)
        #expect(effects.unset.isEmpty)
        #expect(effects.set.count == 3)
        #expect(bench.state == .master)
    }

    @Test("a route or rule that somebody else removes is set again at once, and mastership stays")
    func removed() {
        var bench = Bench.master(Self.configuration())
        #expect(bench.handle(.routeRemoved(Self.key(2))).isEmpty)
        #expect(bench.advance(.zero).set.contains("10.2.0.0/16 dev eth0"))
        _ = bench.handle(.ruleRemoved(RuleKey(family: .ipv4, preference: 50)))
        #expect(bench.advance(.zero).set.contains("table 100 preference 50"))
        #expect(bench.state == .master)
    }

    @Test(
        "a route of somebody else that looks alike is none of ours",
        arguments: [key(3), key(2, table: 100), key(2, metric: 5)]
    )
    func others(_ key: RouteKey) {
        var bench = Bench.master(Self.configuration())
        _ = bench.handle(.routeRemoved(key))
        #expect(bench.advance(.zero).set.isEmpty)
    }

    @Test("no_track leaves what somebody removes")
    func untracked() {
        var item = Self.route(1)
        item.isTracked = false
        var bench = Bench.master(Self.configuration([item]))
        #expect(!bench.node.watchesRouting)
        _ = bench.handle(.routeRemoved(Self.key(1)))
        #expect(bench.advance(.zero).set.isEmpty)
    }

    @Test("somebody who removes a route again and again is met once a second, not in a tight race")
    func race() {
        var bench = Bench.master(Self.configuration([Self.route(1)]))
        var set = 0
        for _ in 0..<1000 {
            _ = bench.handle(.routeRemoved(Self.key(1)))
            set += bench.advance(.zero).set.count
            bench.now = bench.now + .milliseconds(1)
        }
        #expect(set <= 10)
        #expect(bench.advance(.seconds(11)).set.count == 1)
    }

    @Test("a link that comes back, and an address that goes, may have taken routes along: they are set again")
    func silentLoss() {
        var bench = Bench.master(Self.configuration([Self.route(1, device: "eth1")]))
        _ = bench.handle(.link(name: "eth1", index: Bench.eth1, isUp: false, hardwareAddress: NetworkTests.mac))
        _ = bench.handle(.link(name: "eth1", index: Bench.eth1, isUp: true, hardwareAddress: NetworkTests.mac))
        #expect(bench.advance(.zero).set == ["10.1.0.0/16 dev eth1"])
        let virtual = AssignedAddress(address: Bench.virtual, prefixLength: 24)
        _ = bench.handle(.addressRemoved(virtual, index: Bench.eth0))
        let restored = bench.advance(.milliseconds(1))
        #expect(restored.set == ["10.1.0.0/16 dev eth1"])
        // The address first: a route may be sent from it.
        #expect(restored.deeds.prefix(3) == ["add", "announce", "add items"])
    }

    @Test("an interface made anew by the same name gets its routes")
    func recreated() {
        var bench = Bench.master(Self.configuration([Self.route(1, device: "eth1")]))
        _ = bench.handle(.linkRemoved(index: Bench.eth1))
        _ = bench.advance(.zero)
        #expect(bench.node.instances[0].items.missing.values.first == "interface eth1 does not exist")
        _ = bench.handle(.link(name: "eth1", index: 9, isUp: true, hardwareAddress: NetworkTests.mac))
        let effects = bench.advance(.zero)
        guard
            case .addItems(let items, _, _)? = effects.first(where: { if case .addItems = $0 { true } else { false } }),
            case .route(_, let devices) = items.first?.kind
        else {
            Issue.record("\(effects)")
            return
        }
        #expect(devices == ["eth1": 9])
        #expect(bench.state == .master)
    }

    @Test("a reload changes the difference only, and a line that moved is no difference")
    func reload() {
        var bench = Bench.master(Self.configuration([Self.route(1), Self.route(2), Self.rule(50)]))
        var moved = Self.configuration([Self.route(2, line: 9), Self.route(3), Self.rule(50)])
        moved.instances[0].router.preempt = false
        let effects = bench.handle(.reload(moved, generation: 2))
        #expect(effects.unset == ["10.1.0.0/16 dev eth0"])
        #expect(effects.set == ["10.3.0.0/16 dev eth0"])
        #expect(bench.state == .master)
    }

    @Test("what the kernel refuses is said once with its line, and tried again")
    func refused() {
        var bench = Bench.started(Self.configuration([Self.route(1)]))
        bench.refusals = ["10.1.0.0/16 dev eth0": "Network is unreachable"]
        var effects = bench.advance(.milliseconds(3500))
        effects += bench.takeEffects()
        #expect(bench.state == .master)
        #expect(
            effects.changes.map(\.description).contains(
                "route '10.1.0.0/16 dev eth0' (test.conf:5) could not be set: Network is unreachable"
            )
        )
        let later = bench.advance(.seconds(25)) + bench.takeEffects()
        #expect(later.set.count == 2)
        #expect(!later.changes.contains { if case .itemRefused = $0 { true } else { false } })
        #expect(
            bench.node.status(version: "0", processID: 1, at: bench.now).contains(
                "\"reason\":\"Network is unreachable\""
            )
        )
        bench.refusals = [:]
        let then = bench.advance(.seconds(10)) + bench.takeEffects()
        #expect(then.changes.contains { if case .itemSet = $0 { true } else { false } })
    }

    @Test("static items are set at the start, whoever is master, and removed at the very end")
    func statics() {
        var bench = Bench(Self.configuration([], statics: [Self.route(7), Self.rule(70)]))
        _ = bench.handle(.interfaces(Bench.interfaces()))
        #expect(bench.handle(.start).set == ["10.7.0.0/16 dev eth0", "table 100 preference 70"])
        #expect(bench.advance(.seconds(4)).set.isEmpty)
        let stop = bench.handle(.stop) + bench.advance(.seconds(3))
        #expect(stop.unset == ["table 100 preference 70", "10.7.0.0/16 dev eth0"])
        #expect(stop.deeds.last == "remove items")
        #expect(stop.last == .stopped)
    }

    @Test("static items are kept on reload, but for the difference")
    func staticReload() {
        var bench = Bench.started(Self.configuration([], statics: [Self.route(7), Self.route(8)]))
        let effects = bench.handle(
            .reload(Self.configuration([], statics: [Self.route(8, line: 1), Self.route(9)]), generation: 2)
        )
        #expect(effects.unset == ["10.7.0.0/16 dev eth0"])
        #expect(effects.set == ["10.9.0.0/16 dev eth0"])
    }

    @Test("an instance is in fault while a static item of its track_group cannot be there")
    func trackGroup() {
        var tracked = Self.route(7, device: "eth1")
        tracked.trackGroup = "G"
        let configuration = Self.configuration([], statics: [tracked], groups: ["G": ["VI_1"]])
        var bench = Bench.master(configuration)
        #expect(bench.state == .master)
        bench.refusals = ["10.7.0.0/16 dev eth1": "Network is down"]
        _ = bench.handle(.link(name: "eth1", index: Bench.eth1, isUp: false, hardwareAddress: NetworkTests.mac))
        _ = bench.advance(.zero)
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].faults == [.staticItemMissing(tracked, reason: "Network is down")])
        bench.refusals = [:]
        _ = bench.handle(.link(name: "eth1", index: Bench.eth1, isUp: true, hardwareAddress: NetworkTests.mac))
        _ = bench.advance(.zero)
        #expect(bench.state == .backup)
    }

    @Test("an instance outside the group does not mind")
    func otherGroup() {
        var tracked = Self.route(7, device: "eth9")
        tracked.trackGroup = "G"
        let bench = Bench.master(Self.configuration([], statics: [tracked], groups: ["G": ["VI_2"]]))
        #expect(bench.state == .master)
    }

    @Test("a static address that somebody removes is set again; it counts as the node's own")
    func staticAddress() {
        let address = VirtualAddress(address: IPAddress(172, 20, 128, 77), prefixLength: 24, device: "eth0")
        let item = Self.item(.address(address), "172.20.128.77/24")
        var bench = Bench.started(Self.configuration([], statics: [item]))
        let assigned = AssignedAddress(address: address.address, prefixLength: 24)
        _ = bench.handle(.addressAdded(assigned, index: Bench.eth0))
        _ = bench.handle(.addressRemoved(assigned, index: Bench.eth0))
        #expect(bench.advance(.zero).set == ["172.20.128.77/24"])
    }

    @Test("a virtual address with no_track stays away once somebody has removed it, until the next mastership")
    func untrackedAddress() {
        var bench = Bench.master(Bench.configuration([Bench.instance { $0.virtualAddresses[0].isTracked = false }]))
        let virtual = AssignedAddress(address: Bench.virtual, prefixLength: 24)
        _ = bench.handle(.addressRemoved(virtual, index: Bench.eth0))
        #expect(bench.advance(.zero).added.isEmpty)
        _ = bench.handle(LinkTests.link(false))
        _ = bench.handle(LinkTests.link(true))
        #expect(bench.advance(.seconds(4)).added == ["172.20.128.4/24"])
    }
}

extension [Effect] {
    /// The items set, in order.
    var set: [String] {
        self.flatMap { effect in
            if case .addItems(let items, _, _) = effect { items.map(\.origin.text) } else { [String]() }
        }
    }

    /// The items removed, in order.
    var unset: [String] {
        self.flatMap { effect in
            if case .removeItems(let items, _) = effect { items.map(\.origin.text) } else { [String]() }
        }
    }
}
