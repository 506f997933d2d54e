import Checks
import Glibc
import Testing

@Suite struct HTTPCheckTests {
    @Test func anExpectedStatusPasses() async throws {
        let server = try LocalServer(LocalServer.answer("204 No Content"))
        let outcome = try await Words("http", "http://127.0.0.1:\(server.port)/healthz?x=1").run()
        #expect(outcome.status == .pass)
        #expect(outcome.reason == .ok)
        #expect(outcome.summary == "status 204")
        #expect(outcome.measurements.map(\.name).contains("first_byte"))
        #expect(outcome.measurements.allSatisfy { $0.unit == "ms" && $0.value > 0 })
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("GET /healthz?x=1 HTTP/1.1\r\n"))
        #expect(request.contains("\r\nHost: 127.0.0.1:\(server.port)\r\n"))
    }

    @Test(arguments: [
        ("500 Internal Server Error", ["200-299"], false),
        ("301 Moved Permanently", ["200-299"], false),
        ("301 Moved Permanently", ["200", "301-302"], true),
        ("404 Not Found", ["404"], true),
        ("200 OK", ["404"], false),
    ])
    func statusesAreCompared(answer: String, expected: [String], passes: Bool) async throws {
        let server = try LocalServer(LocalServer.answer(answer, headers: "Location: http://127.0.0.1:1/\r\n"))
        let words = Words("http", "http://127.0.0.1:\(server.port)/", options: ["expect_status": expected])
        let outcome = try await words.run()
        #expect(outcome.status == (passes ? .pass : .fail))
        #expect(outcome.reason == (passes ? .ok : .httpStatus))
        if !passes {
            let found = answer.prefix(3)
            #expect(outcome.summary == "status \(found), expected \(expected.joined(separator: " "))")
        }
        // A redirect was not followed: one request.
        #expect(server.requests.count == 1)
    }

    @Test func theBodyIsSearched() async throws {
        let server = try LocalServer(LocalServer.answer("200 OK", body: "<status>okay</status>"))
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await Words("http", url, options: ["expect_body": ["okay"]]).run().status == .pass)
        let outcome = try await Words("http", url, options: ["expect_body": ["okey"]]).run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .httpBody)
        #expect(outcome.output == "<status>okay</status>")
    }

    @Test func aBodyOverTheLimitIsCut() async throws {
        let filler = String(repeating: "x", count: 2 << 20)
        let server = try LocalServer(LocalServer.answer("200 OK", body: "first\(filler)last"))
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await Words("http", url, options: ["expect_body": ["first"]]).run().status == .pass)
        #expect(try await Words("http", url, options: ["expect_body": ["last"]]).run().reason == .httpBody)
    }

    @Test func headAsksForNoBody() async throws {
        let server = try LocalServer(.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"))
        let words = Words("http", "http://127.0.0.1:\(server.port)/", options: ["method": ["HEAD"]])
        #expect(try await words.run().status == .pass)
        #expect(server.requests.first?.hasPrefix("HEAD / ") == true)
        #expect(throws: CheckSetupError.self) {
            try Words("http", "http://h/", options: ["method": ["HEAD"], "expect_body": ["x"]]).check()
        }
    }

    @Test func theHostHeaderIsSent() async throws {
        let server = try LocalServer(LocalServer.answer("200 OK"))
        let words = Words("http", "http://127.0.0.1:\(server.port)/", options: ["host": ["www.example.org"]])
        #expect(try await words.run().status == .pass)
        let request = try #require(server.requests.first)
        #expect(request.contains("\r\nHost: www.example.org\r\n"))
        #expect(!request.contains("127.0.0.1"))
        #expect(throws: OptionError.self) {
            try Words("http", "http://h/", options: ["host": ["a\r\nX-Forged: yes"]]).check()
        }
    }

    @Test func aUnixSocketIsUsed() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/web.sock"
        let server = try LocalServer(LocalServer.answer("200 OK"), unixSocket: path)
        let words = Words("http", "http://localhost/ready", options: ["unix_socket": [path]])
        #expect(try await words.run().status == .pass)
        #expect(server.requests.first?.hasPrefix("GET /ready ") == true)
        let missing = Words("http", "http://localhost/", options: ["unix_socket": ["\(directory.path)/none"]])
        let outcome = try await missing.run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .tcpUnreachable)
    }

    @Test func aClosedPortIsRefused() async throws {
        let port = try LocalServer.closedPort()
        let outcome = try await Words("http", "http://127.0.0.1:\(port)/").run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .tcpRefused)
    }

    @Test func connectAndTotalTimeAreToldApart() async throws {
        let queue = try FullQueue()
        let words = Words("http", "http://127.0.0.1:\(queue.port)/", options: ["connect_timeout": ["0.2"]])
        let connect = try await words.run()
        #expect(connect.status == .fail)
        #expect(connect.reason == .tcpTimeout)
        #expect(connect.summary == "no connection within 200 ms")

        let server = try LocalServer(.mute)
        let total = try await Words("http", "http://127.0.0.1:\(server.port)/").run(timeout: .milliseconds(300))
        #expect(total.status == .fail)
        #expect(total.reason == .httpTimeout)
        #expect(total.summary.hasPrefix("connected, but no answer within"))
    }

    @Test func anAnswerThatIsNotHTTPIsAProtocolError() async throws {
        for behaviour in [
            LocalServer.Behaviour.closing, .answering("SSH-2.0-server\r\n"),
            .answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
        ] {
            let server = try LocalServer(behaviour)
            let outcome = try await Words("http", "http://127.0.0.1:\(server.port)/").run()
            #expect(outcome.status == .fail)
            #expect(outcome.reason == .httpProtocol)
        }
    }

    @Test func plainTextWhereTLSWasExpectedFails() async throws {
        let server = try LocalServer(LocalServer.answer("200 OK"))
        let outcome = try await Words("http", "https://127.0.0.1:\(server.port)/").run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .tlsFailed)
    }

    @Test func aSilentTLSServerFailsInTheHandshake() async throws {
        let server = try LocalServer(.mute)
        let outcome = try await Words("http", "https://127.0.0.1:\(server.port)/").run(timeout: .milliseconds(400))
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .tlsFailed)
    }

    @Test func aNameThatDoesNotExistIsUnknown() async throws {
        let outcome = try await Words("http", "http://no-such-host.invalid/").run(timeout: .seconds(30))
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .dnsFailed)
    }

    @Test func theProxyOfTheEnvironmentIsIgnored() async throws {
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsetenv("http_proxy") }
        let server = try LocalServer(LocalServer.answer("200 OK"))
        #expect(try await Words("http", "http://127.0.0.1:\(server.port)/").run().status == .pass)
    }

    @Test func everyRunConnectsAnew() async throws {
        let server = try LocalServer(
            .answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n")
        )
        let check = try Words("http", "http://127.0.0.1:\(server.port)/").check()
        for _ in 0..<3 {
            #expect(await check.run(timeout: .seconds(5)).status == .pass)
        }
        #expect(server.requests.count == 3)
    }

    @Test func cancellationEndsATransfer() async throws {
        let server = try LocalServer(.mute)
        let check = try Words("http", "http://127.0.0.1:\(server.port)/").check()
        let run = Task { await check.run(timeout: .seconds(3600)) }
        try await Task.sleep(for: .milliseconds(50))
        run.cancel()
        let outcome = await run.value
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .httpTimeout)
        // A task cancelled before it starts never starts a transfer.
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return await check.run(timeout: .seconds(3600))
        }
        late.cancel()
        #expect(await late.value.reason == .httpTimeout)
    }

    @Test func manyTransfersShareTheEngine() async throws {
        let server = try LocalServer(LocalServer.answer("200 OK"), backlog: 128)
        let outcomes = try await withThrowingTaskGroup(of: CheckOutcome.self) { group in
            for _ in 0..<50 {
                group.addTask { try await Words("http", "http://127.0.0.1:\(server.port)/").run() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0.status == .pass })
        #expect(outcomes.count == 50)
    }
}
