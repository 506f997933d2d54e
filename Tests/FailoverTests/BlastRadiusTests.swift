import Checks
import Configuration
import Testing

@testable import Failover
@testable import VRRP

/// `blast_radius_guard`: what fails for all nodes moves nothing.
@Suite("blast_radius_guard")
struct BlastRadiusTests {
    private static func shared(_ name: String = "data", weight: Int = 0) -> CheckDefinition {
        var check = Bench.check(name, weight: weight)
        check.scope = .shared
        return check
    }

    private static let web = Bench.check("web")
    private static let grace = Duration.seconds(6)

    private static func configuration(
        priority: UInt8 = 150,
        weight: Int = 0,
        checks: [CheckDefinition]? = nil,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> AgentConfiguration {
        let checks = checks ?? [Self.shared(weight: weight), Self.web]
        let instance = Bench.instance(priority: priority, checks: checks) {
            $0.guards.blastRadiusGrace = Self.grace
            $0.notify.any = NotifyScript(command: ["/n"])
            change(&$0)
        }
        return Bench.configuration([instance], checks: checks)
    }

    private static func master(
        weight: Int = 0,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> Bench {
        let bench = Bench.master(Self.configuration(weight: weight, change: change))
        #expect(bench.state == .master)
        return bench
    }

    /// All checks pass all the time.
    private static func pass(_ bench: inout Bench, for time: Duration) {
        for _ in 0..<2 {
            _ = bench.report("web", .pass)
            _ = bench.report("data", .pass)
            _ = bench.advance(time / 2)
        }
    }

    private static func status(_ bench: Bench) -> String {
        bench.node.status(version: "1", processID: 1, at: bench.now)
    }

    @Test(
        "a master withholds a shared failure for the grace: nothing is advertised, nothing moves",
        arguments: [0, -60]
    )
    func withheld(weight: Int) {
        var bench = Self.master(weight: weight)
        let effects = bench.report("data", .fail)
        #expect(effects.deeds == [])
        #expect(effects.changes.last == .withheld(check: "data", for: Self.grace))
        #expect(effects.entries.last?.cause == effects.entries.first?.id)
        #expect(bench.state == .master)
        #expect(bench.priority == 150)
        #expect(Set(bench.advance(.milliseconds(2500)).advertised) == [150])
        #expect(Self.status(bench).contains(#""guard":"blast_radius_guard","setting":"6 s","in_force":true"#))
        #expect(Self.status(bench).contains(#""since_ms":2500,"until_ms":3500,"causes":["check data"]"#))
        #expect(Self.status(bench).contains("check data fails, which counts in 4 s"))
    }

    @Test(
        "a recovery within the grace cancels it, and the journal says that nothing has happened",
        arguments: [0, -60]
    )
    func cancelled(weight: Int) {
        var bench = Self.master(weight: weight)
        _ = bench.report("data", .fail)
        _ = bench.advance(.seconds(2))
        let effects = bench.report("data", .pass)
        #expect(effects.deeds == [])
        #expect(effects.changes.last == .withheldEnded(check: "data"))
        #expect(bench.node.instances[0].graces.isEmpty)
        // The next failure has a grace of its own, once the check has passed for as long.
        Self.pass(&bench, for: Self.grace)
        #expect(bench.report("data", .fail).changes.last == .withheld(check: "data", for: Self.grace))
        #expect(bench.node.instances[0].graceEnd == bench.now + Self.grace)
    }

    @Test("after the grace a fault is the last resort: the addresses are offered, and kept if it fails for all")
    func over() {
        var bench = Self.master()
        let begin = bench.report("data", .fail)
        let effects = bench.advance(.milliseconds(6000))
        #expect(bench.state == .resigning)
        #expect(effects.advertised.last == 0)
        #expect(effects.removed == [])
        let told = effects.entries.filter { if case .health = $0.change { false } else { true } }
        #expect(
            told.map(\.change) == [
                .withheldCounts(check: "data"), .lastResortBegan([.checkDown("data")], .shared),
                .priority(from: Priority(rawValue: 150), to: Priority(rawValue: 8)),
                .transition(Transition(from: .master, to: .resigning, cause: .offered)),
            ]
        )
        #expect(told.first?.cause == begin.entries.last?.id)
        _ = bench.report("web", .pass)
        let kept = bench.advance(.milliseconds(1100))
        #expect(bench.state == .master)
        #expect(kept.advertised.first == 8)
        #expect(kept.notified == [])
        #expect(
            kept.changes.last?.description
                == "nobody took the addresses over; held as the last resort (blast_radius_guard)"
        )
        #expect(Self.status(bench).contains("holds 172.20.128.4 although check data is down: nobody took over"))
        #expect(bench.report("data", .pass).advertised == [150])
        #expect(bench.node.instances[0].graces.isEmpty)
    }

    @Test("after the grace a weight counts")
    func overWeighted() {
        var bench = Self.master(weight: -60)
        _ = bench.report("data", .fail)
        let effects = bench.advance(.milliseconds(6000))
        #expect(effects.advertised.suffix(1) == [90])
        #expect(bench.state == .master)
        #expect(bench.report("data", .pass).advertised == [150])
    }

    @Test("a node for which it passes takes over after the grace")
    func taken() {
        var bench = Self.master()
        _ = bench.report("data", .fail)
        _ = bench.advance(.milliseconds(6000))
        _ = bench.hear(priority: 100)
        _ = bench.advance(.milliseconds(10))
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
        #expect(bench.onInterfaces.isEmpty)
    }

    @Test("a backup counts it at once, below every node for which it passes, and leaves offers to others")
    func backup() {
        var bench = Bench.started(Self.configuration(priority: 100))
        _ = bench.report("data", .pass)
        _ = bench.report("web", .pass)
        _ = bench.hear(priority: 150)
        let effects = bench.report("data", .fail)
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
        #expect(!effects.changes.contains { if case .withheld = $0 { true } else { false } })
        // The master's grace is over first, and it offers: it fails here as well.
        _ = bench.hear(priority: 0)
        #expect(bench.advance(.milliseconds(1100)).advertised == [])
        _ = bench.hear(priority: 8)
        #expect(bench.advance(.milliseconds(3500)).advertised == [])
        #expect(bench.state == .backup)
    }

    @Test("who loses its addresses within the grace counts it from then on")
    func yields() {
        var bench = Self.master()
        _ = bench.report("data", .fail)
        let effects = bench.hear(priority: 200)
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
        #expect(effects.changes.contains(.withheldCounts(check: "data")))
        #expect(bench.node.instances[0].graceEnd == nil)
    }

    @Test("a check of this node alone is no matter of the guard", arguments: [true, false])
    func local(duringGrace: Bool) {
        var bench = Self.master()
        if duringGrace { _ = bench.report("data", .fail) }
        let effects = bench.report("web", .fail)
        #expect(effects.advertised == [0])
        #expect(bench.state == .fault)
        #expect(bench.onInterfaces.isEmpty)
        // Both faults are told once the grace has ended with the mastership.
        #expect(
            bench.node.instances[0].faults
                == (duringGrace ? [.checkDown("data"), .checkDown("web")] : [.checkDown("web")])
        )
    }

    @Test("both guards: the shared failure is withheld, then all_unhealthy counts what else fails")
    func both() {
        var best = Self.master { $0.guards.allUnhealthy = .best }
        _ = best.report("data", .fail)
        #expect(best.report("web", .fail).advertised == [0])
        _ = best.advance(.milliseconds(1100))
        #expect(best.state == .master)
        #expect(best.priority == 8)
        // The grace is over: two checks fail.
        #expect(best.advance(.milliseconds(5000)).advertised.contains(7))
        #expect(best.node.instances[0].lastResort?.rule == .best)

        var hold = Self.master { $0.guards.allUnhealthy = .hold }
        _ = hold.report("data", .fail)
        _ = hold.report("web", .pass)
        _ = hold.advance(.milliseconds(7200))
        #expect(hold.priority == 8)
        // Of the two rules the stricter one counts.
        #expect(hold.report("web", .fail).advertised == [1])
        #expect(hold.state == .master)
        #expect(hold.report("web", .pass).advertised == [8])
    }

    @Test("hold: a backup of which only the shared check fails competes, one whose own check fails does not")
    func holdBackup() {
        var bench = Bench.started(Self.configuration(priority: 100) { $0.guards.allUnhealthy = .hold })
        _ = bench.report("data", .pass)
        _ = bench.report("web", .pass)
        _ = bench.hear(priority: 150)
        _ = bench.report("data", .fail)
        #expect(bench.state == .backup)
        _ = bench.report("web", .fail)
        #expect(bench.state == .fault)
        _ = bench.report("web", .pass)
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
    }

    @Test("at the start nothing is withheld: who joins has no addresses to keep")
    func start() {
        var bench = Bench.started(Self.configuration())
        _ = bench.report("data", .fail)
        _ = bench.report("web", .pass)
        #expect(bench.state == .backup)
        #expect(bench.priority == 8)
    }

    @Test("a score that falls is withheld, one that rises again ends it")
    func scores() {
        var bench = Self.master(weight: 1)
        func report(_ score: Int) -> [Effect] {
            let outcome = CheckOutcome(.pass, .ok, "score", score: score)
            return bench.handle(.report(CheckReport(check: "data", generation: 1, outcome: outcome)))
        }
        _ = report(30)
        #expect(bench.priority == 180)
        #expect(report(10).advertised == [])
        #expect(report(5).advertised == [])
        #expect(bench.priority == 180)
        #expect(report(40).advertised == [190])
        #expect(bench.node.instances[0].graces.isEmpty)
        _ = report(10)
        _ = bench.advance(.milliseconds(6000))
        #expect(bench.priority == 160)
    }

    @Test(
        "a reload without the guard counts what was withheld; one that makes the check local, too",
        arguments: [true, false]
    )
    func reload(withoutGuard: Bool) {
        var bench = Self.master()
        _ = bench.report("data", .fail)
        var next = Self.configuration()
        if withoutGuard {
            next.instances[0].guards.blastRadiusGrace = nil
        } else {
            next.checks[0].scope = .local
        }
        let effects = bench.handle(.reload(next, generation: 2))
        #expect(effects.advertised == [0])
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].graces.isEmpty)
    }

    @Test("a reload that changes nothing leaves the grace as it is")
    func reloadUnchanged() {
        var bench = Self.master()
        _ = bench.report("data", .fail)
        let end = bench.node.instances[0].graceEnd
        _ = bench.advance(.seconds(2))
        #expect(bench.handle(.reload(bench.node.configuration, generation: 2)).deeds == [])
        #expect(bench.node.instances[0].graceEnd == end)
    }

    @Test("a restart of the router process neither begins the grace anew nor loses it")
    func restart() throws {
        var bench = Self.master()
        _ = bench.report("data", .fail)
        _ = bench.advance(.seconds(4))
        let snapshot = try NodeSnapshot(decoding: bench.node.snapshot.encoded())
        var second = Bench(bench.node.configuration)
        second.now = bench.now
        second.node.restore(snapshot, at: second.now)
        var effects = second.handle(.interfaces(Bench.interfaces(leftover: true)))
        effects += second.handle(.start)
        #expect(second.state == .master)
        #expect(effects.advertised == [150])
        #expect(second.advance(.milliseconds(1900)).advertised == [150])
        #expect(second.advance(.milliseconds(100)).advertised.contains(0))
        #expect(second.state == .resigning)

        // One that dies after the grace goes on as the last resort.
        _ = second.advance(.milliseconds(1100))
        var third = Bench(bench.node.configuration)
        third.now = second.now
        third.node.restore(try NodeSnapshot(decoding: second.node.snapshot.encoded()), at: third.now)
        _ = third.handle(.interfaces(Bench.interfaces(leftover: true)))
        #expect(third.handle(.start).advertised == [8])
        #expect(third.state == .master)
    }

    @Test("a stop within the grace hands over as ever")
    func stop() {
        var bench = Self.master()
        _ = bench.report("data", .fail)
        #expect(bench.handle(.stop).advertised == [0])
        #expect(bench.advance(.seconds(10)).contains(.stopped))
    }

    @Test("a sync group withholds, offers and keeps as a whole")
    func group() {
        let data = Self.shared()
        let instances = (1...2).map { number in
            Bench.instance("VI_\(number)", vrid: UInt8(50 + number), checks: number == 1 ? [data] : []) {
                let address = IPAddress(172, 20, 128, UInt8(100 + number))
                $0.router.addresses = [address]
                $0.virtualAddresses = [VirtualAddress(address: address, device: "eth0")]
                $0.guards.blastRadiusGrace = Self.grace
            }
        }
        var configuration = Bench.configuration(instances, checks: [data])
        configuration.syncGroups = [
            SyncGroupConfiguration(
                name: "VG",
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: ["VI_1", "VI_2"]
            )
        ]
        var bench = Bench.master(configuration)
        #expect(bench.report("data", .fail).advertised == [])
        #expect(bench.advance(.milliseconds(6000)).advertised.suffix(2) == [0, 0])
        #expect(bench.node.instances.map(\.router.state.name) == [.resigning, .resigning])
        #expect(bench.advance(.milliseconds(1100)).advertised == [8, 8])
        #expect(bench.node.instances.map(\.router.state.name) == [.master, .master])
    }

    @Test("the outlook tells of the grace")
    func outlook() {
        let bench = Self.master()
        #expect(bench.node.explain("VI_1", at: bench.now).contains("if check data fails, nothing happens for 6"))
    }

    @Test("a check that flaps is not withheld for ever: what it has used of its grace counts")
    func flapping() {
        var bench = Self.master()
        _ = bench.report("data", .fail)
        _ = bench.advance(.seconds(4))
        _ = bench.report("data", .pass)
        _ = bench.advance(.seconds(1))
        #expect(bench.report("data", .fail).changes.last == .withheld(check: "data", for: .seconds(2)))
        _ = bench.advance(.seconds(1))
        _ = bench.report("data", .pass)
        Self.pass(&bench, for: .milliseconds(5900))
        #expect(bench.report("data", .fail).changes.last == .withheld(check: "data", for: .seconds(1)))
        #expect(bench.advance(.milliseconds(900)).advertised.allSatisfy { $0 == 150 })
        #expect(bench.advance(.milliseconds(100)).advertised.contains(0))
        #expect(bench.state == .resigning)
        // Nothing is left of it: the next failure counts at once.
        _ = bench.report("data", .pass)
        #expect(bench.state == .master)
        _ = bench.advance(.seconds(3))
        let effects = bench.report("data", .fail)
        #expect(effects.changes.contains(.withheldCounts(check: "data")))
        #expect(!effects.changes.contains { if case .withheld = $0 { true } else { false } })
        #expect(effects.advertised == [0])
    }
}
