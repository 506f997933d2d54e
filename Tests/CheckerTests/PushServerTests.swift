import Checks
import Glibc
import Testing

@testable import Checker

/// The push socket, with real clients.
@Suite(.timeLimit(.minutes(1))) struct PushServerTests {
    /// A server in a folder of its own.
    private func withServer(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/push-server-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        let path = "\(folder)/checker.sock"
        defer { rmdir(folder) }
        let board = HealthBoard()
        board.setPushChecks(["backup"])
        let server = PushServer(logger: RateLimitedLogger(Bench.quiet)) { board.push($0) }
        server.listen(at: path)
        defer {
            server.listen(at: nil)
            for _ in 0..<500 where access(path, F_OK) == 0 { usleep(2000) }
            #expect(access(path, F_OK) != 0, "the socket is removed")
            unlink(path)
        }
        try body(path)
    }

    /// A connection that waits for its answers.
    private struct Client: ~Copyable {
        let descriptor: Int32

        init(_ path: String) throws {
            self.descriptor = UnixSocket.make()
            try #require(UnixSocket.connect(self.descriptor, to: path))
            var limit = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }

        deinit { close(self.descriptor) }

        func send(_ bytes: [UInt8]) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }

        /// nil at the end of the connection.
        func answer() -> PushAnswer? {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while recv(self.descriptor, &byte, 1, 0) == 1 {
                if byte == UInt8(ascii: "\n") { return PushAnswer(parsing: line) }
                line.append(byte)
            }
            return nil
        }
    }

    @Test func requestsAreAnsweredOneByOneOverOneConnection() throws {
        try self.withServer { path in
            var status = stat()
            #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
            let client = try Client(path)
            client.send(PushRequest(check: "backup", status: .pass, timeToLive: .seconds(30)).line)
            #expect(client.answer() == .accepted)
            client.send(PushRequest(check: "backup", status: .fail).line + Array("{}\n".utf8))
            #expect(client.answer() == .accepted)
            guard case .refused(let reason)? = client.answer() else { return #expect(Bool(false)) }
            #expect(reason.hasPrefix("expected an object named 'push'"))
            client.send(PushRequest(check: "other", status: .fail).line)
            #expect(client.answer() == .refused("there is no check other here; expected one of kind push: backup"))
        }
    }

    @Test func aRequestWithoutEndIsRefusedAndEnds() throws {
        try self.withServer { path in
            let client = try Client(path)
            client.send([UInt8](repeating: UInt8(ascii: "x"), count: PushRequest.lineLimit))
            guard case .refused(let reason)? = client.answer() else { return #expect(Bool(false)) }
            #expect(reason == "expected one JSON object on one line of at most 65536 bytes")
            #expect(client.answer() == nil)
        }
    }

    @Test func slowClientsAndManyHoldUpNobody() throws {
        try self.withServer { path in
            // More than may be there at a time, each in the middle of a request.
            var slow: [Int32] = []
            defer { for descriptor in slow { close(descriptor) } }
            for _ in 0..<PushServer.clientLimit * 2 {
                let descriptor = UnixSocket.make()
                #expect(UnixSocket.connect(descriptor, to: path))
                _ = Glibc.send(descriptor, "{\"push\"", 7, Int32(MSG_NOSIGNAL))
                slow.append(descriptor)
            }
            let client = try Client(path)
            client.send(PushRequest(check: "backup", status: .pass).line)
            #expect(client.answer() == .accepted)
        }
    }

    @Test func aSocketNobodyListensOnIsReplacedAndNothingElse() throws {
        try self.withServer { path in
            let error = #expect(throws: PushListener.Failure.self) { _ = try PushListener(path: path) }
            #expect(error?.message == "bind \(path): Address already in use")
            let stale = "\(path).stale"
            let descriptor = UnixSocket.make()
            #expect(UnixSocket.bind(descriptor, to: stale))
            close(descriptor)
            do {
                let listener = try PushListener(path: stale)
                #expect(listener.descriptor >= 0)
            }
            #expect(access(stale, F_OK) != 0)
            let file = open(stale, O_WRONLY | O_CREAT, 0o600)
            close(file)
            defer { unlink(stale) }
            let other = #expect(throws: PushListener.Failure.self) { _ = try PushListener(path: stale) }
            #expect(other?.message == "bind \(stale) (not a socket): File exists")
        }
    }
}
