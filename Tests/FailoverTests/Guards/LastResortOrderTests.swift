import Checks
import Configuration
import Testing

@testable import Failover
@testable import VRRP

/// What operators order of an instance whose checks have failed and that is not in fault for it.
@Suite("Orders and last resorts")
struct LastResortOrderTests {
    private static let web = Bench.check("web")
    private static let drill = OperatorOrder.drill(
        instance: "VI_1",
        reason: "quarterly",
        returnAfter: .seconds(30),
        by: MaintenanceTests.alice
    )
    private static let drain = Event.order(
        .drain(instances: ["VI_1"], reason: "out", by: MaintenanceTests.alice)
    )
    private static let maintenance = Event.order(
        .beginMaintenance(instances: [], reason: "disks", duration: nil, by: MaintenanceTests.alice)
    )

    /// A master that offers its addresses because its check has failed.
    private static func offering(_ policy: AllUnhealthyPolicy = .best) -> Bench {
        let instance = Bench.instance(checks: [Self.web]) { $0.guards.allUnhealthy = policy }
        var bench = Bench.master(Bench.configuration([instance], checks: [Self.web]))
        _ = bench.report("web", .fail)
        _ = bench.advance(.milliseconds(200))
        #expect(bench.state == .resigning)
        return bench
    }

    @Test("a drain takes the guard's offer over: no second priority 0, and a recovery does not withdraw it")
    func drained() throws {
        var bench = Self.offering()
        let ordered = bench.handle(Self.drain)
        #expect(ordered.advertised == [])
        let order = try #require(ordered.entries.first { if case .maintenance = $0.change { true } else { false } })
        _ = bench.report("web", .pass)
        #expect(bench.state == .resigning)
        _ = bench.hear(priority: 100)
        let effects = bench.advance(.milliseconds(10))
        #expect(bench.state == .initialize)
        #expect(bench.node.maintenance["VI_1"]?.kind == .drained)
        #expect(effects.entries.first?.cause == order.id)
    }

    @Test("a drain that nobody takes is told of as kept, and the guard offers again in its time")
    func drainKept() {
        var bench = Self.offering()
        _ = bench.handle(Self.drain)
        let kept = bench.advance(.milliseconds(1000))
        #expect(bench.state == .master)
        #expect(kept.changes.contains(.maintenance(.drainKept(by: MaintenanceTests.alice))))
        _ = bench.advance(.seconds(10))
        #expect(bench.state == .resigning)
    }

    @Test("a drill may begin in the middle of the guard's offer, and is one like any other")
    func drilled() {
        var bench = Self.offering()
        #expect(bench.node.refusal(of: Self.drill) == nil)
        #expect(bench.handle(.order(Self.drill)).advertised == [])
        _ = bench.report("web", .pass)
        #expect(bench.state == .resigning)
        _ = bench.hear(priority: 100)
        _ = bench.advance(.milliseconds(10))
        #expect(bench.state == .backup)
        #expect(bench.node.drill?.holder?.address == Bench.peer)
        // The offer is a drill's now, which another one does not take over.
        #expect(bench.node.refusal(of: Self.drill)?.contains("is under way") == true)
    }

    @Test("maintenance in the middle of the guard's offer is what the handover goes back to")
    func maintained() throws {
        var bench = Self.offering()
        let ordered = bench.handle(Self.maintenance)
        let order = try #require(ordered.entries.first { if case .maintenance = $0.change { true } else { false } })
        _ = bench.hear(priority: 100)
        let effects = bench.advance(.milliseconds(10))
        #expect(bench.state == .initialize)
        #expect(effects.entries.first?.cause == order.id)
    }

    @Test("in maintenance it has the last resort's priority, is told of it once, and no guard is in force")
    func priority() {
        var bench = Self.offering()
        _ = bench.advance(.milliseconds(1000))
        #expect(bench.state == .master)
        var effects = bench.handle(Self.maintenance)
        effects += bench.advance(.seconds(3))
        #expect(bench.state == .initialize)
        effects += bench.report("web", .fail)
        effects += bench.handle(Self.maintenance)
        #expect(bench.priority == 8)
        #expect(!effects.changes.contains { if case .priority = $0 { true } else { false } })
        let status = bench.node.status(version: "1", processID: 1, at: bench.now)
        #expect(status.contains(#""guard":"all_unhealthy","setting":"best","in_force":false"#))
        #expect(!status.contains("competes with priority 150"))
        let explained = bench.node.explain("VI_1", at: bench.now)
        #expect(explained.contains("competes again as after a start, with priority 8"))
        _ = bench.handle(MaintenanceTests.off())
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
    }

    @Test("a router process that dies during the handover: the next one says the priority the last one had")
    func restart() {
        var bench = Self.offering()
        _ = bench.advance(.milliseconds(1000))
        _ = bench.handle(Self.maintenance)
        #expect(bench.state == .resigning)
        var second = Bench(bench.node.configuration)
        second.now = bench.now
        second.node.restore(bench.node.snapshot, at: second.now)
        _ = second.handle(.interfaces(Bench.interfaces(leftover: true)))
        #expect(second.handle(.start).advertised == [8, 0])
        #expect(second.state == .resigning)
    }

    @Test("a planned leave waits for a last resort, and one without guards is as short as ever")
    func patience() {
        for (policy, time) in [
            (AllUnhealthyPolicy.best, Duration.nanoseconds(2_223_437_500)), (.hold, .nanoseconds(1_096_093_750)),
            (.drop, .nanoseconds(1_096_093_750)),
        ] {
            let instance = Bench.instance(checks: [Self.web]) { $0.guards.allUnhealthy = policy }
            var bench = Bench.master(Bench.configuration([instance], checks: [Self.web]))
            #expect(bench.handle(.stop).advertised == [0])
            #expect(bench.advance(time - .milliseconds(1)).removed == [])
            #expect(bench.advance(.milliseconds(2)).contains(.stopped))
        }
    }
}
