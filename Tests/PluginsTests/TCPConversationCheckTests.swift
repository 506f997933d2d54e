import Checks
import Glibc
import Testing

/// Conversations over real sockets.
@Suite struct TCPConversationCheckTests {
    @Test func stepsAreCarriedOutInTheOrderTheyAreWritten() async throws {
        let server = try ScriptedServer([
            .text("220 mail\r\n"), .hear("EHLO me\r\n"), .text("250-mail\r\n250 SIZE\r\n"), .hear("\u{01}\u{02}"),
            .say([0xca, 0xfe]), .wait,
        ])
        let words = Words(
            "tcp",
            "127.0.0.1:\(server.port)",
            repeated: [
                ["expect_regex", "^220 "], ["send", "EHLO me\\r\\n"], ["expect", "250 SIZE\\r\\n"],
                ["send_hex", "01", "02"], ["expect_hex", "cafe"],
            ]
        )
        let outcome = try await words.run()
        #expect(outcome.status == .pass)
        #expect(outcome.measurements.map(\.name) == ["dns", "connect", "total"])
        #expect(outcome.assertions.map(\.name) == ["connect", "expect_regex", "expect", "expect"])
        #expect(
            outcome.assertions.map(\.got) == [
                "connected", "220 mail\\r\\n", "250-mail\\r\\n250 SIZE\\r\\n", "\\xca\\xfe",
            ]
        )
        #expect(try await eventually { server.conversations == [Array("EHLO me\r\n\u{01}\u{02}".utf8)] })
    }

    @Test func silenceClosingAndWrongAnswersAreToldApart() async throws {
        struct Case {
            var steps: [ScriptedServer.Step]
            var reason: ReasonCode
            var words: String
        }
        for example in [
            Case(steps: [.wait], reason: .tcpTimeout, words: "nothing came within"),
            Case(steps: [.hear("PING")], reason: .tcpClosed, words: "closed the connection; expected '+PONG'"),
            Case(steps: [.hear("PING"), .reset], reason: .tcpClosed, words: "broke the connection"),
            Case(
                steps: [.hear("PING"), .text("-LOADING"), .wait],
                reason: .tcpAnswer,
                words: "got '-LOADING' and no more"
            ),
            Case(steps: [.hear("PING"), .text("HTTP/1.1 400\r\n")], reason: .tcpAnswer, words: "and the end of the"),
            Case(
                steps: [.hear("PING"), .say([UInt8](repeating: 0x78, count: 70_000)), .wait],
                reason: .tcpAnswer,
                words: "no '+PONG' in 64 KiB"
            ),
        ] {
            let server = try ScriptedServer(example.steps)
            let words = Words(
                "tcp",
                "127.0.0.1:\(server.port)",
                repeated: [["send", "PING\\r\\n"], ["expect", "+PONG"], ["expect", "more"]]
            )
            let outcome = try await words.run(timeout: .milliseconds(400))
            #expect(outcome.status == .fail, "\(example.words)")
            #expect(outcome.reason == example.reason, "\(example.words)")
            #expect(outcome.summary.contains(example.words), "\(outcome.summary)")
            #expect(outcome.assertions.map(\.status) == [.pass, .fail, .unknown])
        }
    }

    @Test func aRefusalDoesNotWaitForTheTimeout() async throws {
        let server = try ScriptedServer([.text("-NOAUTH Authentication required.\r\n"), .wait])
        let words = Words("tcp", "127.0.0.1:\(server.port)", repeated: [["refuse", "-"], ["expect", "+PONG"]])
        let outcome = try await words.run(timeout: .seconds(3600))
        #expect(outcome.reason == .tcpAnswer)
        #expect(outcome.summary.contains("expected '+PONG', got '-NOAUTH Authentication required."))
    }

    @Test func noConnectionIsEndedByAReset() async throws {
        // A banner that nobody reads would make the kernel answer the close with one.
        let server = try ScriptedServer([.text("SSH-2.0-server\r\n"), .wait])
        for _ in 0..<5 {
            let words = Words("tcp", "127.0.0.1:\(server.port)", repeated: [["expect", "SSH"]])
            #expect(try await words.run().status == .pass)
        }
        #expect(try await eventually { server.conversations.count == 5 })
        #expect(server.resetCount == 0)
    }

    @Test func aSecretIsSentFromAFileAndNotShown() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("auth", "AUTH hunter22\r\n", mode: 0o600)
        let server = try ScriptedServer([.hear("\n"), .text("-ERR hunter22 is wrong\r\n"), .wait])
        let words = Words(
            "tcp",
            "127.0.0.1:\(server.port)",
            repeated: [["refuse", "-"], ["send_file", path], ["expect", "+OK"]]
        )
        let check = try words.check()
        let outcome = await check.run(timeout: .seconds(5))
        #expect(outcome.reason == .tcpAnswer)
        #expect(check.secrets.contains("hunter22"))
        #expect(!OutcomeSanitizer.masked(outcome, secrets: check.secrets).summary.contains("hunter22"))
        #expect(try await eventually { server.conversations == [Array("AUTH hunter22\r\n".utf8)] })

        chmod(path, 0o644)
        let open = try ScriptedServer([.hear("\n"), .text("+OK\r\n"), .wait])
        let exposed = Words("tcp", "127.0.0.1:\(open.port)", repeated: [["send_file", path], ["expect", "+OK"]])
        let warning = try await exposed.run()
        #expect(warning.status == .warn)
        #expect(warning.reason == .fileExposed)
        #expect(warning.summary.contains("chmod o-rwx \(path)"))

        let missing = Words(
            "tcp",
            "127.0.0.1:\(open.port)",
            repeated: [["send_file", "\(path).none"], ["expect", "+OK"]]
        )
        let unknown = try await missing.run()
        #expect(unknown.status == .unknown)
        #expect(unknown.reason == .fileMissing)
        #expect(unknown.assertions.last?.status == .unknown)
    }

    @Test func aFamilyIsKeptTo() async throws {
        let server = try ScriptedServer([.wait], family: AF_INET6)
        let one = try await Words("tcp", "localhost:\(server.port)", options: ["family": ["ipv4"]]).run()
        #expect(one.reason == .tcpRefused)
        let figures = try await Words("tcp", "[::1]:\(server.port)", options: ["family": ["ipv6"]]).run()
        #expect(figures.status == .pass)
        let wrong = try await Words("tcp", "[::1]:\(server.port)", options: ["family": ["ipv4"]]).run()
        #expect(wrong.status == .unknown)
        #expect(wrong.reason == .dnsFailed)
    }

    @Test func whatCannotBeMeantIsRefused() throws {
        for (options, words) in [
            (["sni": ["a.example"]], "sni means nothing without TLS"),
            (["client_key": ["/k"], "tls": []], "client_key needs the certificate"),
            (["starttls": ["smtp"], "tls": ["on"]], "starttls and tls on exclude one another"),
            (["source": ["127.0.0.1"], "interface": ["lo"]], "source and interface exclude one another"),
            (["verify": ["off"], "ca_file": ["/c"], "tls": []], "ca_file and verify off exclude one another"),
            (
                ["certificate_warn_days": ["7"], "certificate_fail_days": ["7"], "tls": []],
                "never warns before certificate_fail_days 7"
            ),
        ] as [([String: [String]], String)] {
            let error = #expect(throws: CheckSetupError.self) {
                try Words("tcp", "127.0.0.1:1", options: options).check()
            }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }
}
