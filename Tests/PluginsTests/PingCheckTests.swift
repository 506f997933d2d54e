import CLinux
import Checks
import Glibc
import Testing

@testable import Plugins

/// Real echoes over the loopback interface and in namespaces; needs the privilege to make them.
@Suite(.timeLimit(.minutes(1))) struct PingCheckTests {
    private func run(_ host: String, timeout: Duration = .seconds(5), _ options: [(String, String)] = []) async throws
        -> CheckOutcome
    {
        var written = WrittenCheck<PingCheck>(host)
        written.options = options.map { ($0, [$1]) }
        written.schedule = CheckSchedule(interval: .seconds(10))
        return try await written.run(timeout: timeout)
    }

    @Test(arguments: ["127.0.0.1", "::1", "localhost"])
    func theLoopbackAnswers(host: String) async throws {
        let outcome = try await self.run(host, [("echo_interval", "0.01"), ("max_loss", "0")])
        #expect(outcome.status == .pass, "\(outcome.summary)")
        #expect(outcome.measurements.map(\.name) == ["loss", "rtt_min", "rtt_avg", "rtt_max"])
        #expect(outcome.measurements[0].value == 0)
        #expect(
            outcome.assertions == [
                CheckOutcome.Assertion("max_loss", expected: "at most 0 %", got: "0 %", .pass)
            ]
        )
        #expect(outcome.summary.contains("answered 3 of 3 echo requests in "))
    }

    @Test func aLargeRequestIsAnswered() async throws {
        let outcome = try await self.run("127.0.0.1", [("size", "30000"), ("count", "1")])
        #expect(outcome.status == .pass)
    }

    @Test func aSlowAnswerWarnsOrFails() async throws {
        let warned = try await self.run("127.0.0.1", [("count", "1"), ("warn_rtt", "0.0001"), ("size", "60000")])
        #expect(warned.assertions.map(\.name) == ["max_loss", "warn_rtt"])
        let expectation = try PingExpectation(
            try WrittenCheck<PingCheck>("h", ("warn_rtt", "0.01"), ("max_rtt", "0.1")).definition()
        )
        func outcome(_ milliseconds: Int?...) -> CheckOutcome {
            expectation.outcome(
                of: EchoRound.Result(times: milliseconds.map { $0.map { .milliseconds($0) } }, failures: []),
                from: "h"
            )
        }
        #expect(outcome(1, 3, 5).status == .pass)
        #expect(outcome(1, 3, 5).summary == "h answered 3 of 3 echo requests in 3 ms")
        #expect(outcome(30, 10).status == .warn)
        #expect(outcome(30, 10).reason == .pingSlow)
        #expect(outcome(30, 10).summary == "h answers in 20 ms on average, expected at most 10 ms")
        #expect(outcome(300, 10).status == .fail)
        #expect(outcome(300, nil).reason == .pingSlow)
        #expect(outcome(1, nil, nil).reason == .pingLoss)
        #expect(
            outcome(1, nil, nil).summary
                == "h answered 1 of 3 echo requests, a loss of 67 %; expected at most 50 %"
        )
        #expect(outcome(nil, nil).summary == "h did not answer any of 2 echo requests")
        #expect(outcome(nil, nil).assertions.map(\.status) == [.fail, .unknown, .unknown])
    }

    /// Whether an unprivileged socket may be had is a setting of the namespace.
    @Test(arguments: [("1 0", true), ("0 2147483647", false)], ["127.0.0.1", "::1"])
    func bothKindsOfSocketsWork(range: (String, Bool), host: String) async throws {
        let namespace = try await NetworkNamespace()
        try await namespace.run("sh", "-c", "echo \(range.0) > /proc/sys/net/ipv4/ping_group_range")
        let socket = try await namespace.inside {
            try EchoSocket(to: try SocketAddress.lookUp(host, port: 0, .numeric).get()[0], from: nil)
        }
        #expect(socket.isRaw == range.1)
        let family = host.contains(":") ? AF_INET6 : AF_INET
        let round = EchoRound(
            count: 2,
            spacing: .milliseconds(5),
            message: EchoMessage(family: family, identifier: 9, cookie: 77, size: 56)
        )
        let result = await round.run(on: socket, within: .seconds(5))
        #expect(result.answers.count == 2)
        #expect(result.failures.isEmpty)
    }

    /// An address of a link nobody answers on: the neighbour cannot be found, and the kernel says so in the end.
    @Test(arguments: ["192.0.2.9", "fd00::9"])
    func silenceIsALoss(host: String) async throws {
        let namespace = try await NetworkNamespace()
        try await namespace.run("ip", "link", "add", "here", "type", "veth", "peer", "there")
        try await namespace.run("ip", "address", "add", "192.0.2.1/24", "dev", "here")
        try await namespace.run("ip", "address", "add", "fd00::1/64", "dev", "here", "nodad")
        try await namespace.run("ip", "link", "set", "here", "up")
        try await namespace.run("ip", "link", "set", "there", "up")
        let socket = try await namespace.inside {
            try EchoSocket(to: try SocketAddress.lookUp(host, port: 0, .numeric).get()[0], from: nil)
        }
        let family = host.contains(":") ? AF_INET6 : AF_INET
        let round = EchoRound(
            count: 2,
            spacing: .milliseconds(5),
            message: EchoMessage(family: family, identifier: 9, cookie: 77, size: 56)
        )
        let result = await round.run(on: socket, within: .milliseconds(300))
        #expect(result.answers.isEmpty)
        #expect(result.loss == 100)
    }

    @Test func withoutARouteTheHostIsUnreachable() async throws {
        let namespace = try await NetworkNamespace()
        let number = try await namespace.inside {
            do {
                _ = try EchoSocket(to: try SocketAddress.lookUp("192.0.2.9", port: 0, .numeric).get()[0], from: nil)
                return Int32(0)
            } catch let failure as EchoSocket.Failure {
                return failure.number
            }
        }
        #expect(number == ENETUNREACH)
        // A router that says no: a prohibited route answers with an error of its own.
        try await namespace.run("ip", "route", "add", "unreachable", "198.51.100.0/24")
        let refused = try await namespace.inside {
            do {
                _ = try EchoSocket(to: try SocketAddress.lookUp("198.51.100.9", port: 0, .numeric).get()[0], from: nil)
                return Int32(0)
            } catch let failure as EchoSocket.Failure {
                return failure.number
            }
        }
        #expect(refused == EHOSTUNREACH)
    }

    @Test func anUnreachableHostIsNamed() {
        let expectation = try? PingExpectation(WrittenCheck<PingCheck>("h").definition())
        let outcome = expectation?.outcome(
            of: EchoRound.Result(times: [nil, nil], failures: [EHOSTUNREACH, EHOSTUNREACH]),
            from: "h"
        )
        #expect(outcome?.reason == .pingUnreachable)
        #expect(outcome?.summary == "no way to h: No route to host")
        let barred = expectation?.outcome(
            of: EchoRound.Result(times: [nil], failures: [EPERM]),
            from: "h"
        )
        #expect(barred?.status == .unknown)
        #expect(barred?.reason == .pingPermission)
    }

    @Test func aForeignSourceIsThisMachinesTrouble() async throws {
        #expect(try await self.run("127.0.0.1", [("source", "127.0.0.7")]).status == .pass)
        let outcome = try await self.run("127.0.0.1", [("source", "192.0.2.77")])
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .pingUnreachable)
        let mixed = try await self.run("127.0.0.1", [("source", "::1")])
        #expect(mixed.reason == .dnsFailed)
    }

    @Test func aNameWithoutAddressIsUnknown() async throws {
        let outcome = try await self.run("no-such-host.invalid")
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .dnsFailed)
    }

    @Test func whatCannotBeInTimeIsRefused() {
        #expect(
            throws: CheckSetupError(
                """
                check test: 100 echo requests 100 ms apart take 9.9 s, and the timeout is 5 s: lengthen the timeout, \
                or lower count or echo_interval
                """
            )
        ) { try WrittenCheck<PingCheck>("h", ("count", "100")).make() }
        #expect(
            throws: CheckSetupError("check test: warn_rtt 200 ms must be less than max_rtt 100 ms, or it never warns")
        ) { try WrittenCheck<PingCheck>("h", ("warn_rtt", "0.2"), ("max_rtt", "0.1")).make() }
    }
}
