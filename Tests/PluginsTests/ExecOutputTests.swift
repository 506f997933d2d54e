import Checks
import Glibc
import TestSupport
import Testing

@testable import Plugins

/// What a program says, in every protocol.
@Suite struct ExecOutputTests {
    /// Runs a command line of the shell as an `exec` check.
    private func run(
        _ line: String,
        _ name: String,
        repeated: [[String]] = [],
        options: [String: [String]] = [:]
    ) async throws -> CheckOutcome {
        let options = options.merging(["protocol": [name]]) { $1 }
        return try await Words("exec", "/bin/sh", "-c", line, options: options, repeated: repeated).run()
    }

    // MARK: JSON

    @Test func anObjectSaysEverything() async throws {
        let object = #"""
            {"v":1,"status":"fail","reason":"http.status","summary":"503 from /healthz","detail":"a\nb",
             "metrics":[{"name":"latency","value":0.5,"unit":"s"},{"name":"n","value":3}],"score":-70,"novel":[],
             "children":[{"name":"db","status":"pass"},{"status":"fail","summary":"no disk"}]}
            """#
        let outcome = try await self.run("cat <<'X'\n\(object)\nX\necho noise >&2", "json")
        #expect(
            outcome.assertions == [
                .init("exit", expected: "code 0", got: "code 0", .fail),
                .init("db", expected: "pass", got: "pass", .pass),
                .init("child 2", expected: "pass", got: "no disk", .fail),
            ]
        )
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .httpStatus)
        #expect(outcome.summary == "503 from /healthz")
        #expect(outcome.output == "a\nb")
        #expect(outcome.score == -70)
        #expect(
            outcome.measurements == [
                .init(name: "latency", value: 0.5, unit: "s"), .init(name: "n", value: 3, unit: ""),
            ]
        )
    }

    @Test(arguments: [
        (#"{"status":"pass"}"#, CheckStatus.pass, ReasonCode.ok, "reports pass"),
        (#"{"status":"warn","summary":"slow"}"#, .warn, .execReported, "slow"),
        (#"{"status":"fail","reason":"queue.long","summary":"9"}"#, .fail, .execReported, "queue.long: 9"),
        // Nobody speaks for the checker.
        (#"{"status":"fail","reason":"checker.restarting"}"#, .fail, .execReported, "checker.restarting"),
        (#"{"status":"unknown"}"#, .unknown, .execReported, "reports unknown"),
        ("", .unknown, .execMalformed, "found nothing"),
        ("<html>", .unknown, .execMalformed, "found '<html>'"),
        (#"{"status":"pass"} trailing"#, .unknown, .execMalformed, "expected the end"),
        (#"[{"status":"pass"}]"#, .unknown, .execMalformed, "expected a JSON object"),
        (#"{"state":"pass"}"#, .unknown, .execMalformed, "status: expected pass, warn, fail or unknown, found nothing"),
        (#"{"status":"OK"}"#, .unknown, .execMalformed, #"found "OK""#),
        (#"{"v":2,"status":"pass"}"#, .unknown, .execMalformed, "v: expected 1, found 2"),
        (#"{"status":"pass","score":1.5}"#, .unknown, .execMalformed, "score: expected an integer"),
        (#"{"status":"pass","metrics":{}}"#, .unknown, .execMalformed, "metrics: expected a list"),
        (#"{"status":"pass","metrics":[{"name":"a"}]}"#, .unknown, .execMalformed, "name and value"),
        (#"{"status":"pass","children":[{}]}"#, .unknown, .execMalformed, "children[0].status"),
        (#"{"status":"pass","summary":7}"#, .unknown, .execMalformed, "summary: expected a text"),
    ])
    func objectsAreJudged(text: String, status: CheckStatus, reason: ReasonCode, words: String) async throws {
        let outcome = try await Words("exec", "printf", "%s", text, options: ["protocol": ["json"]]).run()
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
        #expect(outcome.summary.contains(words), "\(outcome.summary)")
    }

    @Test(arguments: [
        ("exit 3", CheckStatus.unknown, ReasonCode.execExit, "exit code 3"),
        (#"echo '{"status":"fail","summary":"down"}'; exit 2"#, .fail, .execReported, "down"),
        (#"echo '{"status":"pass"}'; exit 2"#, .unknown, .execMalformed, "says pass, and ended with exit code 2"),
    ])
    func anExitCodeContradicts(line: String, status: CheckStatus, reason: ReasonCode, words: String) async throws {
        let outcome = try await self.run(line, "json")
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
        #expect(outcome.summary == words)
    }

    @Test func randomDocumentsAreAnswered() {
        var generator = SeededGenerator(seed: 11)
        let good = Array(
            #"{"v":1,"status":"pass","metrics":[{"name":"a","value":1}],"children":[{"status":"fail"}]}"#.utf8
        )
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? ResultObject.outcome(parsing: bytes)
            _ = try? StreamMessage(parsing: bytes)
        }
    }

    // MARK: Exit codes and output

    @Test func codesMeanWhatTheMapSays() async throws {
        let map = [["exit_map", "4", "warn"], ["exit_map", "0", "fail"], ["exit_map", "127", "pass"]]
        for (code, status) in [(4, CheckStatus.warn), (0, .fail), (127, .pass), (1, .fail)] {
            let outcome = try await self.run("exit \(code)", "keepalived", repeated: map)
            #expect(outcome.status == status, "\(code)")
            #expect(outcome.reason == (status == .pass ? .ok : .execExit))
        }
    }

    @Test(arguments: [["exit_map", "256", "pass"], ["exit_map", "x", "pass"], ["exit_map", "1", "good"]])
    func aMapThatMeansNothingIsRefused(words: [String]) {
        #expect(throws: OptionError.self) { try Words("exec", "true", repeated: [words]).check() }
    }

    @Test(arguments: [
        ([["expect_output", "^role:(master|slave)$"]], CheckStatus.pass, ReasonCode.ok),
        ([["expect_output", "^role:slave$"]], .fail, .execOutput),
        ([["expect_output", "^role"], ["expect_output", "up$"]], .pass, .ok),
        ([["expect_output", "^role"], ["expect_output", "down$"]], .fail, .execOutput),
        ([["refuse_output", "link:down"]], .pass, .ok),
        ([["refuse_output", "link:up"]], .fail, .execOutput),
        ([["warn_output", "link:up"]], .warn, .execOutput),
        ([["warn_output", "link:up"], ["refuse_output", "master"]], .fail, .execOutput),
    ])
    func outputIsLookedAt(rules: [[String]], status: CheckStatus, reason: ReasonCode) async throws {
        let outcome = try await self.run("echo role:master; echo link:up", "keepalived", repeated: rules)
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
        #expect(outcome.assertions.count == 1 + rules.count)
        #expect(outcome.assertions.contains { $0.status == .fail } == (status == .fail))
    }

    @Test func outputDoesNotMendAnExitCode() async throws {
        let outcome = try await self.run("echo fine; exit 1", "keepalived", repeated: [["expect_output", "fine"]])
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .execExit)
    }

    @Test(arguments: [
        ("10", 0.0, true), ("10", 10.5, false), ("10", -1, false), ("10:", 11, true), ("10:", 9, false),
        ("~:10", -99, true), ("~:10", 11, false), ("10:20", 15, true), ("10:20", 21, false), ("@10:20", 15, false),
        ("@10:20", 9, true), (":5", 3, true), ("-5:-1", -3, true), ("0.5:1.5", 1, true),
    ])
    func rangesAreNagios(text: String, value: Double, isAllowed: Bool) throws {
        #expect(try #require(NagiosRange(text)).allows(value) == isAllowed)
    }

    @Test(arguments: ["", "@", "a", "20:10", "1:2:3", "inf", "1e3", "~", "0x10", " 1"])
    func whatIsNoRangeIsRefused(text: String) {
        #expect(NagiosRange(text) == nil)
    }

    @Test(arguments: [
        (["load1", "warn", "8", "fail", "16"], CheckStatus.pass), (["load1", "warn", "4", "fail", "16"], .warn),
        (["load1", "fail", "4", "warn", "2"], .fail), (["load1", "warn", "10:"], .warn),
        (["load9", "fail", "4"], .unknown),
    ])
    func valuesAreMeasuredAgainstThresholds(words: [String], status: CheckStatus) async throws {
        for name in ["nagios", "keepalived"] {
            let outcome = try await self.run(
                "echo 'LOAD OK | load1=5.5;8;16;0; load5=2'",
                name,
                repeated: [["threshold"] + words]
            )
            #expect(outcome.status == status)
            #expect(outcome.measurements.map(\.name) == ["load1", "load5"])
        }
    }

    @Test(arguments: [["a", "warn"], ["a", "warn", "x"], ["a", "warn", "1", "warn", "2"], ["a", "maybe", "1"]])
    func aThresholdThatMeansNothingIsRefused(words: [String]) {
        #expect(throws: (any Error).self) { try Words("exec", "true", repeated: [["threshold"] + words]).check() }
    }

    @Test(
        arguments: [
            ("OK", []),
            ("OK | a=1", [("a", 1, "")]),
            (
                "OK | 'it''s'=1s;;;0;9 b=U c=-2.5%;@1:2 d=1.5e-05s e=3e f=.5KB",
                [
                    ("it's", 1, "s"), ("c", -2.5, "%"), ("d", 0.000015, "s"), ("e", 3, "e"), ("f", 0.5, "KB"),
                ]
            ),
            ("OK | a=1\nlong text\nmore | b=2\nc=3 d=4\n", [("a", 1, ""), ("b", 2, ""), ("c", 3, ""), ("d", 4, "")]),
            ("OK\nno | b=2", [("b", 2, "")]),
            ("OK | =1 '' x y=z 'open=5", []),
            ("OK | d=0x10 v=1.2.3 n=1-2 a=1B/s", [("a", 1, "B/s")]),
            ("OK | a=1 junk b=2", [("a", 1, ""), ("b", 2, "")]),
        ] as [(String, [(String, Double, String)])]
    )
    func performanceDataIsReadWhole(text: String, expected: [(String, Double, String)]) {
        let found = PerformanceData.measurements(in: text)
        #expect(found == expected.map { .init(name: $0.0, value: $0.1, unit: $0.2) })
    }

    @Test func standardErrorIsNotTheSummaryOfANagiosPlugin() async throws {
        let outcome = try await self.run("echo oops >&2; echo 'DISK OK | a=1'", "nagios")
        #expect(outcome.summary == "DISK OK")
        #expect(outcome.output == "DISK OK | a=1\noops\n")
        // But better than nothing.
        #expect(try await self.run("echo oops >&2; exit 3", "nagios").summary == "oops")
    }

    @Test func aNameThatStandsTwiceIsNoResult() async throws {
        let outcome = try await self.run(#"echo '{"status":"pass","status":"fail"}'"#, "json")
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .execMalformed)
        #expect(outcome.summary.contains("'status' stands twice"))
    }

    @Test func invalidTextIsRepaired() async throws {
        for name in ["keepalived", "nagios", "json"] {
            let outcome = try await self.run(#"printf 'a\377\300\200b\033[31m\n'; exit 2"#, name)
            #expect(outcome.output.contains("a\u{fffd}"))
            #expect(!outcome.output.contains("\u{1b}"))
            #expect(!outcome.summary.contains("\u{1b}"))
        }
    }

    /// What stayed would be seen in the peak of this process.
    @Test func aGibibyteOfOutputLeavesNoMark() async throws {
        func peak() -> Int {
            var usage = rusage()
            getrusage(__rusage_who_t(0), &usage)
            return usage.ru_maxrss / 1024
        }
        let before = peak()
        for name in ["keepalived", "json"] {
            let outcome = try await self.run("head -c 536870912 /dev/zero; exit 0", name)
            #expect(outcome.output.utf8.count <= CheckOutcome.outputLimit)
            #expect(outcome.status == (name == "json" ? .unknown : .pass))
        }
        // Other suites grow at the same time, but not by what was printed here.
        #expect(peak() - before < 256)
    }
}
