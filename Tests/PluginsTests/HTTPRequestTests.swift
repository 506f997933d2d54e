import Checks
import Glibc
import Testing

/// What an http check sends, where, and by which way.
@Suite struct HTTPRequestTests {
    private static func ok() throws -> LocalServer { try LocalServer(LocalServer.answer("200 OK")) }

    @Test func bodiesAndMethodsAreSent() async throws {
        let server = try Self.ok()
        let url = "http://127.0.0.1:\(server.port)/"
        _ = try await Words("http", url, options: ["body": ["{\\\"a\\\":1}\\n"]]).run()
        let post = try #require(server.requests.last)
        #expect(post.hasPrefix("POST / HTTP/1.1\r\n"))
        #expect(post.hasSuffix("\r\n\r\n{\"a\":1}\n"))
        #expect(post.contains("\r\nContent-Length: 8\r\n"))
        #expect(!post.lowercased().contains("content-type"))
        _ = try await Words(
            "http",
            url,
            options: ["body": ["x"], "method": ["PUT"]],
            repeated: [["header", "Content-Type", "text/plain"], ["header", "X-Empty", ""]]
        ).run()
        let put = try #require(server.requests.last)
        #expect(put.hasPrefix("PUT / HTTP/1.1\r\n"))
        #expect(put.contains("\r\nContent-Type: text/plain\r\n"))
        #expect(put.contains("\r\nX-Empty:\r\n"))
        _ = try await Words("http", url, options: ["method": ["OPTIONS"]]).run()
        #expect(server.requests.last?.hasPrefix("OPTIONS / ") == true)

        let directory = try TemporaryDirectory()
        let path = try directory.write("body", "first")
        let check = try Words("http", url, options: ["body_file": [path]]).check()
        _ = await check.run(timeout: .seconds(5))
        #expect(server.requests.last?.hasSuffix("\r\n\r\nfirst") == true)
        try directory.write("body", "second")
        _ = await check.run(timeout: .seconds(5))
        #expect(server.requests.last?.hasSuffix("\r\n\r\nsecond") == true)
    }

    @Test func credentialsAreReadForEveryRunAndNeverShown() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("basic", "user:pa:ss word\n", mode: 0o600)
        // It tells what it was told.
        let server = try LocalServer(LocalServer.answer("401 No", body: "dXNlcjpwYTpzcyB3b3Jk pa:ss word"))
        let url = "http://127.0.0.1:\(server.port)/"
        let check = try Words(
            "http",
            url,
            options: ["basic_auth_file": [path]],
            repeated: [["expect_body", "x"], ["header", "X-Key", "topsecret"]]
        ).check()
        let outcome = await check.run(timeout: .seconds(5))
        #expect(outcome.reason == .httpStatus)
        #expect(server.requests.last?.contains("\r\nAuthorization: Basic dXNlcjpwYTpzcyB3b3Jk\r\n") == true)
        #expect(check.secrets.contains("topsecret"))
        #expect(
            OutcomeSanitizer.masked("dXNlcjpwYTpzcyB3b3Jk pa:ss word topsecret", secrets: check.secrets)
                == "*** *** ***"
        )

        let token = try directory.write("token", "one\n", mode: 0o644)
        let bearer = try Words("http", url, options: ["bearer_file": [token], "expect_status": ["401"]]).check()
        let exposed = await bearer.run(timeout: .seconds(5))
        #expect(exposed.status == .warn)
        #expect(exposed.reason == .fileExposed)
        #expect(server.requests.last?.contains("\r\nAuthorization: Bearer one\r\n") == true)
        try directory.write("token", "two\n", mode: 0o600)
        #expect(await bearer.run(timeout: .seconds(5)).status == .pass)
        #expect(server.requests.last?.contains("\r\nAuthorization: Bearer two\r\n") == true)

        for (name, text, reason) in [("none", nil, .fileMissing), ("empty", "", .fileContent)]
            as [(String, String?, ReasonCode)]
        {
            if let text { try directory.write(name, text, mode: 0o600) }
            let words = Words("http", url, options: ["bearer_file": ["\(directory.path)/\(name)"]])
            let outcome = try await words.run()
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == reason)
        }
    }

    @Test func redirectsStayOnTheServer() async throws {
        // The answer to everything: elsewhere on this server, for ever.
        let server = try LocalServer(LocalServer.answer("302 Found", headers: "Location: /next\r\n"))
        let url = "http://127.0.0.1:\(server.port)/"
        let endless = try await Words("http", url, options: ["follow_redirects": ["3"]]).run()
        #expect(endless.status == .fail)
        #expect(endless.reason == .httpRedirect)
        #expect(server.requests.count == 4)
        #expect(server.requests.last?.hasPrefix("GET /next ") == true)

        let good = try LocalServer(LocalServer.answer("200 OK"))
        let away = try LocalServer(
            LocalServer.answer("301 Moved", headers: "Location: http://127.0.0.1:\(good.port)/\r\n")
        )
        let elsewhere = try await Words(
            "http",
            "http://127.0.0.1:\(away.port)/",
            options: ["follow_redirects": ["3"]]
        ).run()
        #expect(elsewhere.reason == .httpRedirect)
        #expect(elsewhere.summary == "redirected to http://127.0.0.1:\(good.port)/, which is not this server")
        #expect(good.requests.isEmpty)
        let judged = try await Words(
            "http",
            "http://127.0.0.1:\(away.port)/",
            options: ["expect_status": ["301"]]
        ).run()
        #expect(judged.status == .pass)
    }

    @Test func aProxyIsUsedWhereItIsAskedFor() async throws {
        let proxy = try LocalServer(LocalServer.answer("200 OK"))
        let plain = Words(
            "http",
            "http://server.invalid/x",
            options: ["proxy": ["http://127.0.0.1:\(proxy.port)"]]
        )
        #expect(try await plain.run().status == .pass)
        #expect(proxy.requests.last?.hasPrefix("GET http://server.invalid/x HTTP/1.1\r\n") == true)

        let refusing = try LocalServer(LocalServer.answer("407 No"))
        let tunnel = try await Words(
            "http",
            "https://server.invalid/",
            options: ["proxy": ["http://127.0.0.1:\(refusing.port)"]]
        ).run()
        #expect(tunnel.reason == .proxyFailed)
        #expect(tunnel.summary == "the proxy answered 407 to the request for a tunnel")
        #expect(refusing.requests.last?.hasPrefix("CONNECT server.invalid:443 ") == true)

        let gone = try await Words(
            "http",
            "http://server.invalid/",
            options: ["proxy": ["http://127.0.0.1:\(try LocalServer.closedPort())"]]
        ).run()
        #expect(gone.reason == .proxyFailed)
    }

    @Test func aProxyHeaderStandsInFront() async throws {
        let server = try Self.ok()
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await Words("http", url, options: ["proxy_protocol": ["v1"]]).run().status == .pass)
        #expect(server.requests.last?.hasPrefix("PROXY TCP4 127.0.0.1 127.0.0.1 ") == true)
    }

    @Test func theSourceIsChosen() async throws {
        let server = try Self.ok()
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await Words("http", url, options: ["source": ["127.0.0.7"]]).run().status == .pass)
        #expect(try await Words("http", url, options: ["interface": ["lo"]]).run().status == .pass)
        let foreign = try await Words("http", url, options: ["source": ["192.0.2.1"]]).run()
        #expect(foreign.status == .unknown)
        #expect(foreign.reason == .tcpError)
    }

    @Test func oneAddressIsTriedOnce() async throws {
        let server = try ScriptedServer([.wait], family: AF_INET6)
        // The name's IPv6 address would answer; its IPv4 address is the one asked for.
        let outcome = try await Words(
            "http",
            "http://localhost:\(server.port)/",
            options: ["family": ["ipv4"]]
        ).run()
        #expect(outcome.reason == .tcpRefused)
        #expect(outcome.summary == "localhost:\(server.port) (127.0.0.1:\(server.port)) refused the connection")
        #expect(server.conversations.isEmpty)
    }

    @Test func whatCannotBeMeantIsRefused() throws {
        for (options, lines, words) in [
            (["sni": ["a.example"]], [], "sni means nothing without TLS"),
            (["method": ["GET"], "body": ["x"]], [], "a GET request has no body"),
            (["method": ["HEAD"]], [["json", "/a", "exists"]], "an answer to HEAD has no body"),
            (["unix_socket": ["/s"], "proxy": ["http://p:1"]], [], "unix_socket and proxy exclude one another"),
            (["proxy": ["https://p:1"]], [], "expected an http:// proxy"),
            (["proxy_auth_file": ["/f"]], [], "proxy_auth_file needs a proxy"),
            ([:], [["header", "Host", "x"]], "use the option host"),
            ([:], [["header", "X Y", "x"]], "found the name 'X Y'"),
            ([:], [["header", "X", "a\r\nY: b"]], "expected one line, found control characters"),
            ([:], [["expect_header", "X", "a", "b"]], "expected NAME, NAME REGEX or NAME REGEX allow_missing"),
        ] as [([String: [String]], [[String]], String)] {
            let error = #expect(throws: CheckSetupError.self) {
                try Words("http", "http://127.0.0.1/", options: options, repeated: lines).check()
            }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }
}
