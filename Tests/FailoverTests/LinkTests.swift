import Configuration
import Failover
import Testing
import VRRP

@Suite("Links: delays, polling, storms")
struct LinkTests {
    static func link(_ isUp: Bool) -> Event {
        .link(name: "eth0", index: Bench.eth0, isUp: isUp, hardwareAddress: NetworkTests.mac)
    }

    static func configuration(
        down: Duration,
        up: Duration,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> AgentConfiguration {
        Bench.configuration([Bench.instance(change: change)]) {
            $0.links.delays["eth0"] = LinkDelay(down: down, up: up)
        }
    }

    @Test("a link that is down for less than its delay was never down")
    func shortOutage() {
        var bench = Bench.master(Self.configuration(down: .milliseconds(500), up: .milliseconds(200)))
        #expect(bench.handle(Self.link(false)).isEmpty)
        #expect(bench.advance(.milliseconds(499)).removed.isEmpty)
        #expect(bench.handle(Self.link(true)).isEmpty)
        _ = bench.advance(.seconds(2))
        #expect(bench.state == .master)
    }

    @Test("a link that stays down is down after its delay, and up again after the other")
    func longOutage() {
        var bench = Bench.master(Self.configuration(down: .milliseconds(500), up: .milliseconds(200)))
        _ = bench.handle(Self.link(false))
        _ = bench.advance(.milliseconds(499))
        #expect(bench.state == .master)
        let effects = bench.advance(.milliseconds(1))
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(bench.node.instances[0].faults == [.interfaceDown("eth0")])
        _ = bench.handle(Self.link(true))
        _ = bench.advance(.milliseconds(199))
        #expect(bench.state == .fault)
        _ = bench.advance(.milliseconds(1))
        #expect(bench.state == .backup)
    }

    @Test(
        "the down delay ends before a peer would have taken over",
        arguments: [
            // Two intervals less one step of skew.
            (3, Version.v2, Duration.seconds(255), 1_996_093_750),
            (3, .v2, .seconds(1), 1_000_000_000),
            (2, .v2, .seconds(255), 996_093_750),
            // With one advertisement there is room for none.
            (1, .v2, .seconds(255), 0),
        ]
    )
    func limit(advertisements: Int, version: Version, down: Duration, nanoseconds: Int64) {
        var bench = Bench.master(
            Self.configuration(down: down, up: .zero) { $0.router.masterDownAdvertisements = advertisements }
        )
        let start = bench.now
        _ = bench.handle(Self.link(false))
        while bench.state == .master, bench.now - start < .seconds(3) {
            _ = bench.advance(.milliseconds(1))
        }
        let passed = bench.now - start
        #expect(passed >= .nanoseconds(nanoseconds))
        #expect(passed <= .nanoseconds(nanoseconds) + .milliseconds(1))
    }

    @Test("a new configuration without the delay still lets a change that waits count")
    func reload() {
        var bench = Bench.master(Self.configuration(down: .seconds(1), up: .zero))
        _ = bench.handle(Self.link(false))
        _ = bench.handle(.reload(Bench.configuration([Bench.instance()]), generation: 2))
        _ = bench.advance(.seconds(1))
        #expect(bench.state == .fault)
    }

    @Test("case 94: twenty times down and up: one fault each, and in the end what the link is")
    func storm() {
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        var added = 0
        for _ in 0..<20 {
            added += bench.handle(Self.link(false)).added.count
            bench.now = bench.now + .milliseconds(1)
            added += bench.handle(Self.link(true)).added.count
            bench.now = bench.now + .milliseconds(1)
        }
        #expect(added == 0)
        #expect(bench.state == .backup)
        _ = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        #expect(bench.node.instances[0].counters.becameMaster == 2)
    }

    @Test("a polled link is what polling finds, whatever the kernel tells")
    func polled() {
        let configuration = Bench.configuration([Bench.instance()]) { $0.links.probes["eth0"] = .ethtool }
        var bench = Bench(configuration)
        _ = bench.handle(.interfaces(Bench.interfaces()))
        let start = bench.handle(.start)
        let link = PolledLink(interface: "eth0", index: Bench.eth0, probe: .ethtool)
        #expect(start.contains(.pollLinks([link])))
        #expect(bench.advance(.seconds(3)).count { $0 == .pollLinks([link]) } == 3)
        _ = bench.handle(.linkPolled(index: Bench.eth0, isUp: false))
        #expect(bench.state == .fault)
        _ = bench.handle(Self.link(true))
        #expect(bench.state == .fault)
        _ = bench.handle(.linkPolled(index: Bench.eth0, isUp: true))
        #expect(bench.state == .backup)
    }

    @Test("without the word nothing is polled, and an interface nobody uses never is")
    func unpolled() {
        var idle = Bench.started(Bench.configuration([Bench.instance()]))
        #expect(!idle.advance(.seconds(10)).contains { if case .pollLinks = $0 { true } else { false } })
        var bench = Bench(Bench.configuration([Bench.instance()]) { $0.links.pollsAll = true })
        _ = bench.handle(.interfaces(Bench.interfaces()))
        let effects = bench.handle(.start)
        #expect(effects.contains(.pollLinks([PolledLink(interface: "eth0", index: 2, probe: .automatic)])))
    }

    @Test("an interface that is missing at the start is a fault that ends when it appears")
    func missing() {
        var bench = Bench(Bench.configuration([Bench.instance()]) { $0.links.mayBeMissing = true })
        _ = bench.handle(.interfaces([]))
        _ = bench.handle(.start)
        #expect(bench.node.instances[0].faults == [.interfaceMissing("eth0")])
        let appeared = bench.handle(
            .link(name: "eth0", index: 7, isUp: true, hardwareAddress: NetworkTests.mac)
        )
        #expect(appeared.contains(.listen(interface: "eth0", index: 7)))
        _ = bench.handle(.addressAdded(AssignedAddress(address: Bench.own, prefixLength: 16), index: 7))
        #expect(bench.state == .backup)
    }
}
