import Checks
import Configuration
import Failover
import Testing
import VRRP

/// What `baton status` and `baton explain` are told of checks.
@Suite("Status of checks")
struct CheckStatusTests {
    /// A bench with a check of each kind of standing, and what its node answers.
    private func answers() throws -> (status: JSONValue, explanation: JSONValue) {
        var blocked = Bench.check("blocked", weight: -40)
        blocked.requires = ["window"]
        blocked.scope = .shared
        blocked.summary = "the \"shop\""
        var observed = Bench.check("observed", weight: -60)
        observed.mode = .observe
        var window = Bench.check("window", weight: -10, rise: 2, fall: 3)
        window.schedule.window = FailureWindow(failures: 3, results: 10)
        window.schedule.fastInterval = .milliseconds(500)
        window.schedule.jitter = 10
        let score = Bench.check("score", weight: 2)
        var disabled = Bench.check("disabled")
        disabled.mode = .disabled
        let tracked = [blocked, observed, window, score]
        var bench = Bench.started(
            Bench.configuration([Bench.instance(checks: tracked)], checks: tracked + [disabled])
        )
        _ = bench.report("blocked", .unknown, .checkBlocked)
        _ = bench.report("observed", .fail)
        _ = bench.report("window", .pass)
        _ = bench.report("window", .fail)
        let outcome = CheckOutcome(.pass, .ok, "read", score: 7, queueDelay: .milliseconds(120))
        _ = bench.handle(.report(CheckReport(check: "score", generation: 1, outcome: outcome, runs: 5)))
        let status = bench.node.status(version: "1", processID: 1, at: bench.now)
        let explanation = bench.node.explain("VI_1", at: bench.now)
        return (try JSONValue(parsing: Array(status.utf8)), try JSONValue(parsing: Array(explanation.utf8)))
    }

    static let fields: [(pointer: String, value: JSONValue)] = [
        ("/checks/0/name", .string("blocked")), ("/checks/0/blocked", .boolean(true)),
        ("/checks/0/health", .string("unknown")), ("/checks/0/requires", .array([.string("window")])),
        ("/checks/0/scope", .string("shared")), ("/checks/0/purpose", .string("the \"shop\"")),
        ("/checks/0/runs", .number(0)), ("/checks/0/window", .null),
        ("/checks/1/mode", .string("observe")), ("/checks/1/health", .string("down")),
        ("/checks/2/window/failures", .number(3)), ("/checks/2/window/results", .number(10)),
        ("/checks/2/window_failures", .number(1)), ("/checks/2/fast_interval_ms", .number(500)),
        ("/checks/2/down_interval_ms", .null), ("/checks/2/jitter_percent", .number(10)),
        ("/checks/2/streak", .number(1)), ("/checks/2/mode", .string("enforce")),
        ("/checks/3/score", .number(7)), ("/checks/3/queue_ms", .number(120)), ("/checks/3/runs", .number(5)),
        ("/checks/4/mode", .string("disabled")), ("/checks/4/health", .string("unknown")),
        ("/checks/4/age_ms", .null), ("/checks/4/runs", .number(0)),
    ]

    @Test(arguments: fields)
    func status(pointer: String, value: JSONValue) throws {
        #expect(try JSONPointer(pointer)?.value(in: self.answers().status) == value)
    }

    @Test("every check has the same fields, whether it runs or not")
    func sameFields() throws {
        let checks = try #require(try self.answers().status["checks"]?.array)
        let names = checks.map { check in
            if case .object(let members) = check { members.keys.sorted() } else { [String]() }
        }
        #expect(Set(names).count == 1, "\(names)")
    }

    static let contributions: [(pointer: String, value: JSONValue)] = [
        ("/ledger/contributions/0/blocked", .boolean(true)), ("/ledger/contributions/0/delta", .number(0)),
        ("/ledger/contributions/1/observed", .boolean(true)), ("/ledger/contributions/1/delta", .number(-60)),
        ("/ledger/contributions/2/observed", .boolean(false)), ("/ledger/contributions/3/score", .number(7)),
        ("/ledger/contributions/3/delta", .number(14)), ("/ledger/sum", .number(164)),
        ("/ledger/effective", .number(164)),
    ]

    @Test(arguments: contributions)
    func explanation(pointer: String, value: JSONValue) throws {
        #expect(try JSONPointer(pointer)?.value(in: self.answers().explanation) == value)
    }

    @Test("while an instance waits for first results, its ledger is told as it stands")
    func waiting() throws {
        let checks = [Bench.check("a", weight: -10), Bench.check("b", weight: -20), Bench.check("c", weight: -30)]
        var bench = Bench.started(Bench.configuration([Bench.instance(checks: checks)], checks: checks))
        _ = bench.report("a", .fail)
        _ = bench.report("b", .fail)
        let answer = try JSONValue(parsing: Array(bench.node.explain("VI_1", at: bench.now).utf8))
        #expect(JSONPointer("/instance/state")?.value(in: answer) == .string("waiting"))
        #expect(JSONPointer("/ledger/effective")?.value(in: answer) == .number(120))
    }
}
