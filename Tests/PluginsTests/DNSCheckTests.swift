import Checks
import Testing

@testable import Plugins

@Suite struct DNSCheckTests {
    private func run(
        _ server: FakeNameServer,
        _ options: (String, String)...,
        name: String = "www.example.org",
        timeout: Duration = .seconds(10)
    ) async throws -> CheckOutcome {
        var written = WrittenCheck<DNSCheck>(name, ("server", "127.0.0.1:\(server.port)"))
        written.options += options.map { ($0, [$1]) }
        return try await written.run(timeout: timeout)
    }

    @Test func anAnswerPasses() async throws {
        let server = try FakeNameServer { query, _, _ in
            [FakeNameServer.answer(to: query, .a, [[192, 0, 2, 1], [192, 0, 2, 2]])]
        }
        let outcome = try await self.run(server, ("expect_answer", "^192[.]0[.]2[.]2$"), ("refuse_answer", "^10[.]"))
        #expect(outcome.status == .pass)
        #expect(
            outcome.summary
                == "127.0.0.1:\(server.port) answers for www.example.org. A: 192.0.2.1, 192.0.2.2"
        )
        #expect(outcome.measurements.map(\.name) == ["answers", "time", "tries"])
        #expect(outcome.measurements.map(\.value)[0] == 2)
        #expect(
            outcome.assertions == [
                CheckOutcome.Assertion("answer", expected: "an answer", got: "an answer over UDP", .pass),
                CheckOutcome.Assertion("expect_rcode", expected: "NOERROR", got: "NOERROR", .pass),
                CheckOutcome.Assertion("min_answers", expected: "at least 1", got: "2", .pass),
                CheckOutcome.Assertion("expect_answer", expected: "/^192[.]0[.]2[.]2$/", got: "192.0.2.2", .pass),
                CheckOutcome.Assertion("refuse_answer", expected: "no /^10[.]/", got: "no match", .pass),
            ]
        )
    }

    @Test(arguments: [
        ([("expect_answer", "^10[.]")], CheckStatus.fail, ReasonCode.dnsAnswer),
        ([("refuse_answer", "^192[.]")], .fail, .dnsAnswer),
        ([("min_answers", "2")], .fail, .dnsAnswer),
        ([("min_answers", "1")], .pass, .ok),
        ([("expect_rcode", "NXDOMAIN")], .fail, .dnsCode),
        ([("type", "AAAA")], .fail, .dnsAnswer),
        ([("type", "AAAA"), ("min_answers", "0")], .pass, .ok),
    ])
    func answersAreJudged(options: [(String, String)], status: CheckStatus, reason: ReasonCode) async throws {
        let server = try FakeNameServer { query, _, _ in [FakeNameServer.answer(to: query, .a, [[192, 0, 2, 1]])] }
        var written = WrittenCheck<DNSCheck>("www.example.org", ("server", "127.0.0.1:\(server.port)"))
        written.options += options.map { ($0, [$1]) }
        let outcome = try await written.run()
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
    }

    @Test(arguments: [(UInt8(2), "SERVFAIL"), (3, "NXDOMAIN"), (5, "REFUSED"), (11, "code 11")])
    func codesAreJudged(code: UInt8, name: String) async throws {
        let server = try FakeNameServer { query, _, _ in [FakeNameServer.answer(to: query, code: code)] }
        let outcome = try await self.run(server)
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .dnsCode)
        #expect(
            outcome.summary
                == "127.0.0.1:\(server.port) answers \(name) for www.example.org. A, expected NOERROR"
        )
        if code < 11 {
            #expect(try await self.run(server, ("expect_rcode", name)).status == .pass)
        }
    }

    @Test func aCutAnswerIsAskedForOverTCP() async throws {
        let server = try FakeNameServer { query, _, overTCP in
            overTCP
                ? [FakeNameServer.answer(to: query, .a, (0..<100).map { [192, 0, 2, UInt8($0)] })]
                : [FakeNameServer.answer(to: query, isCut: true)]
        }
        let outcome = try await self.run(server, ("min_answers", "100"))
        #expect(outcome.status == .pass)
        #expect(outcome.assertions.first?.got == "an answer over TCP")
        let direct = try await self.run(server, ("transport", "tcp"), ("min_answers", "100"))
        #expect(direct.status == .pass)
    }

    @Test func aLostAnswerIsAskedForAgain() async throws {
        let server = try FakeNameServer { query, number, _ in
            number == 1 ? [] : [FakeNameServer.answer(to: query, .a, [[192, 0, 2, 1]])]
        }
        let outcome = try await self.run(server, timeout: .seconds(6))
        #expect(outcome.status == .pass)
        #expect(outcome.measurements.last?.value == 2)
    }

    @Test func silenceTimesOut() async throws {
        let server = try FakeNameServer { _, _, _ in [] }
        let outcome = try await self.run(server, ("tries", "3"), timeout: .seconds(3))
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .dnsTimeout)
        #expect(outcome.summary.hasSuffix("(asked 3 times)"))
        #expect(outcome.assertions.map(\.status) == [.fail, .unknown])
        #expect(server.queries == 3)
        let overTCP = try await self.run(server, ("transport", "tcp"), timeout: .milliseconds(300))
        #expect(overTCP.reason == .dnsMalformed)
    }

    @Test func foreignAnswersAreNotTaken() async throws {
        let server = try FakeNameServer { query, _, _ in
            var otherIdentifier = FakeNameServer.answer(to: query, .a, [[10, 0, 0, 1]])
            otherIdentifier[0] ^= 1
            var otherQuestion = FakeNameServer.answer(to: query, .a, [[10, 0, 0, 2]])
            otherQuestion[13] ^= 1
            return [
                otherIdentifier, otherQuestion, query, [1], FakeNameServer.answer(to: query, .a, [[192, 0, 2, 1]]),
            ]
        }
        let outcome = try await self.run(server, ("expect_answer", "^192[.]0[.]2[.]1$"))
        #expect(outcome.status == .pass)
        #expect(outcome.measurements.first?.value == 1)
    }

    @Test func aBrokenAnswerIsMalformed() async throws {
        let server = try FakeNameServer { query, _, _ in
            [FakeNameServer.answer(to: query, .a, [[192, 0, 2]])]
        }
        let outcome = try await self.run(server)
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .dnsMalformed)
        #expect(outcome.summary == "the answer of 127.0.0.1:\(server.port) holds a record A of a wrong length")
    }

    @Test(arguments: ["udp", "tcp"])
    func nobodyListens(transport: String) async throws {
        let port = try LocalServer.closedPort()
        let written = WrittenCheck<DNSCheck>(
            "www.example.org",
            ("server", "127.0.0.1:\(port)"),
            ("transport", transport)
        )
        let outcome = try await written.run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .dnsUnreachable)
        #expect(outcome.summary == "nobody listens at 127.0.0.1:\(port): Connection refused")
    }

    @Test func aServerWithoutAddressIsUnknown() async throws {
        let outcome = try await WrittenCheck<DNSCheck>("a.org", ("server", "no-such-host.invalid")).run()
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .dnsFailed)
    }

    @Test func addressesAreReversedForTheirNames() async throws {
        let server = try FakeNameServer { query, _, _ in
            let isReversed = query.dropFirst(12).starts(with: [1, 0x31, 1, 0x32, 1, 0x30, 3] + Array("192".utf8))
            return [FakeNameServer.answer(to: query, code: isReversed ? 0 : 3, .ptr, [[1, 0x61, 0]])]
        }
        let outcome = try await self.run(server, ("type", "PTR"), ("expect_answer", "^a[.]$"), name: "192.0.2.1")
        #expect(outcome.status == .pass)
    }

    @Test func namesAreChecked() {
        #expect(throws: CheckSetupError.self) { try WrittenCheck<DNSCheck>("a..b").make() }
        #expect(throws: OptionError.self) { try WrittenCheck<DNSCheck>("a", ("type", "ANY")).make() }
        #expect(throws: OptionError.self) { try WrittenCheck<DNSCheck>("a", ("server", "a b")).make() }
    }
}
