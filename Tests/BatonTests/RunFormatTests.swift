import Checks
import Foundation
import Testing

@testable import baton

@Suite struct RunFormatTests {
    @Test func textNamesStatusCheckTimeReasonAndSummary() throws {
        let text = try printed(.text, [Sample.report(Sample.pass), Sample.report(Sample.fail)])
        #expect(
            text == #"""
                PASS     web  12.345 ms  ok  status 200
                         first_byte = 11.5 ms
                FAIL     web  3 ms  http.status  503 <"no" | 'luck'> & # \ more
                       | a <b>
                       | ]]> & c
                """#
        )
    }

    @Test func explanationShowsAssertionsDefinitionAndConsequences() throws {
        let text = try printed(.text, [Sample.report(Sample.fail)], explains: true)
        #expect(
            text == #"""
                FAIL     web  3 ms  http.status  503 <"no" | 'luck'> & # \ more
                         ASSERTION      EXPECTED      GOT            VERDICT
                         connect        a connection  connected      pass
                         expect_status  200-299       503 "no"       fail
                         expect_body    ok            not looked at  unknown
                         defined   checks.d/web.conf:6:7
                         plugin    http http://127.0.0.1/
                         user      alice, who runs this command; the agent runs it as its own user
                         schedule  every 2 s, timeout 800 ms
                         queued    4 ms for a free place
                         score     -7, which the weight is multiplied by
                         counting  rise 2, fall 3
                         health    unknown -> down
                         effect    weight -60: while down, priority −60
                         unknown   a run that cannot be carried out counts as a failure
                       | a <b>
                       | ]]> & c
                """#
        )
    }

    @Test func nagiosHasOneBar() throws {
        let lines = try printed(
            .nagios,
            [Sample.pass, Sample.warn, Sample.fail, Sample.unknown].map { Sample.report($0) }
        )
        #expect(
            lines == #"""
                WEB OK - status 200 | time=0.012s;;;0 'first_byte'=11.5ms
                WEB WARNING - ends in 9 days | time=0.001s;;;0
                WEB CRITICAL - 503 <"no" / 'luck'> & # \ more | time=0.003s;;;0
                WEB UNKNOWN - cannot run /x: it is not there | time=0s;;;0
                """#
        )
    }

    @Test func tapHasAPointForEachRun() throws {
        let text = try printed(
            .tap,
            [Sample.report(Sample.fail), Sample.report(Sample.blocked), Sample.report(Sample.warn)]
        )
        #expect(
            text == #"""
                TAP version 14
                not ok 1 - web
                  ---
                  status: fail
                  reason: http.status
                  message: "503 <\"no\" | 'luck'> & # \\ more"
                  duration_ms: 3
                  assertions:
                    - name: "connect"
                      expected: "a connection"
                      got: "connected"
                      status: pass
                    - name: "expect_status"
                      expected: "200-299"
                      got: "503 \"no\""
                      status: fail
                    - name: "expect_body"
                      expected: "ok"
                      got: "not looked at"
                      status: unknown
                  ...
                ok 2 - web # SKIP not run: it requires nginx, which is down
                  ---
                  status: unknown
                  reason: check.blocked
                  message: "not run: it requires nginx, which is down"
                  duration_ms: 0
                  ...
                ok 3 - web
                  ---
                  status: warn
                  reason: tls.expiring
                  message: "ends in 9 days"
                  duration_ms: 1
                  ...
                1..3
                """#
        )
    }

    @Test func anInterruptedTapBailsOut() throws {
        var writer = RunFormat.tap.writer(explains: false, plugins: [], identity: "")
        #expect(writer.ending(isInterrupted: false) == "TAP version 14\n1..0")
        _ = try writer.add(Sample.report(Sample.pass))
        #expect(writer.ending(isInterrupted: true) == "Bail out! interrupted")
    }

    @Test func jsonSaysEverything() throws {
        let line = try printed(.json, [Sample.report(Sample.fail, of: Sample.definition(requires: ["nginx"]))])
        let value = try JSONValue(parsing: Array(line.utf8))
        let expected: [String: JSONValue] = [
            "schema": .string("check-run/v1"), "check": .string("web"), "kind": .string("http"), "run": .number(1),
            "status": .string("fail"), "reason": .string("http.status"), "duration_ms": .number(3),
            "queue_delay_ms": .number(4), "score": .number(-7), "mode": .string("enforce"), "line": .number(6),
            "time": .string("2026-01-02T03:04:05.000006Z"),
            "requires": .array([.object(["check": .string("nginx"), "health": .string("down")])]),
            "counting": .object([
                "health": .string("down"), "streak": .number(1), "rise": .number(2), "fall": .number(3),
            ]),
        ]
        for (name, part) in expected { #expect(value[name] == part, "\(name)") }
        #expect(value["assertions"]?.array?.count == 3)
        #expect(value["assertions"]?.array?[1]["got"] == .string(#"503 "no""#))
        #expect(!line.contains("\n"))
    }

    @Test func textIsTheSameWithAndWithoutPlugins() throws {
        // Without a description nobody knows which options are secret, so none is shown.
        var definition = Sample.definition()
        definition.options.values["password"] = .string("hunter2")
        definition.options.entries = [.init(name: "header", value: .strings(["Authorization", "hunter2"]))]
        let text = try printed(.text, [Sample.report(Sample.pass, of: definition)], explains: true)
        #expect(!text.contains("hunter2"))
        #expect(text.contains("password ***"))
    }
}
