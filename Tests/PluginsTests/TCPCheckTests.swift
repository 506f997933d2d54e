import Checks
import Testing

@Suite struct TCPCheckTests {
    @Test func anOpenPortPasses() async throws {
        let server = try LocalServer(.mute)
        let outcome = try await Words("tcp", "127.0.0.1:\(server.port)").run()
        #expect(outcome.status == .pass)
        #expect(outcome.reason == .ok)
        #expect(outcome.summary == "connected to 127.0.0.1:\(server.port)")
        #expect(outcome.measurements.map(\.name) == ["dns", "connect"])
    }

    @Test func aClosedPortIsRefused() async throws {
        let port = try LocalServer.closedPort()
        let outcome = try await Words("tcp", "127.0.0.1:\(port)").run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .tcpRefused)
        #expect(outcome.summary == "127.0.0.1:\(port) refused the connection")
    }

    @Test func aFullQueueTimesOut() async throws {
        let queue = try FullQueue()
        let outcome = try await Words("tcp", "127.0.0.1:\(queue.port)", options: ["connect_timeout": ["0.2"]]).run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .tcpTimeout)
        #expect(outcome.summary.contains("within 200 ms"))
    }

    @Test func theRunsOwnTimeoutEndsAnAttempt() async throws {
        let queue = try FullQueue()
        let outcome = try await Words("tcp", "127.0.0.1:\(queue.port)").run(timeout: .milliseconds(200))
        #expect(outcome.reason == .tcpTimeout)
    }

    @Test func cancellationEndsAnAttempt() async throws {
        let queue = try FullQueue()
        let check = try Words("tcp", "127.0.0.1:\(queue.port)").check()
        let run = Task { await check.run(timeout: .seconds(3600)) }
        try await Task.sleep(for: .milliseconds(50))
        run.cancel()
        #expect(await run.value.reason == .tcpTimeout)
    }

    @Test func namesAreLookedUp() async throws {
        let server = try LocalServer(.mute)
        #expect(try await Words("tcp", "localhost:\(server.port)").run().status == .pass)
    }

    @Test func aNameThatDoesNotExistIsUnknown() async throws {
        let outcome = try await Words("tcp", "no-such-host.invalid:80").run(timeout: .seconds(30))
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .dnsFailed)
    }

    @Test func theSourceIsUsed() async throws {
        let server = try LocalServer(.mute)
        let words = Words("tcp", "127.0.0.1:\(server.port)", options: ["source": ["127.0.0.9"]])
        #expect(try await words.run().status == .pass)
        let foreign = Words("tcp", "127.0.0.1:\(server.port)", options: ["source": ["192.0.2.1"]])
        let outcome = try await foreign.run()
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .tcpError)
        #expect(throws: OptionError.self) {
            try Words("tcp", "127.0.0.1:1", options: ["source": ["eth0"]]).check()
        }
    }

    @Test func anAddressWithoutRouteIsUnreachable() async throws {
        // 240.0.0.0/4 has no route anywhere; some kernels say so, others refuse the address.
        let outcome = try await Words("tcp", "255.255.255.255:9").run(timeout: .seconds(2))
        #expect(outcome.status != .pass)
        #expect([.tcpUnreachable, .tcpError, .tcpTimeout].contains(outcome.reason))
    }

    @Test func manyAttemptsAtOnceShareTheWaitingThread() async throws {
        let queue = try FullQueue()
        let server = try LocalServer(.mute, backlog: 256)
        let outcomes = try await withThrowingTaskGroup(of: CheckOutcome.self) { group in
            for index in 0..<60 {
                let port = index.isMultiple(of: 2) ? queue.port : server.port
                group.addTask { try await Words("tcp", "127.0.0.1:\(port)").run(timeout: .seconds(1)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0.status == .pass } == 30)
        #expect(outcomes.count { $0.reason == .tcpTimeout } == 30)
    }
}
