import Configuration
import Testing
import VRRP

@testable import Failover

/// Instances that stand aside once somebody else has their addresses.
@Suite("Drain") struct DrainTests {
    private static let order = Event.order(
        .drain(instances: ["VI_1", "VI_2", "VI_3"], reason: "out", by: MaintenanceTests.alice)
    )

    private static func bench() -> Bench {
        var bench = Bench.started(
            Bench.configuration([
                Bench.instance(), Bench.instance("VI_2", vrid: 52), Bench.instance("VI_3", vrid: 53),
            ])
        )
        for _ in 0..<4 {
            _ = bench.hear(priority: 200, vrid: 53)
            _ = bench.advance(.seconds(1))
        }
        return bench
    }

    private static func states(_ bench: Bench) -> [VirtualRouter.StateName] {
        bench.node.instances.map(\.router.state.name)
    }

    @Test("what is taken stays away, what nobody takes stays here, and a backup stands aside at once")
    func drain() {
        var bench = Self.bench()
        #expect(Self.states(bench) == [.master, .master, .backup])
        let effects = bench.handle(Self.order)
        #expect(effects.advertised == [0, 0])
        #expect(Self.states(bench) == [.resigning, .resigning, .initialize])
        #expect(bench.node.maintenance["VI_3"]?.kind == .drained)
        #expect(bench.node.maintenance["VI_1"] == nil)
        _ = bench.advance(.milliseconds(500))
        _ = bench.hear(priority: 100, vrid: 51)
        _ = bench.advance(.milliseconds(5))
        #expect(Self.states(bench) == [.initialize, .resigning, .initialize])
        #expect(bench.node.maintenance["VI_1"]?.reason == "out")
        let kept = bench.advance(.seconds(2))
        #expect(Self.states(bench) == [.initialize, .master, .initialize])
        #expect(kept.removed == [])
        #expect(kept.changes.contains(.maintenance(.drainKept(by: MaintenanceTests.alice))))
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_1", "VI_3"])
        #expect(bench.node.instances.map { $0.handover?.outcome } == [.taken, .kept, nil])
        _ = bench.handle(MaintenanceTests.off())
        #expect(Self.states(bench) == [.backup, .master, .backup])
    }

    @Test("a fault during the offer: the instance is drained in any case")
    func fault() {
        var bench = Self.bench()
        _ = bench.handle(Self.order)
        _ = bench.handle(.linkRemoved(index: Bench.eth0))
        #expect(Self.states(bench) == [.initialize, .initialize, .initialize])
        #expect(bench.node.maintenance.named.count == 3)
    }

    @Test("a reload that renames the instance during the offer: it is drained under its new name")
    func rename() {
        var bench = Self.bench()
        _ = bench.handle(Self.order)
        let renamed = Bench.configuration([
            Bench.instance("VI_2"), Bench.instance("VI_1", vrid: 52), Bench.instance("VI_C", vrid: 53),
        ])
        _ = bench.handle(.reload(renamed, generation: 2))
        #expect(Self.states(bench) == [.resigning, .resigning, .initialize])
        _ = bench.advance(.milliseconds(500))
        _ = bench.hear(priority: 100, vrid: 51)
        let effects = bench.advance(.milliseconds(5))
        #expect(effects.entries.last?.instance == "VI_2")
        #expect(Self.states(bench) == [.initialize, .resigning, .initialize])
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_2", "VI_C"])
        let kept = bench.advance(.seconds(2))
        #expect(Self.states(bench) == [.initialize, .master, .initialize])
        #expect(kept.changes.contains(.maintenance(.drainKept(by: MaintenanceTests.alice))))
        #expect(kept.entries.last?.instance == "VI_1")
    }

    @Test(
        "a router process that is killed during the offer: the next one offers again, and tells what came of it",
        arguments: [true, false]
    )
    func restart(isTaken: Bool) throws {
        let configuration = Bench.configuration([Bench.instance()])
        var bench = Bench.master(configuration)
        _ = bench.handle(.order(.drain(instances: ["VI_1"], reason: "out", by: MaintenanceTests.alice)))
        let snapshot = try NodeSnapshot(decoding: bench.node.snapshot.encoded())
        #expect(snapshot.drains["VI_1"]?.by == MaintenanceTests.alice)
        var next = Bench(configuration)
        next.now = bench.now + .milliseconds(100)
        next.node.restore(snapshot, at: next.now)
        _ = next.handle(.interfaces(Bench.interfaces(leftover: true)))
        let start = next.handle(.start)
        #expect(start.removed == [])
        #expect(next.state == .resigning)
        if isTaken {
            _ = next.hear(priority: 100)
            let effects = next.advance(.milliseconds(5))
            #expect(effects.removed == ["172.20.128.4/24"])
            #expect(next.node.maintenance["VI_1"]?.kind == .drained)
            #expect(next.state == .initialize)
        } else {
            let effects = next.advance(.seconds(2))
            #expect(effects.changes.contains(.maintenance(.drainKept(by: MaintenanceTests.alice))))
            #expect(next.state == .master)
        }
        #expect(next.node.snapshot.drains.isEmpty)
    }

    @Test("a stop during the offer ends it")
    func stop() {
        var bench = Self.bench()
        _ = bench.handle(Self.order)
        _ = bench.handle(.stop)
        #expect(bench.advance(.seconds(2)).contains(.stopped))
    }

    @Test("maintenance during the offer: it leaves without a successor, too")
    func maintenance() {
        var bench = Self.bench()
        _ = bench.handle(Self.order)
        _ = bench.handle(MaintenanceTests.on())
        _ = bench.advance(.seconds(2))
        #expect(Self.states(bench) == [.initialize, .initialize, .initialize])
        // What was drained already is so underneath.
        #expect(bench.node.maintenance.named.keys.sorted() == ["VI_3"])
        #expect(bench.node.maintenance.whole != nil)
    }
}
