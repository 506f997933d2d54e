import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Pushed reports")
struct PushTests {
    static let check: CheckDefinition = {
        var check = Bench.check("backup", weight: -30)
        check.kind = PushPlugin.kind
        check.options = CheckOptions(arguments: ["60"], argument: .duration(.seconds(60)))
        return check
    }()

    static func bench() -> Bench {
        Bench.master(Bench.configuration([Bench.instance(checks: [Self.check])], checks: [Self.check]))
    }

    @Test("a checker that starts again has forgotten reports: health holds for one time to live")
    func restart() {
        var bench = Self.bench()
        _ = bench.handle(.checkerExited)
        _ = bench.handle(.checkerStarted)
        for _ in 0..<29 {
            _ = bench.report("backup", .unknown, .pushNone)
            _ = bench.advance(.seconds(2))
        }
        #expect(bench.node.checks["backup"]?.health == .up)
        #expect(bench.node.instances[0].ledger.effective == Priority(rawValue: 150))
        _ = bench.report("backup", .unknown, .pushNone)
        _ = bench.advance(.seconds(3))
        #expect(bench.node.checks["backup"]?.health == .down)
        #expect(bench.node.instances[0].ledger.effective == Priority(rawValue: 120))
    }

    @Test("a report that comes in that time ends the wait", arguments: [CheckStatus.pass, .fail])
    func again(status: CheckStatus) {
        var bench = Self.bench()
        _ = bench.report("backup", .unknown, .pushNone)
        _ = bench.advance(.seconds(2))
        _ = bench.report("backup", status, status == .pass ? .ok : .pushed)
        #expect(bench.node.checks["backup"]?.health == (status == .pass ? .up : .down))
        for _ in 0..<40 {
            _ = bench.report("backup", status, status == .pass ? .ok : .pushed)
            _ = bench.advance(.seconds(2))
        }
        #expect(bench.node.checks["backup"]?.health == (status == .pass ? .up : .down))
    }

    @Test("before the first report nothing is held")
    func first() {
        var bench = Bench.started(Bench.configuration([Bench.instance(checks: [Self.check])], checks: [Self.check]))
        _ = bench.report("backup", .unknown, .pushNone)
        #expect(bench.node.checks["backup"]?.health == .down)
    }
}
