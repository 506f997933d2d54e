import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Many checks")
struct ManyChecksTests {
    static func bench(_ count: Int) -> Bench {
        let checks = (0..<count).map { Bench.check("check\($0)", weight: -1) }
        return Bench.started(Bench.configuration([Bench.instance(checks: checks)], checks: checks))
    }

    @Test(
        "in whatever order the first results come, the last one opens the gate",
        arguments: [
            [0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 4, 0, 3, 2],
        ]
    )
    func gate(order: [Int]) {
        var bench = Self.bench(5)
        for check in order.dropLast() {
            _ = bench.report("check\(check)", check == 2 ? .fail : .pass)
            #expect(bench.state == .initialize)
        }
        _ = bench.report("check\(order[4])", order[4] == 2 ? .fail : .pass)
        #expect(bench.state == .backup)
        #expect(bench.node.instances[0].ledger.effective == Priority(rawValue: 149))
    }

    @Test("a tick is due no later than the earliest deadline of a check, and none is missed")
    func deadlines() throws {
        var bench = Self.bench(20)
        for round in 0..<200 {
            // check7 falls silent after a while.
            let index = round * 7 % 20
            if index != 7 || round < 20 { _ = bench.report("check\(index)", .pass) }
            let due = try #require(bench.node.nextDeadline)
            for check in bench.node.checks.values { #expect(due <= check.deadline) }
            _ = bench.advance(.milliseconds(100))
            for check in bench.node.checks.values { #expect(check.deadline > bench.now - .milliseconds(101)) }
        }
        #expect(bench.node.checks["check7"]?.lastOutcome?.reason == .checkOverdue)
        #expect(bench.node.checks["check7"]?.health == .down)
    }

    @Test("when thousands are overdue at once, an advertisement does not wait for all of them")
    func manyExpiries() throws {
        var bench = Self.bench(1000)
        for index in 0..<1000 { _ = bench.report("check\(index)", .pass) }
        _ = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        _ = bench.handle(.checkerExited)
        while bench.node.checks.values.allSatisfy({ $0.health == .up }) {
            bench.now = try #require(bench.node.nextDeadline)
            _ = bench.handle(.tick)
        }
        let down = bench.node.checks.values.count { $0.health == .down }
        #expect(down < 1000)
        #expect(try #require(bench.node.nextDeadline) <= bench.now)
        _ = bench.advance(.zero)
        #expect(bench.node.checks.values.allSatisfy { $0.health == .down })
    }

    @Test("a check that no instance tracks any more moves none")
    func trackersFollowReloads() {
        let checks = [Bench.check("web", weight: -30), Bench.check("db", weight: -30)]
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: checks)], checks: checks))
        let fewer = Bench.configuration([Bench.instance(checks: [checks[1]])], checks: checks)
        _ = bench.handle(.reload(fewer, generation: 2))
        _ = bench.report("web", .fail, generation: 2)
        #expect(bench.node.instances[0].ledger.effective == Priority(rawValue: 150))
        _ = bench.report("db", .fail, generation: 2)
        #expect(bench.node.instances[0].ledger.effective == Priority(rawValue: 120))
    }
}
