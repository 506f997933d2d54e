import Checks
import Glibc
import Testing

/// Children that run as somebody else.
@Suite struct ExecUserTests {
    /// Only root may change the user; where these tests cannot run they fail under `CI=true`.
    private static func hasRoot() -> Bool {
        if geteuid() == 0 { return true }
        if getenv("CI").map({ String(cString: $0) }) == "true" {
            Issue.record("these tests need root")
        }
        return false
    }

    @Test func aUserHasItsOwnGroupAndNoOthers() async throws {
        guard Self.hasRoot() else { return }
        let words = Words("shell", "id -un; id -G", user: ScriptUser(user: "nobody"))
        let outcome = try await words.run(mayChangeUser: true)
        #expect(outcome.status == .pass)
        #expect(outcome.output == "nobody\n65534\n")
    }

    @Test func aGroupMayBeNamed() async throws {
        guard Self.hasRoot() else { return }
        let words = Words("shell", "id -un; id -Gn", user: ScriptUser(user: "nobody", group: "daemon"))
        #expect(try await words.run(mayChangeUser: true).output == "nobody\ndaemon\n")
    }

    @Test func numbersStandForThemselves() async throws {
        guard Self.hasRoot() else { return }
        let words = Words("shell", "id -u; id -g", user: ScriptUser(user: "64999", group: "64998"))
        #expect(try await words.run(mayChangeUser: true).output == "64999\n64998\n")
    }

    @Test func unknownUsersAndGroupsAreUnknown() async throws {
        for user in [ScriptUser(user: "no-such-user"), ScriptUser(user: "nobody", group: "no-such-group")] {
            let outcome = try await Words("exec", "true", user: user).run(mayChangeUser: true)
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == .execUser)
            #expect(outcome.summary.hasPrefix("no "))
        }
    }

    @Test func withoutThePrivilegeNothingRuns() async throws {
        let other = geteuid() == 65534 ? "daemon" : "nobody"
        let outcome = try await Words("exec", "true", user: ScriptUser(user: other)).run(mayChangeUser: false)
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .execUser)
        #expect(outcome.summary.contains("run as root or remove the user line"))
    }

    @Test func aProgramTheUserMayNotRunIsNotExecutable() async throws {
        guard Self.hasRoot() else { return }
        let directory = try TemporaryDirectory()
        let path = try directory.write("private", "#!/bin/sh\n", mode: 0o700)
        let outcome = try await Words("exec", path, user: ScriptUser(user: "nobody")).run(mayChangeUser: true)
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .execNotExecutable)
    }

    @Test func aChildOfAnotherUserIsKilledToo() async throws {
        guard Self.hasRoot() else { return }
        let words = Words("shell", "trap '' TERM; sleep 307", user: ScriptUser(user: "nobody"))
        let outcome = try await words.run(timeout: .milliseconds(300), mayChangeUser: true)
        #expect(outcome.reason == .execTimeout)
    }
}
