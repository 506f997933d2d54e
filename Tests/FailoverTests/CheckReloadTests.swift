import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Checks across a reload and a restart")
struct CheckReloadTests {
    private func configuration(_ check: CheckDefinition, weight: CheckWeight? = nil) -> AgentConfiguration {
        Bench.configuration(
            [Bench.instance(checks: [check]) { $0.trackedChecks[0].weight = weight ?? check.weight }],
            checks: [check]
        )
    }

    @Test("what a result means may change without the check being asked again")
    func meaning() {
        let check = Bench.check("web", weight: -60, rise: 2, fall: 3)
        var bench = Bench.master(self.configuration(check))
        for _ in 0..<3 {
            _ = bench.report("web", .fail)
        }
        #expect(bench.priority == 90)
        let since = bench.node.checks["web"]?.since

        var changed = check
        changed.weight = CheckWeight(value: -20)
        changed.schedule.fall = 1
        changed.schedule.rise = 5
        changed.schedule.window = FailureWindow(failures: 2, results: 10)
        _ = bench.handle(.reload(self.configuration(changed), generation: 2))
        #expect(bench.priority == 130)
        #expect(bench.state == .master)
        #expect(bench.node.checks["web"]?.since == since)
        #expect(bench.node.checks["web"]?.streak == 3)
        #expect(bench.node.checks["web"]?.failuresInWindow == 3)
        // Reports of the run that goes on are still evidence.
        _ = bench.report("web", .pass, generation: 1)
        #expect(bench.node.checks["web"]?.streak == 1)
    }

    static let reversed: [(weight: Int, health: CheckStatus, priority: UInt8, isFault: Bool)] = [
        (30, .pass, 120, false), (30, .fail, 150, false), (-30, .pass, 150, false), (-30, .fail, 180, false),
        (0, .pass, 150, true), (0, .fail, 150, false),
    ]

    @Test("reverse means the same after a reload, on the check and on the instance", arguments: reversed)
    func reverse(weight: Int, health: CheckStatus, priority: UInt8, isFault: Bool) {
        for isOnInstance in [false, true] {
            let own = CheckWeight(value: weight, reverse: true)
            let check = Bench.check("web", weight: isOnInstance ? 7 : weight, reverse: !isOnInstance)
            var bench = Bench.started(self.configuration(check, weight: own))
            _ = bench.report("web", health)
            for generation in UInt32(1)...4 {
                #expect(bench.priority == priority, "\(generation)")
                #expect(bench.node.instances[0].faults == (isFault ? [.checkUp("web")] : []), "\(generation)")
                _ = bench.handle(.reload(self.configuration(check, weight: own), generation: generation + 1))
            }
            _ = bench.report("web", health)
            #expect(bench.priority == priority)
        }
    }

    @Test("reverse may be added and taken away while a check is down")
    func reverseChanges() {
        let check = Bench.check("web", weight: -30)
        var bench = Bench.started(self.configuration(check))
        _ = bench.report("web", .fail)
        #expect(bench.priority == 120)
        var changed = check
        changed.weight = CheckWeight(value: -30, reverse: true)
        _ = bench.handle(.reload(self.configuration(changed), generation: 2))
        #expect(bench.priority == 180)
        _ = bench.handle(.reload(self.configuration(check), generation: 3))
        #expect(bench.priority == 120)
    }

    @Test("from observe to enforce and back: what is known counts at once, and no more")
    func mode() {
        var check = Bench.check("web")
        check.mode = .observe
        var bench = Bench.started(self.configuration(check))
        _ = bench.report("web", .fail)
        _ = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        var enforced = check
        enforced.mode = .enforce
        _ = bench.handle(.reload(self.configuration(enforced), generation: 2))
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].faults == [.checkDown("web")])
        _ = bench.handle(.reload(self.configuration(check), generation: 3))
        #expect(bench.state == .backup)
    }

    @Test("a disabled check is forgotten, and one that is enabled again is asked anew without disturbing the master")
    func disabling() {
        let check = Bench.check("web")
        var bench = Bench.master(self.configuration(check))
        var disabled = check
        disabled.mode = .disabled
        _ = bench.handle(.reload(self.configuration(disabled), generation: 2))
        #expect(bench.node.checks.isEmpty)
        _ = bench.handle(.reload(self.configuration(check), generation: 3))
        #expect(bench.state == .master)
        _ = bench.report("web", .fail, generation: 1)
        #expect(bench.state == .master)
        _ = bench.report("web", .fail, generation: 3)
        #expect(bench.state == .fault)
    }

    @Test("a longer interval is waited for from the reload on")
    func slower() {
        let check = Bench.check("web")
        var bench = Bench.master(self.configuration(check))
        _ = bench.report("web", .pass)
        var slower = check
        slower.schedule = CheckSchedule(interval: .seconds(60), timeout: .seconds(2))
        _ = bench.handle(.reload(self.configuration(slower), generation: 2))
        _ = bench.advance(.seconds(120))
        #expect(bench.state == .master)
        _ = bench.advance(.seconds(10))
        #expect(bench.state == .fault)
    }

    @Test("after a restart of the checker a check is waited for as long as those it waits for may take")
    func checkerRestart() {
        var base = Bench.check("base", weight: -1)
        base.schedule = CheckSchedule(interval: .seconds(20), timeout: .seconds(20))
        var middle = Bench.check("middle", weight: -1)
        middle.requires = ["base"]
        var all = Bench.check("all")
        all.kind = "all_of"
        all.options = CheckOptions(arguments: ["middle"], argument: .string("middle"))
        let checks = [base, middle, all]
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: checks)], checks: checks))
        #expect(bench.state == .master)
        _ = bench.handle(.checkerExited)
        _ = bench.advance(.seconds(1))
        _ = bench.handle(.checkerStarted)
        // 5 s of grace since it died, 20 s for base, 2 s for middle and 2 s for all.
        _ = bench.advance(.milliseconds(23_900))
        #expect(bench.state == .master)
        _ = bench.report("base", .pass)
        _ = bench.report("middle", .pass)
        _ = bench.advance(.milliseconds(3_900))
        #expect(bench.state == .master)
        _ = bench.advance(.milliseconds(300))
        #expect(bench.state == .fault)
    }

    @Test("a restart of the router knows of windows, scores and requirements")
    func restart() throws {
        var window = Bench.check("w", weight: -10, fall: 3)
        window.schedule.window = FailureWindow(failures: 3, results: 10)
        let score = Bench.check("s", weight: 2)
        let blocked = Bench.check("b", weight: -40)
        let checks = [window, score, blocked]
        let configuration = Bench.configuration([Bench.instance(checks: checks)], checks: checks)
        var bench = Bench.started(configuration)
        for status in [CheckStatus.pass, .fail, .pass, .fail] {
            _ = bench.report("w", status)
        }
        for outcome in [CheckOutcome(.pass, .ok, "read", score: 4)] {
            _ = bench.handle(.report(CheckReport(check: "s", generation: 1, outcome: outcome)))
        }
        _ = bench.report("b", .unknown, .checkBlocked)
        _ = bench.advance(.seconds(4))
        #expect(bench.priority == 158)

        let snapshot = try NodeSnapshot(decoding: bench.node.snapshot.encoded())
        #expect(snapshot == bench.node.snapshot)
        var next = Bench(configuration)
        next.node.restore(snapshot, at: next.now)
        _ = next.handle(.interfaces(Bench.interfaces(leftover: true)))
        _ = next.handle(.checkerStarted)
        _ = next.handle(.start)
        #expect(next.state == .master)
        #expect(next.priority == 158)
        #expect(next.node.checks["b"]?.isBlocked == true)
        // The third failure of the window is the third here, too.
        _ = next.report("w", .pass)
        _ = next.report("w", .fail)
        #expect(next.priority == 148)
    }

    private static func changed(_ check: CheckDefinition) -> CheckDefinition {
        var changed = check
        changed.options = CheckOptions(arguments: ["apache2"], argument: .string("apache2"))
        return changed
    }

    @Test("a check that was down and is asked otherwise counts as down until its first result", arguments: [0, -60])
    func changedWhileDown(weight: Int) {
        let check = Bench.check("web", weight: weight)
        for (status, isUp) in [(CheckStatus.pass, true), (.fail, false)] {
            var bench = Bench.master(self.configuration(check))
            _ = bench.report("web", .fail)
            let since = bench.node.checks["web"]?.since
            let changed = Self.changed(check)
            let reload = bench.handle(.reload(self.configuration(changed), generation: 2))
            #expect(reload.changes == [.reloaded(generation: 2)])
            #expect(bench.node.checks["web"]?.health == .down)
            #expect(bench.node.checks["web"]?.since == since)
            #expect(bench.node.checks["web"]?.lastOutcome == nil)
            // Reports of the old question say nothing.
            _ = bench.report("web", .pass, generation: 1)
            #expect(bench.node.checks["web"]?.health == .down)
            _ = bench.report("web", status, generation: 2)
            #expect(bench.node.checks["web"]?.health == (isUp ? .up : .down))
            let faulty = weight == 0 && !isUp
            #expect((bench.state == .fault) == faulty)
            #expect(bench.priority == (weight == 0 || isUp ? 150 : 90))
        }
    }

    @Test("one that was up and is asked otherwise is unknown until then, as ever")
    func changedWhileUp() {
        let check = Bench.check("web")
        var bench = Bench.master(self.configuration(check))
        _ = bench.handle(.reload(self.configuration(Self.changed(check)), generation: 2))
        #expect(bench.node.checks["web"]?.health == .unknown)
        #expect(bench.state == .master)
    }

    @Test("no first result: startup_timeout and on_unknown decide, and being blocked is not held against it")
    func changedWithoutResult() {
        for (policy, health) in [
            (UnknownPolicy.fail, Health.down), (.hold(.seconds(1)), .down), (.ignore, .unknown),
        ] {
            let check = Bench.check("web", onUnknown: policy)
            var bench = Bench.master(self.configuration(check))
            _ = bench.report("web", .fail)
            _ = bench.handle(.reload(self.configuration(Self.changed(check)), generation: 2))
            _ = bench.advance(.seconds(1))
            #expect(bench.node.checks["web"]?.health == .down)
            _ = bench.advance(bench.node.configuration.global.startupTimeout)
            #expect(bench.node.checks["web"]?.health == health)
            #expect(bench.node.checks["web"]?.isAwaited == false)
            #expect((bench.state == .fault) == (health == .down))
        }
        let check = Bench.check("web")
        var bench = Bench.master(self.configuration(check))
        _ = bench.report("web", .fail)
        _ = bench.handle(.reload(self.configuration(Self.changed(check)), generation: 2))
        _ = bench.report("web", .unknown, .checkBlocked, generation: 2)
        #expect(bench.node.checks["web"]?.health == .unknown)
        #expect(bench.state == .backup)
    }

    @Test("a router process that dies before the first result leaves a check that is down")
    func changedAndRestarted() throws {
        let check = Bench.check("web")
        var bench = Bench.master(self.configuration(check))
        _ = bench.report("web", .fail)
        _ = bench.handle(.reload(self.configuration(Self.changed(check)), generation: 2))
        var next = Bench(bench.node.configuration)
        next.node.restore(try NodeSnapshot(decoding: bench.node.snapshot.encoded()), at: next.now)
        #expect(next.node.checks["web"]?.health == .down)
    }
}
