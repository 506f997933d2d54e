import Checks
import Configuration
import Testing
import VRRP

@testable import Failover

/// A planned failover with a planned return.
@Suite("Drill") struct DrillTests {
    private static func order(_ instance: String = "VI_1", returnAfter: Duration = .seconds(30)) -> OperatorOrder {
        .drill(instance: instance, reason: "quarterly", returnAfter: returnAfter, by: MaintenanceTests.alice)
    }

    private static func bench(change: (inout InstanceConfiguration) -> Void = { _ in }) -> Bench {
        Bench.master(Bench.configuration([Bench.instance(change: change)]))
    }

    /// One whose addresses the peer has taken over.
    private static func away(priority: UInt8 = 100, change: (inout InstanceConfiguration) -> Void = { _ in }) -> Bench {
        var bench = Self.bench(change: change)
        #expect(bench.node.refusal(of: Self.order()) == nil)
        #expect(bench.handle(.order(Self.order())).advertised == [0])
        _ = bench.advance(.milliseconds(600))
        _ = bench.hear(priority: priority)
        _ = bench.advance(.milliseconds(5))
        #expect(bench.state == .backup)
        return bench
    }

    /// The peer advertises every second for so long.
    private static func stay(_ bench: inout Bench, seconds: Int, priority: UInt8 = 100) -> [Effect] {
        var effects: [Effect] = []
        for _ in 0..<seconds {
            effects += bench.hear(priority: priority)
            effects += bench.advance(.seconds(1))
        }
        return effects
    }

    private static func drills(_ effects: [Effect]) -> [DrillChange] {
        effects.changes.compactMap { if case .drill(let change) = $0 { change } else { nil } }
    }

    private static func end(_ bench: Bench) -> Drill.End? {
        if case .ended(let end, at: _)? = bench.node.drill?.phase { end } else { nil }
    }

    @Test(
        "handed over, away for the time, and back, whatever the configuration says of preemption",
        arguments: [(true, Duration.zero), (false, .zero), (true, .seconds(300))]
    )
    func returns(preempts: Bool, delay: Duration) {
        var bench = Self.away {
            $0.router.preempt = preempts
            $0.router.preemptDelay = delay
        }
        #expect(bench.node.drill?.handover == .milliseconds(600))
        #expect(bench.node.drill?.holder?.address == Bench.peer)
        let away = Self.stay(&bench, seconds: 29)
        #expect(away.deeds == [])
        let back = Self.stay(&bench, seconds: 3)
        #expect(bench.state == .master)
        #expect(back.added == ["172.20.128.4/24"])
        guard case .returned(let time) = Self.end(bench) else {
            Issue.record("\(String(describing: bench.node.drill))")
            return
        }
        // The next advertisement of the peer, and the skew of priority 150.
        #expect(time < .milliseconds(1500))
        #expect(Self.drills(back) == [.returning(by: nil), .ended(.returned(time))])
        #expect(bench.node.instances[0].router.preemption == .asConfigured)
        // The return is a consequence of the drill.
        let takeover = back.entries.first { if case .transition = $0.change { true } else { false } }
        #expect(takeover?.cause == back.entries.first { Self.isDrill($0.change) }?.id)
    }

    private static func isDrill(_ change: Change) -> Bool { if case .drill = change { true } else { false } }

    @Test("scripts hear of a backup and a master, and of nothing between")
    func notifications() {
        var bench = Self.bench { $0.notify.any = NotifyScript(command: ["/n"]) }
        var effects = bench.handle(.order(Self.order(returnAfter: .seconds(5))))
        _ = bench.advance(.milliseconds(600))
        effects += bench.hear(priority: 100)
        effects += bench.advance(.milliseconds(5))
        effects += Self.stay(&bench, seconds: 8)
        #expect(effects.notified.map { $0[3] } == ["BACKUP", "MASTER"])
    }

    @Test("nobody takes over: the addresses never leave")
    func notTaken() {
        var bench = Self.bench()
        _ = bench.handle(.order(Self.order()))
        let effects = bench.advance(.seconds(2))
        #expect(bench.state == .master)
        #expect(effects.removed == [])
        #expect(Self.drills(effects) == [.ended(.notTaken)])
        #expect(bench.node.refusal(of: Self.order()) == nil)
    }

    @Test("the other node falls silent, or leaves: this one takes over as usual")
    func neededEarlier() {
        var bench = Self.away()
        _ = Self.stay(&bench, seconds: 5)
        var resigned = bench
        #expect(bench.advance(.seconds(3)).added == ["172.20.128.4/24"])
        #expect(bench.state == .master)
        #expect(Self.end(bench) == .neededEarlier("no master was heard"))
        _ = resigned.hear(priority: 0)
        _ = resigned.advance(.milliseconds(500))
        #expect(resigned.state == .master)
        #expect(Self.end(resigned) == .neededEarlier("master 172.20.128.3 resigned"))
        #expect(resigned.node.instances[0].router.preemption == .asConfigured)
    }

    @Test("it cannot come back against a higher priority, and says so with both numbers")
    func notReturned() {
        var bench = Self.away(priority: 200)
        _ = Self.stay(&bench, seconds: 60, priority: 200)
        #expect(bench.state == .backup)
        guard case .notReturned(let own, let holder, _) = Self.end(bench) else {
            Issue.record("\(String(describing: bench.node.drill))")
            return
        }
        #expect((own, holder?.priority) == (Priority(rawValue: 150), Priority(rawValue: 200)))
        let text = Self.end(bench).map(\.description) ?? ""
        #expect(text.contains("its priority 150 is not higher than the 200 of 172.20.128.3"))
        #expect(bench.node.instances[0].router.preemption == .asConfigured)
    }

    @Test("a fault, maintenance, a reload without the instance and a stop end it")
    func ends() {
        var bench = Self.away()
        var other = bench
        _ = other.handle(.linkRemoved(index: Bench.eth0))
        #expect(Self.end(other) == .fault(FaultCause.interfaceMissing("eth0").description))
        other = bench
        _ = other.handle(MaintenanceTests.on())
        #expect(Self.end(other) == .maintenance)
        #expect(other.state == .initialize)
        other = bench
        _ = other.handle(.reload(Bench.configuration([Bench.instance("VI_9", vrid: 59)]), generation: 2))
        #expect(Self.end(other) == .removed)
        _ = bench.handle(.stop)
        #expect(Self.end(bench) == .stopped)
    }

    @Test(
        "a reload that renames the instance while it is away: the drill goes on, and it returns without preemption, too"
    )
    func rename() {
        var bench = Self.away { $0.router.preempt = false }
        _ = Self.stay(&bench, seconds: 5)
        let renamed = Bench.configuration([Bench.instance("VI_9") { $0.router.preempt = false }])
        _ = bench.handle(.reload(renamed, generation: 2))
        #expect(bench.node.drill?.instance == "VI_9")
        #expect(bench.node.drill?.members == ["VI_9"])
        let effects = Self.stay(&bench, seconds: 28)
        #expect(bench.state == .master)
        if case .returned = Self.end(bench) {} else { Issue.record("\(String(describing: bench.node.drill))") }
        #expect(effects.entries.last { Self.isDrill($0.change) }?.instance == "VI_9")
    }

    @Test("ended early it comes back at once, also when that is said before the addresses have gone")
    func early() {
        var bench = Self.away()
        let end = OperatorOrder.endDrill(instance: "VI_1", by: MaintenanceTests.alice)
        #expect(bench.node.refusal(of: end) == nil)
        let order = bench.handle(.order(end))
        #expect(Self.drills(order) == [.returning(by: MaintenanceTests.alice)])
        _ = Self.stay(&bench, seconds: 2)
        #expect(bench.state == .master)
        #expect(bench.node.refusal(of: end) == "no drill is under way")
        var offering = Self.bench()
        _ = offering.handle(.order(Self.order()))
        _ = offering.handle(.order(end))
        _ = offering.hear(priority: 100)
        _ = offering.advance(.milliseconds(5))
        _ = Self.stay(&offering, seconds: 2)
        #expect(offering.state == .master)
    }

    /// Another router process with what this one leaves to it.
    private static func successor(of bench: Bench, leftover: Bool) throws -> Bench {
        var next = Bench(Bench.configuration([Bench.instance { $0.router.preempt = false }]))
        next.now = bench.now + .milliseconds(100)
        next.node.restore(try NodeSnapshot(decoding: bench.node.snapshot.encoded()), at: next.now)
        _ = next.handle(.interfaces(Bench.interfaces(leftover: leftover)))
        _ = next.handle(.start)
        return next
    }

    @Test("a router process that is killed while the addresses are away: the next one takes them back in time")
    func restartAway() throws {
        let bench = Self.away { $0.router.preempt = false }
        let snapshot = try NodeSnapshot(decoding: bench.node.snapshot.encoded())
        var expected = try #require(bench.node.drill)
        expected.entry = nil
        #expect(snapshot.drill == expected)
        var next = try Self.successor(of: bench, leftover: false)
        #expect(next.state == .backup)
        #expect(next.node.instances[0].router.preemption == .suspended)
        let effects = Self.stay(&next, seconds: 32)
        #expect(next.state == .master)
        guard case .returned(let time) = Self.end(next) else {
            Issue.record("\(String(describing: next.node.drill))")
            return
        }
        #expect(Self.drills(effects) == [.returning(by: nil), .ended(.returned(time))])
        // One that has ended is nothing for the next process.
        #expect(next.node.snapshot.drill == nil)
    }

    @Test("a router process that is killed while it offers, or while it returns: the next one goes on with it")
    func restartOtherwise() throws {
        var bench = Self.bench { $0.router.preempt = false }
        _ = bench.handle(.order(Self.order(returnAfter: .seconds(1))))
        var next = try Self.successor(of: bench, leftover: true)
        #expect(next.state == .resigning)
        _ = next.hear(priority: 100)
        #expect(next.advance(.milliseconds(5)).removed == ["172.20.128.4/24"])
        #expect(next.node.drill?.phaseName == "away")
        _ = next.advance(.milliseconds(1000))
        #expect(next.node.drill?.phaseName == "returning")
        var third = try Self.successor(of: next, leftover: false)
        #expect(third.node.instances[0].router.preemption == .demanded)
        _ = Self.stay(&third, seconds: 2)
        #expect(third.state == .master)
        if case .returned = Self.end(third) {} else { Issue.record("\(String(describing: third.node.drill))") }
    }

    @Test("a drill that cannot return by priority says so as soon as the other one is known")
    func obstacle() {
        var bench = Self.bench()
        _ = bench.handle(.order(Self.order()))
        _ = bench.advance(.milliseconds(600))
        _ = bench.hear(priority: 150)
        let effects = bench.advance(.milliseconds(5))
        let text = "172.20.128.3 has priority 150, and the 150 here is not higher"
        #expect(Self.drills(effects).count == 1)
        #expect(Self.drills(effects).first?.description.contains(text) == true)
        #expect(bench.node.status(version: "1", processID: 1, at: bench.now).contains("\"obstacle\":\"\(text)"))
        #expect(bench.node.explain("VI_1", at: bench.now).contains(text))
        let usual = Self.away()
        #expect(usual.node.obstacleToReturn == nil)
    }

    @Test("a master that was held up for too long offers nothing, and says why")
    func late() {
        let master = Self.bench()
        var bench = master
        bench.now = bench.now + .seconds(60)
        #expect(bench.node.refusal(of: Self.order()) == nil)
        _ = bench.handle(.order(Self.order()))
        #expect(Self.end(bench) == .late)
        bench = master
        bench.now = bench.now + .seconds(60)
        _ = bench.handle(.tick)
        #expect(bench.node.refusal(of: Self.order())?.contains("was held up for longer than its backups wait") == true)
    }

    private static func two(grouped: Bool) -> AgentConfiguration {
        var configuration = Bench.configuration([Bench.instance(), Bench.instance("VI_2", vrid: 52)])
        guard grouped else { return configuration }
        configuration.syncGroups = [
            SyncGroupConfiguration(
                name: "VG",
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: ["VI_1", "VI_2"]
            )
        ]
        return configuration
    }

    @Test("an instance that comes into the sync group meanwhile returns with it; one that leaves it is let go")
    func regrouped() {
        var bench = Bench.master(Self.two(grouped: false))
        _ = bench.handle(.order(Self.order(returnAfter: .seconds(5))))
        _ = bench.hear(priority: 100)
        _ = bench.advance(.milliseconds(5))
        func states() -> [VirtualRouter.StateName] { bench.node.instances.map(\.router.state.name) }
        #expect(states() == [.backup, .master])
        _ = bench.handle(.reload(Self.two(grouped: true), generation: 2))
        #expect(bench.node.drill?.members == ["VI_1", "VI_2"])
        #expect(states() == [.backup, .backup])
        var ungrouped = bench
        for _ in 0..<12 where states() != [.master, .master] {
            _ = bench.hear(priority: 100, vrid: 51)
            _ = bench.hear(priority: 100, vrid: 52)
            _ = bench.advance(.seconds(1))
        }
        #expect(states() == [.master, .master])
        if case .returned = Self.end(bench) {} else { Issue.record("\(String(describing: bench.node.drill))") }
        _ = ungrouped.handle(.reload(Self.two(grouped: false), generation: 3))
        #expect(ungrouped.node.drill?.members == ["VI_1"])
        #expect(ungrouped.node.instances.map(\.router.preemption) == [.suspended, .asConfigured])
    }

    @Test("what is refused, and what is said instead")
    func refusals() {
        var bench = Bench.started(
            Bench.configuration([Bench.instance(), Bench.instance("VI_2", vrid: 52, priority: 255)])
        )
        #expect(bench.node.refusal(of: Self.order("VI_")) == "no instance VI_; did you mean VI_1?")
        #expect(bench.node.refusal(of: Self.order())?.hasPrefix("VI_1 is not master here but backup") == true)
        _ = bench.hear(priority: 200)
        #expect(
            bench.node.refusal(of: Self.order())
                == "VI_1 is not master here but backup; 172.20.128.3 is: run it there"
        )
        #expect(bench.node.refusal(of: Self.order("VI_2"))?.contains("has priority 255 and owns its addresses") == true)
        var away = Self.away()
        #expect(away.node.refusal(of: Self.order())?.hasPrefix("a drill of VI_1 is under way") == true)
        _ = away.handle(MaintenanceTests.on())
        #expect(away.node.refusal(of: Self.order())?.hasPrefix("VI_1 is in maintenance since") == true)
    }

    @Test("members of a sync group go and return together")
    func group() {
        var configuration = Bench.configuration([Bench.instance(), Bench.instance("VI_2", vrid: 52)])
        configuration.syncGroups = [
            SyncGroupConfiguration(
                name: "VG",
                location: SourceLocation(file: "test.conf", line: 1, column: 1),
                members: ["VI_1", "VI_2"]
            )
        ]
        var bench = Bench.master(configuration)
        _ = bench.handle(.order(Self.order("VI_2", returnAfter: .seconds(5))))
        func states() -> [VirtualRouter.StateName] { bench.node.instances.map(\.router.state.name) }
        #expect(states() == [.resigning, .resigning])
        for second in 0..<12 {
            // The peer has them all for as long as it is not told otherwise.
            if states() != [.master, .master] || second == 0 {
                _ = bench.hear(priority: 100, vrid: 51)
                _ = bench.hear(priority: 100, vrid: 52)
            }
            _ = bench.advance(.milliseconds(5))
            if second == 0 { #expect(states() == [.backup, .backup]) }
            _ = bench.advance(.milliseconds(995))
        }
        #expect(states() == [.master, .master])
        if case .returned = Self.end(bench) {} else { Issue.record("\(String(describing: bench.node.drill))") }
    }
}
