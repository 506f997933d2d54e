import Checks
import Foundation
import Testing

/// What must hold over many runs and beside servers that hang.
@Suite(.serialized) struct NetworkEnduranceTests {
    @Test func hungServersHoldNobodyUp() async throws {
        let hung = try LocalServer(.mute, backlog: 256)
        let server = try LocalServer(LocalServer.answer("200 OK"), backlog: 128)
        let outcomes = try await withThrowingTaskGroup(of: CheckOutcome.self) { group in
            for index in 0..<150 {
                let words =
                    index.isMultiple(of: 3)
                    ? Words("tcp", "127.0.0.1:\(hung.port)", repeated: [["expect", "never"]])
                    : Words("http", "\(index.isMultiple(of: 2) ? "http" : "https")://127.0.0.1:\(hung.port)/")
                group.addTask { try await words.run(timeout: .seconds(3600)) }
            }
            // All of these end although none of those does.
            for _ in 0..<100 {
                let outcome = try await Words("http", "http://127.0.0.1:\(server.port)/").run()
                #expect(outcome.status == .pass, "\(outcome)")
            }
            group.cancelAll()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count == 150)
        #expect(outcomes.allSatisfy { $0.status == .fail })
    }

    @Test func noDescriptorIsLeftBehind() async throws {
        let mute = try LocalServer(.mute, backlog: 256)
        let plain = try ScriptedServer([.text("hello\r\n"), .wait])
        let runs: [(Words, Duration)] = [
            (Words("tcp", "127.0.0.1:\(plain.port)"), .seconds(5)),
            (Words("tcp", "127.0.0.1:\(plain.port)", repeated: [["expect", "hello"]]), .seconds(5)),
            (Words("tcp", "127.0.0.1:\(plain.port)", repeated: [["expect", "never"]]), .milliseconds(20)),
            // No TLS there: the handshake fails.
            (Words("tcp", "127.0.0.1:\(plain.port)", options: ["tls": []]), .seconds(5)),
            // Nor here: it never ends.
            (Words("tcp", "127.0.0.1:\(mute.port)", options: ["tls": []]), .milliseconds(20)),
            (Words("tcp", "127.0.0.1:\(mute.port)", options: ["starttls": ["smtp"]]), .milliseconds(20)),
            (Words("http", "http://127.0.0.1:\(mute.port)/"), .milliseconds(20)),
            (Words("grpc", "127.0.0.1:\(mute.port)"), .milliseconds(20)),
            (Words("http", "http://localhost:\(mute.port)/"), .milliseconds(20)),
        ]
        for _ in 0..<3 {
            for (words, timeout) in runs { _ = try await words.run(timeout: timeout) }
            // Cancelled before it began, and on the way.
            for delay in [0, 5] {
                let check = try Words("tcp", "127.0.0.1:\(mute.port)", options: ["tls": []]).check()
                let run = Task { await check.run(timeout: .seconds(3600)) }
                if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
                run.cancel()
                _ = await run.value
            }
        }
        // The servers keep their ends, so that one of ours that was left behind would stay.
        #expect(try await eventually { try Self.openSockets(to: [mute.port, plain.port]) == 0 })
    }

    /// Sockets of this machine that somebody still holds and that lead to these ports, from `/proc/net/tcp`.
    private static func openSockets(to ports: [UInt16]) throws -> Int {
        let file = try #require(FileHandle(forReadingAtPath: "/proc/net/tcp"))
        let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        #expect(text.contains("local_address"))
        return text.split(separator: "\n").dropFirst().count { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, let port = UInt16(fields[2].suffix(4), radix: 16) else { return false }
            return ports.contains(port) && fields[9] != "0"
        }
    }

    @Test func aNameIsLookedUpForManyAtOnce() async throws {
        let server = try LocalServer(.mute, backlog: 256)
        let outcomes = try await withThrowingTaskGroup(of: CheckOutcome.self) { group in
            for index in 0..<100 {
                // Several questions, more than there are threads for, and each asked by many.
                let family = ["any", "ipv4"][index % 2]
                let words = Words("tcp", "localhost:\(server.port)", options: ["family": [family]])
                group.addTask { try await words.run(timeout: .seconds(30)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0.status == .pass })
    }

    @Test func aLookupThatIsGivenUpIsUnknown() async throws {
        let check = try Words("http", "http://no-such-host.invalid/").check()
        let run = Task { await check.run(timeout: .seconds(3600)) }
        run.cancel()
        let outcome = await run.value
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .dnsFailed)
    }
}
