import Checks
import Glibc
import Testing

/// Calls over real sockets, to servers that say HTTP/2 byte by byte.
@Suite struct GRPCCheckTests {
    /// Type, flags and payload of a frame on stream 1, or 0 for settings (RFC 9113, section 4.1).
    private static func frame(_ type: UInt8, flags: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let stream: UInt8 = type == 4 ? 0 : 1
        let head: [UInt8] = [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xff), type, flags, 0, 0, 0, stream]
        return head + payload
    }

    /// Literal header fields that are not to be indexed (RFC 7541, section 6.2.2).
    private static func fields(_ fields: [(String, String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += [0, UInt8(name.utf8.count)]
            bytes += Array(name.utf8)
            bytes.append(UInt8(value.utf8.count))
            bytes += Array(value.utf8)
        }
        return bytes
    }

    /// A whole answer: settings, header, message, trailer.
    private static func answer(
        _ message: [UInt8],
        status: String = "200",
        type: String = "application/grpc+proto",
        trailer: [(String, String)] = [("grpc-status", "0")]
    ) -> [UInt8] {
        let header = Self.fields([(":status", status), ("content-type", type)])
        let frames: [[UInt8]] = [
            Self.frame(4, flags: 0, []), Self.frame(1, flags: 0x4, header), Self.frame(0, flags: 0, message),
            Self.frame(1, flags: 0x5, Self.fields(trailer)),
        ]
        return Array(frames.joined())
    }

    private static func server(_ answer: [UInt8]) throws -> ScriptedServer {
        // The frame of the question ends with the message, which is the name of the service.
        try ScriptedServer([.hear("shop.Orders"), .say(answer), .wait])
    }

    private static func run(_ server: ScriptedServer, timeout: Duration = .seconds(5)) async throws -> CheckOutcome {
        try await Words("grpc", "127.0.0.1:\(server.port)", options: ["service": ["shop.Orders"]]).run(timeout: timeout)
    }

    @Test func servingPasses() async throws {
        let server = try Self.server(Self.answer([0, 0, 0, 0, 2, 8, 1]))
        for _ in 0..<10 {
            let outcome = try await Self.run(server)
            #expect(outcome.status == .pass, "\(outcome.summary)")
            #expect(outcome.reason == .ok)
            #expect(outcome.assertions.map(\.name) == ["connect", "status"])
        }
        #expect(try await eventually { server.conversations.count == 10 })
        let heard = try #require(server.conversations.first)
        #expect(heard.starts(with: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8))
    }

    struct Case: Sendable {
        var answer: [UInt8]
        var reason: ReasonCode
        var words: String
    }

    @Test(arguments: [
        Case(answer: answer([0, 0, 0, 0, 2, 8, 2]), reason: .grpcStatus, words: "NOT_SERVING, expected SERVING"),
        Case(answer: answer([0, 0, 0, 0, 0]), reason: .grpcStatus, words: "UNKNOWN, expected SERVING"),
        Case(
            answer: answer([], trailer: [("grpc-status", "5"), ("grpc-message", "no such thing")]),
            reason: .grpcStatus,
            words: "the server does not know the service 'shop.Orders': no such thing"
        ),
        Case(
            answer: answer([], trailer: [("grpc-status", "12")]),
            reason: .grpcStatus,
            words: "the server has no health service"
        ),
        Case(answer: answer([0, 0, 0, 0, 9, 8, 1]), reason: .grpcProtocol, words: "it ends too soon"),
        Case(answer: answer([1, 0, 0, 0, 2, 8, 1]), reason: .grpcProtocol, words: "compressed"),
        Case(answer: answer([0, 0, 0, 0, 2, 8, 1], status: "503"), reason: .grpcProtocol, words: "HTTP status 503"),
        Case(
            answer: answer([0, 0, 0, 0, 2, 8, 1], type: "text/html"),
            reason: .grpcProtocol,
            words: "content type text/html"
        ),
        Case(
            answer: answer([0, 0, 0, 0, 2, 8, 1], trailer: [("x", "y")]),
            reason: .grpcProtocol,
            words: "no grpc-status at the end"
        ),
        Case(answer: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), reason: .grpcProtocol, words: "no valid answer"),
    ])
    func everythingElseFails(example: Case) async throws {
        let outcome = try await Self.run(try Self.server(example.answer))
        #expect(outcome.status == .fail)
        #expect(outcome.reason == example.reason, "\(outcome.summary)")
        #expect(outcome.summary.contains(example.words), "\(outcome.summary)")
    }

    @Test func silenceAndRefusalAreToldApart() async throws {
        let silent = try ScriptedServer([.wait])
        let timeout = try await Self.run(silent, timeout: .milliseconds(300))
        #expect(timeout.reason == .httpTimeout)
        #expect(timeout.assertions.map(\.status) == [.pass, .fail, .unknown])
        let refused = try await Words("grpc", "127.0.0.1:\(try LocalServer.closedPort())").run()
        #expect(refused.reason == .tcpRefused)
    }

    @Test func metadataAndAuthorityAreChecked() throws {
        let check = try Words("grpc", "h:1", repeated: [["metadata", "x-token", "hunter22"]]).check()
        #expect(check.secrets == ["hunter22"])
        for (options, lines, words) in [
            ([:], [["metadata", "X-Token", "a"]], "expected a name in small letters"),
            ([:], [["metadata", "x", "a\nb"]], "expected a name in small letters and a value of one line"),
            (["ca_file": ["/c"]], [], "ca_file means nothing without TLS"),
            (["unix_socket": ["/s"], "family": ["ipv4"]], [], "unix_socket and family exclude one another"),
        ] as [([String: [String]], [[String]], String)] {
            let error = #expect(throws: CheckSetupError.self) {
                try Words("grpc", "h:1", options: options, repeated: lines).check()
            }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }
}
