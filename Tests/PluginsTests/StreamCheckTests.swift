import Checks
import Glibc
import Testing

@testable import Plugins

/// Long-lived programs, real ones.
@Suite struct StreamCheckTests {
    private let directory: TemporaryDirectory
    /// As it is, but for waits nobody wants to sit through.
    private let pool: StreamPool

    init() throws {
        self.directory = try TemporaryDirectory()
        var timing = StreamTiming()
        timing.pause = .milliseconds(20)
        timing.ping = .milliseconds(200)
        timing.grace = .milliseconds(200)
        self.pool = StreamPool(timing: timing)
    }

    private var pids: [pid_t] {
        (self.directory.read("pids") ?? "").split(separator: "\n").compactMap { pid_t($0) }
    }

    private func arguments(_ fault: String) -> [String] { [fault, "\(self.directory.path)/pids"] }

    private func expectGone() async throws {
        for identifier in self.pids {
            let isGone = try await eventually { ExecDeadlineTests.isGone(identifier) }
            #expect(isGone, "process \(identifier) is left")
            if !isGone { kill(identifier, SIGKILL) }
        }
    }

    @Test func checksShareOneProcessWhichEndsWithThem() async throws {
        do {
            let first = try StreamProgram.check(
                "first",
                in: directory,
                pool: pool,
                arguments(""),
                options: [["queue", "mail"], ["host", "a"], ["secret", "host", "b"]]
            )
            let second = try StreamProgram.check("second", in: directory, pool: pool, arguments(""))
            let outcome = await first.run(timeout: .seconds(20))
            #expect(outcome.status == .pass, "\(outcome)")
            #expect(outcome.output == #"{"host": ["a", "b"], "queue": "mail"}"#)
            // 0, 1, 2 and nothing else.
            #expect(outcome.measurements.last?.value == 3)
            #expect(await second.run(timeout: .seconds(20)).summary == outcome.summary)
            #expect(pids.count == 1)
            #expect(pool.count == 1)
            #expect(first.secrets == ["b"])
        }
        try await self.expectGone()
        #expect(pool.count == 0)
    }

    @Test func otherArgumentsAreAnotherProcess() async throws {
        let checks = try ["x", "y"].map { try StreamProgram.check($0, in: directory, pool: pool, arguments($0)) }
        for check in checks { #expect(await check.run(timeout: .seconds(20)).status == .pass) }
        #expect(Set(pids).count == 2)
        #expect(pool.count == 2)
    }

    @Test(arguments: ["exit", "trap", "garbage", "flood", "hang"])
    func oneFaultCostsOneRun(fault: String) async throws {
        let good = try StreamProgram.check("good", in: directory, pool: pool)
        #expect(await good.run(timeout: .seconds(20)).status == .pass)
        let bad = try StreamProgram.check("bad", in: directory, pool: pool, options: [["do", fault]])
        let outcome = await bad.run(timeout: fault == "hang" ? .milliseconds(700) : .seconds(20))
        let expected: (CheckStatus, ReasonCode) =
            switch fault {
            case "hang": (.fail, .checkTimeout)
            case "garbage", "flood": (.unknown, .streamMalformed)
            default: (.unknown, .streamDown)
            }
        #expect(outcome.status == expected.0)
        #expect(outcome.reason == expected.1, "\(outcome.summary)")
        // Another check of the same program has an answer soon.
        let recovers = try await eventually { await good.run(timeout: .seconds(20)).status == .pass }
        #expect(recovers)
    }

    @Test func theEndIsHeardOfAtOnce() async throws {
        let check = try StreamProgram.check("a", in: directory, pool: pool, arguments(""))
        #expect(await check.run(timeout: .seconds(20)).status == .pass)
        let watch = Task { await check.waitForChange() }
        let identifier = try #require(pids.first)
        kill(identifier, SIGKILL)
        await watch.value
        let outcome = await check.run(timeout: .seconds(20))
        // It may have been started again by now.
        #expect(outcome.reason == .streamDown || outcome.status == .pass)
        #expect(try await eventually { await check.run(timeout: .seconds(20)).status == .pass })
    }

    @Test(arguments: [("exit", "ended with exit code 3"), ("trap", "ended with signal 6")])
    func theEndIsNamed(fault: String, words: String) async throws {
        let check = try StreamProgram.check("a", in: directory, pool: pool, options: [["do", fault]])
        let outcome = await check.run(timeout: .seconds(20))
        #expect(outcome.summary.contains(words), "\(outcome.summary)")
    }

    @Test func aWatchEndsWithItsTask() async throws {
        let check = try StreamProgram.check("a", in: directory, pool: pool)
        #expect(await check.run(timeout: .seconds(20)).status == .pass)
        for delay in [0, 1, 20] {
            let watch = Task { await check.waitForChange() }
            try await Task.sleep(for: .milliseconds(delay))
            watch.cancel()
            await watch.value
        }
    }

    @Test func whatIsPushedIsHeardOf() async throws {
        let check = try StreamProgram.check("a", in: directory, pool: pool, ["push"])
        let passes = try await eventually {
            let outcome = await check.run(timeout: .seconds(20))
            if outcome.reason == .pushNone { await check.waitForChange() }
            return outcome.summary == "pushed"
        }
        #expect(passes)
    }

    @Test func aProcessThatAnswersNoPingIsReplaced() async throws {
        let check = try StreamProgram.check("a", in: directory, pool: pool, arguments("unresponsive"))
        #expect(await check.run(timeout: .seconds(20)).status == .pass)
        #expect(try await eventually { self.pids.count > 1 })
        #expect(try await eventually { ExecDeadlineTests.isGone(self.pids[0]) })
    }

    @Test func anotherVersionIsRefused() async throws {
        let check = try StreamProgram.check("a", in: directory, pool: pool, ["future"])
        let outcome = await check.run(timeout: .seconds(20))
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .streamRefused)
        #expect(outcome.summary.contains("speaks stream/7.0, expected stream/1"))
    }

    @Test func noHelloIsRefused() async throws {
        var timing = StreamTiming()
        timing.hello = .milliseconds(200)
        timing.grace = .milliseconds(100)
        do {
            let pool = StreamPool(timing: timing)
            let check = try StreamProgram.check("a", in: directory, pool: pool, arguments("mute"))
            let outcome = await check.run(timeout: .seconds(20))
            #expect(outcome.reason == .streamRefused)
            #expect(outcome.summary.contains("said no hello within 200 ms"))
        }
        try await self.expectGone()
    }

    @Test func crashesInARowAreGivenUpOnAndTriedAgainByANewCheck() async throws {
        let check = try StreamProgram.check("a", in: directory, pool: pool, arguments("crash"))
        var outcome = await check.run(timeout: .seconds(20))
        #expect(outcome.status == .unknown)
        #expect(
            try await eventually {
                outcome = await check.run(timeout: .seconds(20))
                return outcome.reason == .streamFailed
            }
        )
        #expect(pids.count == 5)
        #expect(outcome.summary.contains("not started again before the configuration is loaded"))
        #expect(outcome.output.contains("it is broken"))
        let anew = try StreamProgram.check("a", in: directory, pool: pool, arguments("crash"))
        _ = await anew.run(timeout: .seconds(20))
        #expect(try await eventually { self.pids.count > 5 })
    }

    @Test func aDeafProcessAndItsChildrenAreKilled() async throws {
        for fault in ["deaf", ""] {
            let options = fault.isEmpty ? [["do", "fork"]] : []
            let check = try StreamProgram.check("a", in: directory, pool: pool, arguments(fault), options: options)
            _ = await check.run(timeout: .milliseconds(500))
        }
        try await self.expectGone()
    }

    @Test func whatCannotRunIsUnknown() async throws {
        try directory.write("open", "#!/bin/sh\n", mode: 0o777)
        let rows: [(String, ReasonCode)] = [
            ("/no/such/program", .execNotFound), ("\(directory.path)/open", .execUnsafe),
        ]
        for (path, reason) in rows {
            let check = try StreamCheck(
                definition: try Words("stream", path).definition(),
                context: CheckContext(mayChangeUser: false),
                pool: pool
            )
            let outcome = await check.run(timeout: .seconds(20))
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == reason || geteuid() != 0, "\(outcome.summary)")
        }
    }

    @Test func anotherUserMayBeAsked() async throws {
        guard geteuid() == 0 else {
            if getenv("CI").map({ String(cString: $0) }) == "true" { Issue.record("this test needs root") }
            return
        }
        chmod(directory.path, 0o755)
        let user = ScriptUser(user: "nobody")
        do {
            let check = try StreamProgram.check("a", in: directory, pool: pool, options: [["k", "v"]], user: user)
            let outcome = await check.run(timeout: .seconds(20))
            #expect(outcome.status == .pass, "\(outcome)")
            let pid = try #require(outcome.summary.split(separator: " ").last.flatMap { pid_t($0) })
            var status = stat()
            #expect(stat("/proc/\(pid)", &status) == 0 && status.st_uid == 65534)
        }
    }
}
