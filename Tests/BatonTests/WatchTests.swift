import Checker
import Checks
import Configuration
import Failover
import Testing
import VRRP

@testable import baton

@Suite struct WatchTests {
    private static func check(_ name: String, weight: Int, mode: CheckMode = .enforce) -> CheckDefinition {
        var check = Sample.definition(name, kind: "tcp")
        check.weight = CheckWeight(value: weight)
        check.mode = mode
        return check
    }

    private static func instance(_ tracked: [(String, Int)]) throws -> InstanceConfiguration {
        let text = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 33
                priority 200
                virtual_ipaddress {
                    192.0.2.9
                }
            }
            """
        let bundle = SourceBundle(mainFile: "k.conf", files: ["k.conf": Array(text.utf8)])
        var reader = BundleReader(bundle)
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        var instance = try #require(result.configuration?.instances.first)
        instance.trackedChecks = tracked.map { TrackedCheck(name: $0.0, weight: CheckWeight(value: $0.1)) }
        return instance
    }

    /// The board after these results, by check.
    private static func board(
        _ checks: [CheckDefinition],
        _ instance: InstanceConfiguration,
        _ results: [(String, CheckOutcome)]
    ) -> WatchBoard {
        var board = WatchBoard(checks, instances: [instance])
        let counting = StandaloneBoard()
        for (name, outcome) in results {
            guard let check = checks.first(where: { $0.name == name }) else { continue }
            _ = board.record(outcome, counting.record(outcome, of: check), of: name)
        }
        return board
    }

    @Test(
        "the priority is reckoned as the agent does",
        arguments: [
            ([Sample.fail, Sample.pass], "VI_1  priority 200 - 60 (web) = 140"),
            ([Sample.pass, Sample.pass], "VI_1  priority 200"),
            ([Sample.pass, Sample.fail], "VI_1  FAULT: db"),
            ([Sample.blocked, Sample.pass], "VI_1  priority 200"),
        ]
    )
    func forecast(outcomes: [CheckOutcome], text: String) throws {
        let checks = [Self.check("web", weight: -60), Self.check("db", weight: 0)]
        let instance = try Self.instance([("web", -60), ("db", 0)])
        let board = Self.board(checks, instance, Array(zip(["web", "db"], outcomes)))
        #expect(board.forecasts.map(\.text) == [text])
    }

    @Test func observedChecksMoveNothingAndOthersAreTakenForUp() throws {
        let instance = try Self.instance([("web", -60), ("else", 20)])
        let board = Self.board([Self.check("web", weight: -60, mode: .observe)], instance, [("web", Sample.fail)])
        #expect(board.forecasts.map(\.text) == ["VI_1  priority 200 + 20 (else) = 220  (taken for up: else)"])
    }

    @Test func linesTellResultsProgressAndChanges() throws {
        let checks = [Self.check("web", weight: -60)]
        let instance = try Self.instance([("web", -60)])
        let up = Self.board(checks, instance, [("web", Sample.pass), ("web", Sample.fail)])
        #expect(
            WatchPage(up).line("web", time: "T", isChange: false) == [
                #"T  fail     web  3 ms  up (fall 1/3)  http.status  503 <"no" | 'luck'> & # \ more"#
            ]
        )
        let down = Self.board(
            checks,
            instance,
            [("web", Sample.pass)] + Array(repeating: ("web", Sample.fail), count: 3)
        )
        #expect(
            WatchPage(down).line("web", time: "T", isChange: true).dropFirst() == [
                "T  health   web is down", "T  would be VI_1  priority 200 - 60 (web) = 140",
            ]
        )
        #expect(
            WatchPage(down).summary == [
                "web: 4 runs: 1 pass, 3 fail; 1 change of health; 3 ms / 5.336 ms / 12.345 ms shortest / mean / longest"
            ]
        )
    }

    @Test(
        arguments: [
            ([], "unknown, the first result acts at once"), ([true], "up"),
            ([true, false], "up, 1 of 3 failures in a row until it is down"),
            ([true, false, false, false], "down"), ([false, true], "down, 1 of 2 passes in a row until it is up"),
        ] as [([Bool], String)]
    )
    func progress(results: [Bool], text: String) {
        var hysteresis = Hysteresis(rise: 2, fall: 3)
        for result in results { _ = hysteresis.record(passed: result) }
        #expect(HealthProgress(hysteresis).text == text)
    }
}
