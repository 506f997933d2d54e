import Checks
import Testing

/// What an http check asks of an answer.
@Suite struct HTTPAssertionTests {
    static let document = #"{"status":"up","replicas":3,"nodes":[{"name":"a"}],"lag":0.25}"#

    struct Case: Sendable {
        var lines: [[String]]
        var status: CheckStatus = .pass
        var reason: ReasonCode = .ok
        var summary = ""
    }

    @Test(arguments: [
        Case(lines: [["expect_body", "up"], ["refuse_body", "down"]]),
        Case(
            lines: [["expect_body", "up"], ["expect_body", "down"]],
            status: .fail,
            reason: .httpBody,
            summary: "status 200, body of 62 bytes without 'down'"
        ),
        Case(
            lines: [["refuse_body", "lag"]],
            status: .fail,
            reason: .httpBody,
            summary: "status 200, body of 62 bytes with 'lag'"
        ),
        Case(lines: [["expect_body_regex", #""lag":0\.[0-9]+"#]]),
        Case(
            lines: [["expect_body_regex", "^up$"]],
            status: .fail,
            reason: .httpBody,
            summary: "status 200, body of 62 bytes does not match '^up$'"
        ),
        Case(
            lines: [["refuse_body_regex", "(?i)UP"]],
            status: .fail,
            reason: .httpBody,
            summary: "status 200, body of 62 bytes matches '(?i)UP'"
        ),
        Case(lines: [
            ["json", "/status", "==", "up"], ["json", "/replicas", ">=", "3"], ["json", "/error", "absent"],
        ]),
        Case(
            lines: [["json", "/replicas", ">", "3"]],
            status: .fail,
            reason: .httpJSON,
            summary: "json /replicas > 3: got 3"
        ),
        Case(
            lines: [["json", "/nodes/1/name", "exists"]],
            status: .fail,
            reason: .httpJSON,
            summary: "json /nodes/1/name exists: got nothing there"
        ),
        Case(lines: [["expect_header", "X-Node", "^a[0-9]$"], ["expect_header", "x-node"], ["refuse_header", "Via"]]),
        Case(
            lines: [["expect_header", "X-Node", "^b"]],
            status: .fail,
            reason: .httpHeader,
            summary: "header x-node: expected '^b', got a1"
        ),
        Case(
            lines: [["expect_header", "X-Role", "primary"]],
            status: .fail,
            reason: .httpHeader,
            summary: "header x-role: expected 'primary', got no such header"
        ),
        Case(lines: [["expect_header", "X-Role", "primary", "allow_missing"]]),
        Case(
            lines: [["expect_header", "X-Node", "^b", "allow_missing"]],
            status: .fail,
            reason: .httpHeader,
            summary: "header x-node: expected '^b', got a1"
        ),
        Case(
            lines: [["refuse_header", "X-Node", "^a"]],
            status: .fail,
            reason: .httpHeader,
            summary: "header x-node: refused '^a', got a1"
        ),
        Case(lines: [["refuse_header", "X-Node", "^b"]]),
    ])
    func answersAreJudged(example: Case) async throws {
        let server = try LocalServer(LocalServer.answer("200 OK", body: Self.document, headers: "X-Node: a1\r\n"))
        let outcome = try await Words("http", "http://127.0.0.1:\(server.port)/", repeated: example.lines).run()
        #expect(outcome.status == example.status)
        #expect(outcome.reason == example.reason)
        if !example.summary.isEmpty { #expect(outcome.summary == example.summary) }
        // Everything that was asked for is told, in the order it was asked for.
        #expect(outcome.assertions.map(\.name) == ["connect", "expect_status"] + example.lines.map { $0[0] })
    }

    @Test func aBodyIsReadUpToItsLimit() async throws {
        let server = try LocalServer(LocalServer.answer("200 OK", body: "0123456789{}"))
        let url = "http://127.0.0.1:\(server.port)/"
        func run(_ lines: [[String]]) async throws -> CheckOutcome {
            try await Words("http", url, options: ["body_limit": ["10"]], repeated: lines).run()
        }
        #expect(try await run([["expect_body", "9"]]).status == .pass)
        let cut = try await run([["expect_body", "{}"]])
        #expect(cut.reason == .httpBody)
        #expect(cut.summary == "status 200, the first 10 bytes of the body (body_limit) without '{}'")
        let json = try await run([["json", "/a", "exists"]])
        #expect(json.reason == .httpJSON)
        #expect(json.summary.contains("is no JSON"))
    }

    @Test func aWarningPasses() async throws {
        let server = try LocalServer(LocalServer.answer("429 Too Many Requests"))
        let words = Words("http", "http://127.0.0.1:\(server.port)/", options: ["warn_status": ["429", "500-599"]])
        let outcome = try await words.run()
        #expect(outcome.status == .warn)
        #expect(outcome.reason == .httpStatus)
        #expect(outcome.summary == "status 429, which warn_status names")
    }

    @Test func theFirstFaultSpeaksAndAllAreTold() async throws {
        let server = try LocalServer(LocalServer.answer("500 Oops", body: "no"))
        let words = Words("http", "http://127.0.0.1:\(server.port)/", repeated: [["expect_body", "ok"]])
        let outcome = try await words.run()
        #expect(outcome.reason == .httpStatus)
        #expect(outcome.assertions.map(\.status) == [.pass, .fail, .fail])
        let none = try await Words(
            "http",
            "http://127.0.0.1:\(try LocalServer.closedPort())/",
            repeated: [["expect_body", "ok"]]
        ).run()
        #expect(none.assertions.map(\.status) == [.fail, .unknown, .unknown])
    }

    @Test func theVersionIsAskedForAndLookedAt() async throws {
        let old = try LocalServer(.answering("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"))
        let url = "http://127.0.0.1:\(old.port)/"
        #expect(try await Words("http", url).run().status == .pass)
        #expect(try await Words("http", url, options: ["http_version": ["1.0"]]).run().status == .pass)
        #expect(old.requests.last?.hasPrefix("GET / HTTP/1.0\r\n") == true)
        let outcome = try await Words("http", url, options: ["http_version": ["1.1"]]).run()
        #expect(outcome.reason == .httpVersion)
        #expect(outcome.summary == "the answer is HTTP/1.0, expected HTTP/1.1")
        let two = try await Words("http", url, options: ["http_version": ["2"]]).run()
        #expect(two.status == .fail)
        #expect([.httpVersion, .httpProtocol].contains(two.reason))
    }
}
