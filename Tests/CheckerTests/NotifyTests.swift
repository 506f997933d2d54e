import Checks
import Glibc
import Logging
import Synchronization
import Testing

@testable import Checker

@Suite(.timeLimit(.minutes(2))) struct NotifyTests {
    private static func shell(_ line: String, user: ScriptUser? = nil, instance: String = "VI_1") -> NotifyRequest {
        NotifyRequest(instance: instance, command: ["/bin/sh", "-c", line], user: user)
    }

    @Test(arguments: [
        ("echo first; echo; echo last; echo", true, "succeeded", "last"),
        ("echo bad >&2; exit 7", false, "exited with status 7", "bad"),
        ("kill -9 $$", false, "was ended by signal 9", ""),
    ])
    func theEndIsDescribed(line: String, isSuccess: Bool, text: String, output: String) async {
        let result = await NotifyRunner.run(Self.shell(line), timeout: .seconds(20))
        #expect(result.isSuccess == isSuccess)
        #expect(result.text == text)
        #expect(result.lastLine == output)
    }

    @Test func aMissingProgramIsSaidSo() async {
        let request = NotifyRequest(instance: "VI_1", command: ["/nowhere/at/all"], user: nil)
        let result = await NotifyRunner.run(request, timeout: .seconds(20))
        #expect(!result.isSuccess)
        #expect(result.text.hasPrefix("did not start: "))
    }

    @Test func anUnknownUserIsSaidSo() async {
        let user = ScriptUser(user: "no-such-user")
        let result = await NotifyRunner.run(Self.shell("true", user: user), timeout: .seconds(20))
        #expect(result.text == "did not start: there is no user 'no-such-user'")
    }

    @Test func aTimeoutKillsTheWholeGroup() async throws {
        let line = "trap '' TERM; sh -c \"trap '' TERM; echo \\$\\$; while :; do sleep 0.1; done\""
        let result = await NotifyRunner.run(Self.shell(line), timeout: .milliseconds(1500))
        #expect(result.text.hasPrefix("was killed: it took longer than 1.5 s"))
        let grandchild = try #require(pid_t(result.lastLine))
        var isGone = false
        for _ in 0..<200 where !isGone {
            isGone = kill(grandchild, 0) != 0 || Self.isZombie(grandchild)
            try? await Task.sleep(for: .milliseconds(10))
        }
        #expect(isGone)
    }

    @Test func aDaemonThatKeepsTheOutputOpenIsNotWaitedFor() async throws {
        let result = await NotifyRunner.run(Self.shell("sleep 300 & echo $!"), timeout: .seconds(60))
        #expect(result.isSuccess)
        let daemon = try #require(pid_t(result.lastLine))
        #expect(kill(daemon, 0) == 0, "it was started on purpose and lives on")
        kill(daemon, SIGKILL)
    }

    @Test func scriptsOfOneInstanceRunInOrder() async throws {
        let folder = "/tmp/notify-test-\(getpid())"
        mkdir(folder, 0o700)
        defer {
            unlink("\(folder)/log")
            rmdir(folder)
        }
        let dispatcher = NotifyDispatcher(logger: RateLimitedLogger(Bench.quiet))
        await withDiscardingTaskGroup { group in
            for number in 1...6 {
                // The first are the slowest.
                let line = "sleep 0.\(7 - number); echo \(number) >> \(folder)/log"
                dispatcher.enqueue(Self.shell(line), in: &group)
            }
            await dispatcher.finish(within: .seconds(60))
        }
        let text = try #require(Self.contents(of: "\(folder)/log"))
        #expect(text == "1\n2\n3\n4\n5\n6\n")
    }

    @Test(arguments: [
        (["/x/notify", "--token", "s3cret", "INSTANCE", "VI_1", "MASTER", "150"], "/x/notify MASTER"),
        (["/x/notify", "INSTANCE", "VI_1", "BACKUP", "100"], "/x/notify BACKUP"),
        (["/x/notify", "--token", "s3cret", "INSTANCE", "VI_2"], "/x/notify"),
        (["/x/notify"], "/x/notify"),
    ])
    func theLogNamesNoArguments(command: [String], text: String) {
        #expect(NotifyRequest(instance: "VI_1", command: command, user: nil).scriptAndState == text)
    }

    @Test func theEndOfTheCheckerKillsWhatStillRuns() async {
        let dispatcher = NotifyDispatcher(logger: RateLimitedLogger(Bench.quiet))
        await withDiscardingTaskGroup { group in
            dispatcher.enqueue(Self.shell("sleep 3600"), in: &group)
            await dispatcher.finish(within: .milliseconds(100))
            group.cancelAll()
        }
    }

    private static func isZombie(_ process: pid_t) -> Bool {
        self.contents(of: "/proc/\(process)/stat").map { $0.contains(") Z ") } ?? true
    }

    private static func contents(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        return count >= 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
