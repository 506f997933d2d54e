import Checks
import Glibc
import Testing

/// At its deadline a program has failed, and nothing of it is left.
@Suite struct ExecDeadlineTests {
    @Test func aProgramThatSleepsIsKilled() async throws {
        let outcome = try await Words("exec", "sleep", "300").run(timeout: .milliseconds(200))
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .execTimeout)
        #expect(outcome.summary == "sleep did not end within 200 ms")
    }

    @Test func aScriptThatTrapsTermAndExitsWellHasFailed() async throws {
        let outcome = try await Words("shell", "trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done")
            .run(timeout: .milliseconds(400))
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .execTimeout)
        #expect(outcome.output == "ready\n")
    }

    @Test func grandchildrenThatIgnoreTermGoToo() async throws {
        let directory = try TemporaryDirectory()
        let pids = "\(directory.path)/pids"
        let script = """
            trap '' TERM
            (trap '' TERM; sleep 301) & echo $! >> \(pids)
            sh -c "trap '' TERM; sleep 302" & echo $! >> \(pids)
            echo $$ >> \(pids)
            while :; do sleep 0.05; done
            """
        let outcome = try await Words("shell", script).run(timeout: .milliseconds(400))
        #expect(outcome.reason == .execTimeout)
        try await self.expectGone(directory)
    }

    @Test func grandchildrenOfAScriptThatEndsOnTermGoToo() async throws {
        let directory = try TemporaryDirectory()
        let pids = "\(directory.path)/pids"
        let script = """
            (trap '' TERM; sleep 303) & echo $! >> \(pids)
            echo $$ >> \(pids)
            trap 'exit 0' TERM
            while :; do sleep 0.05; done
            """
        let outcome = try await Words("shell", script).run(timeout: .milliseconds(400))
        #expect(outcome.reason == .execTimeout)
        try await self.expectGone(directory)
    }

    @Test func cancellationKillsLikeTheDeadline() async throws {
        let directory = try TemporaryDirectory()
        let check = try Words("shell", "sleep 304 & echo $! $$ > \(directory.path)/pids; wait").check()
        let run = Task { await check.run(timeout: .seconds(3600)) }
        #expect(try await eventually { directory.read("pids")?.hasSuffix("\n") ?? false })
        run.cancel()
        #expect(await run.value.reason == .execTimeout)
        try await self.expectGone(directory)
    }

    @Test func aTaskCancelledBeforeItsStartLeavesNothing() async throws {
        let directory = try TemporaryDirectory()
        let check = try Words("shell", "touch \(directory.path)/ran; sleep 305").check()
        let run = Task {
            while !Task.isCancelled { await Task.yield() }
            return await check.run(timeout: .seconds(3600))
        }
        run.cancel()
        #expect(await run.value.reason == .execTimeout)
        #expect(directory.read("ran") == nil)
    }

    @Test func closedOutputDoesNotHideARunningProgram() async throws {
        let directory = try TemporaryDirectory()
        let script = "exec >/dev/null 2>&1; echo $$ > \(directory.path)/pids; sleep 306 & wait"
        let outcome = try await Words("shell", script).run(timeout: .milliseconds(400))
        #expect(outcome.reason == .execTimeout)
        try await self.expectGone(directory)
    }

    @Test func manyRunsLeaveNoDescriptorAndNoZombie() async throws {
        for _ in 0..<40 {
            #expect(try await Words("exec", "true").run().status == .pass)
        }
        for _ in 0..<5 {
            _ = try await Words("exec", "sleep", "300").run(timeout: .milliseconds(20))
        }
        #expect(try await eventually { try OpenDescriptors.countOfChildren() < 100 })
    }

    /// Every process whose number the script wrote down has ended.
    private func expectGone(_ directory: TemporaryDirectory) async throws {
        let words = try #require(directory.read("pids")).split(whereSeparator: \.isWhitespace)
        let identifiers = words.compactMap { pid_t($0) }
        #expect(!identifiers.isEmpty)
        for identifier in identifiers {
            // A killed grandchild is reaped by whoever adopted it, a moment later.
            let isGone = try await eventually { Self.isGone(identifier) }
            #expect(isGone, "process \(identifier) is left")
            if !isGone { kill(identifier, SIGKILL) }
        }
    }

    static func isGone(_ identifier: pid_t) -> Bool {
        guard kill(identifier, 0) == 0 else { return true }
        // A zombie nobody has reaped yet runs no more.
        let descriptor = open("/proc/\(identifier)/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).contains(") Z ")
    }
}
