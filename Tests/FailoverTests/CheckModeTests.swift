import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Requirements, observation, scores and windows")
struct CheckModeTests {
    private func bench(
        _ check: CheckDefinition,
        priority: UInt8 = 150,
        change: (inout CheckDefinition) -> Void
    ) -> Bench {
        var check = check
        change(&check)
        return .started(Bench.configuration([Bench.instance(priority: priority, checks: [check])], checks: [check]))
    }

    private func blocked(_ bench: inout Bench, _ check: String) -> [Effect] {
        let outcome = CheckOutcome(.unknown, .checkBlocked, "waits for db, which is down")
        return bench.handle(.report(CheckReport(check: check, generation: 1, outcome: outcome)))
    }

    @Test(
        "a blocked check contributes nothing, whatever on_unknown says, and its first result afterwards acts at once",
        arguments: [UnknownPolicy.fail, .hold(.seconds(1)), .ignore]
    )
    func blockedContributesNothing(policy: UnknownPolicy) {
        var bench = self.bench(Bench.check("shop", weight: -60, rise: 3, fall: 3, onUnknown: policy)) { _ in }
        _ = bench.report("shop", .fail)
        #expect(bench.priority == 90)
        #expect(
            self.blocked(&bench, "shop").changes.prefix(1) == [
                .health(
                    check: "shop",
                    from: .down,
                    to: .unknown,
                    evidence: CheckOutcome(.unknown, .checkBlocked, "waits for db, which is down")
                )
            ]
        )
        #expect(bench.priority == 150)
        for _ in 0..<5 {
            _ = bench.advance(.seconds(2))
            _ = self.blocked(&bench, "shop")
        }
        #expect(bench.priority == 150)
        #expect(bench.node.checks["shop"]?.isBlocked == true)
        #expect(bench.node.checks["shop"]?.runs == 1)
        _ = bench.report("shop", .fail)
        #expect(bench.priority == 90)
        #expect(bench.node.checks["shop"]?.isBlocked == false)
    }

    @Test("a positive weight of a blocked check is missing")
    func blockedPositive() {
        var bench = self.bench(Bench.check("shop", weight: 40)) { _ in }
        _ = bench.report("shop", .pass)
        #expect(bench.priority == 190)
        _ = self.blocked(&bench, "shop")
        #expect(bench.priority == 150)
    }

    @Test("the start gate waits for no blocked check")
    func blockedAtStart() {
        var bench = self.bench(Bench.check("shop")) { _ in }
        #expect(bench.state == .initialize)
        _ = self.blocked(&bench, "shop")
        #expect(bench.state == .backup)
    }

    @Test("a blocked check that falls silent is overdue as any other")
    func blockedAndSilent() {
        var bench = self.bench(Bench.check("shop")) { _ in }
        _ = self.blocked(&bench, "shop")
        _ = bench.advance(.seconds(30))
        #expect(bench.state == .fault)
    }

    @Test("an observed check is not waited for and moves nothing; the journal tells what it would have done")
    func observed() {
        var bench = self.bench(Bench.check("web", weight: -60)) { $0.mode = .observe }
        #expect(bench.state == .backup)
        _ = bench.report("web", .pass)
        _ = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        let effects = bench.report("web", .fail, .processMissing)
        #expect(effects.deeds == [])
        #expect(bench.priority == 150)
        #expect(
            effects.entries.map(\.description) == [
                "observed check web went up → down: process.missing, evidence",
                "VI_1: check web would have moved the priority 150 → 90; it is observed only",
            ]
        )
        #expect(effects.entries.last?.cause == effects.entries.first?.id)
        let contribution = bench.node.instances[0].ledger.contributions.first
        #expect(contribution?.isObserved == true)
        #expect(contribution?.delta == -60)
        #expect(bench.node.instances[0].ledger.sum == 150)
        #expect(
            bench.report("web", .pass).entries.last?.description
                == "VI_1: check web would have moved the priority 90 → 150; it is observed only"
        )
    }

    @Test("an observed fault is none, and is told")
    func observedFault() {
        var bench = self.bench(Bench.check("web")) { $0.mode = .observe }
        _ = bench.advance(.seconds(4))
        let effects = bench.report("web", .fail)
        #expect(bench.state == .master)
        #expect(bench.node.instances[0].faults == [])
        #expect(
            effects.entries.last?.description == "VI_1: check web would have begun a fault; it is observed only"
        )
        #expect(
            bench.report("web", .pass).entries.last?.description
                == "VI_1: check web would have ended its fault; it is observed only"
        )
    }

    @Test("an observed check that dies out is told of as any other, and moves nothing")
    func observedAndSilent() {
        var bench = self.bench(Bench.check("web")) { $0.mode = .observe }
        _ = bench.report("web", .pass)
        _ = bench.advance(.seconds(60))
        #expect(bench.state == .master)
        #expect(bench.node.checks["web"]?.health == .down)
    }

    @Test("a disabled check has no state: nobody waits, reports of it are not heard")
    func disabled() {
        var bench = self.bench(Bench.check("web")) { $0.mode = .disabled }
        #expect(bench.state == .backup)
        #expect(bench.node.checks.isEmpty)
        #expect(bench.report("web", .fail) == [])
        let status = bench.node.status(version: "1", processID: 1, at: bench.now)
        #expect(status.contains(#""name":"web","kind":"process","purpose":"","mode":"disabled""#))
    }

    /// keepalived's `track_file`, measured: reference values for weight 10.
    static let scores: [(weight: Int, reverse: Bool, score: Int, priority: UInt8, isFault: Bool)] = [
        (10, false, 3, 130, false), (10, false, 0, 100, false), (10, false, -5, 50, false),
        (10, false, 16, 254, false), (10, false, 100, 254, false), (10, false, -26, 100, true),
        (1, false, -253, 1, false), (1, false, -254, 100, true), (-1, false, 254, 100, true),
        (10, true, 3, 70, false), (10, true, -5, 150, false), (-10, false, 5, 50, false),
        (0, false, 0, 100, false), (0, false, 1, 100, true), (0, false, -1, 100, true),
        (0, true, 0, 100, true), (0, true, 7, 100, false),
    ]

    @Test("a score is multiplied by the weight, as keepalived's track_file", arguments: scores)
    func score(weight: Int, reverse: Bool, score: Int, priority: UInt8, isFault: Bool) {
        var bench = self.bench(Bench.check("load", weight: weight, reverse: reverse), priority: 100) { _ in }
        let outcome = CheckOutcome(.pass, .ok, "read", score: score)
        _ = bench.handle(.report(CheckReport(check: "load", generation: 1, outcome: outcome)))
        #expect(bench.priority == priority)
        #expect(bench.node.instances[0].faults == (isFault ? [.checkScore("load", score)] : []))
    }

    @Test("a score contributes 253 at most, as in keepalived")
    func scoreLimit() {
        var ledger = Ledger(base: Priority(rawValue: 100))
        ledger.add(.check("load"), weight: CheckWeight(value: 2), health: .up, score: 500)
        ledger.add(.check("web"), weight: CheckWeight(value: -200), health: .down)
        #expect(ledger.contributions.map(\.delta) == [253, -200])
        #expect(ledger.effective == Priority(rawValue: 153))
    }

    @Test("another score moves the priority at once; one that cannot be read leaves it, until the check is down")
    func scoreChanges() {
        var bench = self.bench(Bench.check("load", weight: 2, fall: 2), priority: 100) { _ in }
        func pass(_ score: Int) -> CheckReport {
            CheckReport(check: "load", generation: 1, outcome: CheckOutcome(.pass, .ok, "read", score: score))
        }
        _ = bench.handle(.report(pass(5)))
        _ = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        let effects = bench.handle(.report(pass(-20)))
        #expect(effects.advertised == [60])
        #expect(
            effects.entries.map(\.description) == [
                "check load gives score -20, was 5", "VI_1: priority 110 → 60",
            ]
        )
        #expect(bench.handle(.report(pass(-20))) == [])
        _ = bench.report("load", .unknown)
        #expect(bench.priority == 60)
        _ = bench.report("load", .unknown)
        // Down: a positive weight is missing.
        #expect(bench.priority == 100)
    }

    @Test("a window: failures that never stand in a row make a check down, and it comes up when they are past")
    func window() {
        var bench = self.bench(Bench.check("web", weight: -60, fall: 3)) {
            $0.schedule.window = FailureWindow(failures: 3, results: 7)
        }
        let results: [(CheckStatus, UInt8)] = [
            (.pass, 150), (.fail, 150), (.pass, 150), (.fail, 150), (.pass, 150), (.fail, 90), (.pass, 90),
            (.pass, 90), (.pass, 150), (.pass, 150),
        ]
        for (index, (status, priority)) in results.enumerated() {
            _ = bench.report("web", status)
            #expect(bench.priority == priority, "result \(index)")
        }
        #expect(bench.node.checks["web"]?.failuresInWindow == 2)
    }

    @Test("a report that stands for many runs counts them all")
    func manyRuns() {
        var bench = self.bench(Bench.check("web", weight: -60, fall: 3)) {
            $0.schedule.window = FailureWindow(failures: 3, results: 20)
        }
        func report(_ status: CheckStatus, runs: UInt32) -> CheckReport {
            CheckReport(check: "web", generation: 1, outcome: CheckOutcome(status, .ok, "x"), runs: runs)
        }
        _ = bench.handle(.report(report(.pass, runs: 1)))
        _ = bench.handle(.report(report(.fail, runs: 1)))
        _ = bench.handle(.report(report(.fail, runs: 1)))
        // Of sixteen runs fifteen were failures that changed nothing more, and the last one passed.
        _ = bench.handle(.report(report(.fail, runs: 1)))
        #expect(bench.priority == 90)
        _ = bench.handle(.report(report(.pass, runs: 16)))
        #expect(bench.node.checks["web"]?.runs == 20)
        #expect(bench.node.checks["web"]?.streak == 1)
        #expect(bench.node.checks["web"]?.failuresInWindow == 18)
        _ = bench.handle(.report(report(.pass, runs: 100)))
        #expect(bench.node.checks["web"]?.streak == 101)
        #expect(bench.node.checks["web"]?.failuresInWindow == 0)
        #expect(bench.priority == 150)
    }

    @Test("a longer interval is waited for: two of the longest one, jitter included, and the timeout and the grace")
    func longestInterval() {
        var bench = self.bench(Bench.check("web")) {
            $0.schedule = CheckSchedule(
                interval: .seconds(2),
                timeout: .seconds(1),
                downInterval: .seconds(20),
                jitter: 50
            )
        }
        _ = bench.report("web", .pass)
        _ = bench.advance(.seconds(65))
        #expect(bench.state == .master)
        _ = bench.advance(.seconds(2))
        #expect(bench.state == .fault)
    }
}
