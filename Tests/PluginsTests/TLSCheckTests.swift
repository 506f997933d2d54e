import Checks
import Testing

/// TLS as `http` and `tcp` checks see it, against OpenSSL's server: every way to fail has a reason of its own.
@Suite(.serialized) struct TLSCheckTests {
    private func http(_ server: TLSServer, _ options: [String: [String]]) async throws -> CheckOutcome {
        try await Words("http", "https://127.0.0.1:\(server.port)/", options: options).run()
    }

    private func tcp(_ server: TLSServer, _ options: [String: [String]]) async throws -> CheckOutcome {
        try await Words(
            "tcp",
            "127.0.0.1:\(server.port)",
            options: options.merging(["tls": ["on"]]) { $1 }
        ).run()
    }

    /// By both plugins.
    private func reasons(_ server: TLSServer, _ options: [String: [String]]) async throws -> [ReasonCode] {
        [try await self.http(server, options).reason, try await self.tcp(server, options).reason]
    }

    @Test func certificatesAreLookedAt() async throws {
        let authority = try TLSServer.Authority()
        let trusted = ["ca_file": [authority.authorities]]

        let web = try await TLSServer(authority, "web", "-www")
        #expect(try await self.reasons(web, trusted) == [.ok, .ok])
        #expect(try await self.reasons(web, [:]) == [.tlsUntrusted, .tlsUntrusted])
        #expect(try await self.reasons(web, ["verify": ["off"]]) == [.ok, .ok])
        #expect(try await self.reasons(web, trusted.merging(["sni": ["web.test"]]) { $1 }) == [.ok, .ok])
        #expect(
            try await self.reasons(web, trusted.merging(["sni": ["other.test"]]) { $1 }) == [.tlsName, .tlsName]
        )

        let other = try await TLSServer(authority, "other", "-www")
        let misnamed = try await self.http(other, trusted)
        #expect(misnamed.reason == .tlsName)
        #expect(misnamed.summary.contains("is not for 127.0.0.1; sni sets the name"))
        #expect(misnamed.assertions.map(\.status) == [.pass, .fail, .unknown])
        #expect(try await self.reasons(other, trusted.merging(["sni": ["other.test"]]) { $1 }) == [.ok, .ok])

        let own = try await TLSServer(authority, "self", "-www")
        #expect(try await self.reasons(own, trusted) == [.tlsUntrusted, .tlsUntrusted])

        let expired = try await TLSServer(authority, "expired", "-www")
        #expect(try await self.reasons(expired, trusted) == [.tlsExpired, .tlsExpired])
        let unverified = ["verify": ["off"], "certificate_fail_days": ["1"]]
        #expect(try await self.reasons(expired, unverified) == [.tlsExpired, .tlsExpired])
    }

    @Test func daysAreCounted() async throws {
        let authority = try TLSServer.Authority()
        let server = try await TLSServer(authority, "web", "-www")
        for (options, status, reason) in [
            (["certificate_warn_days": ["19"]], .pass, .ok),
            (["certificate_warn_days": ["21"]], .warn, .tlsExpiring),
            (["certificate_fail_days": ["21"]], .fail, .tlsExpiring),
            (["certificate_fail_days": ["19"], "certificate_warn_days": ["21"]], .warn, .tlsExpiring),
        ] as [([String: [String]], CheckStatus, ReasonCode)] {
            let asked = options.merging(["ca_file": [authority.authorities]]) { $1 }
            for outcome in [try await self.http(server, asked), try await self.tcp(server, asked)] {
                #expect(outcome.status == status)
                #expect(outcome.reason == reason)
                let days = try #require(outcome.measurements.first { $0.name == "certificate_days" })
                #expect((19...20).contains(days.value))
            }
        }
    }

    @Test func versionsAndClientCertificatesAreAskedFor() async throws {
        let authority = try TLSServer.Authority()
        let trusted = ["ca_file": [authority.authorities]]
        let old = try await TLSServer(authority, "web", "-www", "-tls1_2")
        #expect(try await self.reasons(old, trusted) == [.ok, .ok])
        #expect(
            try await self.reasons(old, trusted.merging(["min_tls": ["1.3"]]) { $1 }) == [.tlsVersion, .tlsVersion]
        )

        let strict = try await TLSServer(
            authority,
            "web",
            "-www",
            "-CAfile",
            "ca.pem",
            "-Verify",
            "1",
            "-verify_return_error"
        )
        let refused = try await self.http(strict, trusted)
        #expect(refused.reason == .tlsFailed)
        #expect(refused.summary.contains("wants a client_certificate"))
        let shown = trusted.merging([
            "client_certificate": [authority.path("client.pem")], "client_key": [authority.path("client.key")],
        ]) { $1 }
        #expect(try await self.http(strict, shown).status == .pass)
        let missing = trusted.merging(["client_certificate": ["/nowhere.pem"]]) { $1 }
        for outcome in [try await self.http(strict, missing), try await self.tcp(strict, missing)] {
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == .tlsFailed)
            #expect(outcome.summary.contains("/nowhere.pem"))
        }
        let nobody = try await self.http(strict, ["ca_file": ["/nowhere.pem"]])
        #expect(nobody.status == .unknown)
        #expect(nobody.summary.contains("ca_file"))
    }

    @Test func conversationsGoThroughTLS() async throws {
        let authority = try TLSServer.Authority()
        let server = try await TLSServer(authority, "web", "-rev")
        func run(_ expected: String, timeout: Duration) async throws -> CheckOutcome {
            try await Words(
                "tcp",
                "127.0.0.1:\(server.port)",
                options: ["tls": [], "ca_file": [authority.authorities]],
                repeated: [["send", "hello\\n"], ["expect", expected], ["send", "abc\\n"], ["expect", "cba\\n"]]
            ).run(timeout: timeout)
        }
        let good = try await run("olleh\\n", timeout: .seconds(10))
        #expect(good.status == .pass)
        #expect(good.measurements.map(\.name) == ["dns", "connect", "tls", "total"])
        #expect(good.assertions.map(\.name) == ["connect", "verify", "expect", "expect"])
        let bad = try await run("hello", timeout: .milliseconds(500))
        #expect(bad.reason == .tcpAnswer)
        #expect(bad.summary.contains("expected 'hello', got 'olleh\\n' and no more"))
        // And again, with handles that have been used before.
        for _ in 0..<20 { #expect(try await run("olleh\\n", timeout: .seconds(10)).status == .pass) }
    }

    @Test func aHandshakeThatNeverEndsIsCutOff() async throws {
        let server = try LocalServer(.mute)
        let outcome = try await Words("tcp", "127.0.0.1:\(server.port)", options: ["tls": []])
            .run(timeout: .milliseconds(300))
        #expect(outcome.reason == .tlsFailed)
        #expect(outcome.assertions.map(\.status) == [.pass, .fail])
        let plain = try LocalServer(.answering("220 no TLS here\r\n"))
        let wrong = try await Words("tcp", "127.0.0.1:\(plain.port)", options: ["tls": []]).run()
        #expect(wrong.reason == .tlsFailed)
    }

    @Test func startTLSAsksForItFirst() async throws {
        let refusing = try ScriptedServer([.text("220 mail\r\n"), .hear("STARTTLS"), .text("502 no\r\n"), .wait])
        let noOffer = try ScriptedServer([
            .text("220 mail\r\n"), .hear("EHLO"), .text("250-mail\r\n250 SIZE 1\r\n"), .hear("STARTTLS\r\n"),
            .text("454 TLS not available\r\n"), .wait,
        ])
        for server in [refusing, noOffer] {
            let outcome = try await Words("tcp", "127.0.0.1:\(server.port)", options: ["starttls": ["smtp"]])
                .run(timeout: .milliseconds(800))
            #expect(outcome.status == .fail)
            #expect([.tcpAnswer, .tcpTimeout].contains(outcome.reason))
        }
        let postgres = try ScriptedServer([.take(8), .text("N"), .wait])
        let outcome = try await Words("tcp", "127.0.0.1:\(postgres.port)", options: ["starttls": ["postgres"]]).run()
        #expect(outcome.reason == .tcpAnswer)
        #expect(outcome.summary.contains("expected 'S', got 'N'"))
    }
}
