import ArgumentParser
import CLinux
import Checks
import Foundation
import Glibc
import Testing

@testable import baton

@Suite struct PushTests {
    @Test func theRequestIsWhatWasSaid() throws {
        let command = try CheckPushCommand.parse([
            "backup", "warn", "--ttl", "1.5", "--summary", "42\nfiles", "--score", "-7",
        ])
        #expect(
            command.request
                == PushRequest(
                    check: "backup",
                    status: .warn,
                    summary: "42 files",
                    timeToLive: .milliseconds(1500),
                    score: -7
                )
        )
    }

    @Test(arguments: [
        [], ["backup"], ["backup", "good"], ["backup", "pass", "--ttl", "0"], ["backup", "pass", "--score", "255"],
        ["backup", "pass", "--socket", "/a", "--config", "/b"], ["", "pass"],
    ])
    func wrongUsageIsRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try CheckPushCommand.parse(arguments) }
    }

    /// A checker that reads one line and answers with these bytes.
    private static func answering(_ answer: [UInt8], _ body: (PushClient) throws -> Void) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/checker"
        let listener = clinux_unix_socket()
        defer { close(listener) }
        try #require(clinux_bind_unix(listener, path, path.utf8.count) == 0 && listen(listener, 1) == 0)
        _ = fcntl(listener, F_SETFL, 0)
        let heard = Heard()
        let thread = Thread {
            let connection = accept(listener, nil, nil)
            var buffer = [UInt8](repeating: 0, count: 4096)
            var bytes: [UInt8] = []
            while !bytes.contains(UInt8(ascii: "\n")) {
                let count = read(connection, &buffer, buffer.count)
                guard count > 0 else { break }
                bytes += buffer.prefix(count)
            }
            _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
            close(connection)
            heard.end(bytes)
        }
        thread.start()
        try body(PushClient(path: path))
        return heard.wait()
    }

    private final class Heard: @unchecked Sendable {
        private let condition = NSCondition()
        private var bytes: [UInt8]?

        func end(_ bytes: [UInt8]) {
            self.condition.withLock {
                self.bytes = bytes
                self.condition.signal()
            }
        }

        func wait() -> [UInt8] {
            self.condition.withLock {
                while self.bytes == nil { self.condition.wait() }
                return self.bytes ?? []
            }
        }
    }

    @Test func anAnswerIsUnderstood() throws {
        let request = PushRequest(check: "backup", status: .pass)
        let line = try Self.answering(PushAnswer.accepted.line) { client in
            let answer = try client.push(request)
            #expect(answer == .accepted)
        }
        #expect(line == request.line)
        _ = try Self.answering(PushAnswer.refused("no such check").line) { client in
            let answer = try client.push(request)
            #expect(answer == .refused("no such check"))
        }
        _ = try Self.answering(Array("hello\n".utf8)) { client in
            #expect(throws: PushError.notUnderstood) { try client.push(request) }
        }
    }

    @Test func nobodyThereIsSaidWithTheFix() throws {
        let client = PushClient(path: "/nowhere/checker")
        let error = #expect(throws: PushError.self) { try client.push(PushRequest(check: "a", status: .pass)) }
        #expect("\(try #require(error))".contains("name its checker_socket with --socket"))
    }
}
