import Checks
import Glibc
import TestSupport
import Testing

@testable import Plugins

/// Against a real dbus-daemon, with a stand-in for systemd on it.
@Suite(.timeLimit(.minutes(1))) struct SystemdCheckTests {
    /// Runs `body` while the stand-in serves.
    private func withSystemd(
        _ body: (MessageBus, StandInForSystemd, (String, (String, String)...) -> WrittenCheck<SystemdCheck>)
            async throws
            -> Void
    ) async throws {
        let bus = try await MessageBus()
        let systemd = try await StandInForSystemd(on: bus)
        let serving = Task { await systemd.serve() }
        defer { serving.cancel() }
        try await body(bus, systemd) { unit, options in
            var written = WrittenCheck<SystemdCheck>(unit, ("bus", bus.socket))
            written.options += options.map { ($0, [$1]) }
            return written
        }
    }

    @Test func aUnitIsActive() async throws {
        try await self.withSystemd { _, systemd, check in
            try systemd.set("nginx.service", "active", "running")
            let outcome = try await check("nginx").run()
            #expect(outcome.status == .pass)
            #expect(outcome.summary == "nginx.service is active (running)")
            #expect(
                outcome.assertions == [
                    CheckOutcome.Assertion("exists", expected: "a unit", got: "a unit (loaded)", .pass),
                    CheckOutcome.Assertion(
                        "state",
                        expected: "active or reloading or refreshing",
                        got: "active",
                        .pass
                    ),
                ]
            )
            #expect(systemd.isSubscribed)
        }
    }

    @Test func statesAreJudged() async throws {
        try await self.withSystemd { _, systemd, check in
            try systemd.set("a-b@1.service", "failed", "failed")
            let failed = try await check("a-b@1.service").run()
            #expect(failed.status == .fail)
            #expect(failed.reason == .unitInactive)
            #expect(failed.summary == "a-b@1.service is failed (failed), expected active or reloading or refreshing")
            #expect(try await check("a-b@1.service", ("state", "active failed")).run().status == .pass)
            try systemd.set("srv.mount", "active", "mounting")
            let sub = try await check("srv.mount", ("sub_state", "mounted")).run()
            #expect(sub.reason == .unitInactive)
            #expect(sub.summary == "srv.mount is active (mounting), expected the substate mounted")
            try systemd.set("m.service", "inactive", "dead", load: "masked")
            #expect(try await check("m").run().summary.hasSuffix("; it is masked"))
        }
    }

    @Test func aMissingUnitFailsWhateverIsAskedFor() async throws {
        try await self.withSystemd { _, _, check in
            let outcome = try await check("nginz", ("state", "inactive")).run()
            #expect(outcome.status == .fail)
            #expect(outcome.reason == .unitMissing)
            #expect(outcome.summary == "systemd knows no unit nginz.service")
            #expect(outcome.assertions.map(\.status) == [.fail, .unknown])
        }
    }

    @Test func changesAreHeardOf() async throws {
        try await self.withSystemd { _, systemd, written in
            try systemd.set("nginx.service", "active", "running")
            let check = try written("nginx").make()
            #expect(await check.run(timeout: .seconds(10)).status == .pass)
            // Between the run and the wait.
            try systemd.set("nginx.service", "failed", "failed")
            await check.waitForChange()
            #expect(await check.run(timeout: .seconds(10)).status == .fail)
            let wait = Task { await check.waitForChange() }
            try await Task.sleep(for: .milliseconds(20))
            try systemd.set("other.service", "failed", "failed")
            try systemd.set("nginx.service", "active", "running")
            await wait.value
            #expect(await check.run(timeout: .seconds(10)).status == .pass)
            let cancelled = Task { await check.waitForChange() }
            cancelled.cancel()
            await cancelled.value
        }
    }

    @Test func withoutAnswerNothingIsKnown() async throws {
        let none = try await WrittenCheck<SystemdCheck>("nginx", ("bus", "/nonexistent/bus")).run()
        #expect(none.status == .unknown)
        #expect(none.reason == .unitUnreachable)
        #expect(
            none.summary
                == "cannot ask systemd for nginx.service: /nonexistent/bus: No such file or directory; "
                + "is systemd running here?"
        )
        // A bus without systemd.
        let bus = try await MessageBus()
        let empty = try await WrittenCheck<SystemdCheck>("nginx", ("bus", bus.socket)).run()
        #expect(empty.reason == .unitUnreachable)
        #expect(empty.summary.hasSuffix("there is a bus at \(bus.socket), but no systemd on it"))
        // A systemd that does not answer.
        let systemd = try await StandInForSystemd(on: bus)
        let mute = try await WrittenCheck<SystemdCheck>("nginx", ("bus", bus.socket)).run(timeout: .milliseconds(300))
        #expect(mute.status == .unknown)
        #expect(mute.reason == .unitUnreachable)
        #expect(!systemd.isSubscribed)
    }

    @Test func somethingElseListens() async throws {
        let directory = try TemporaryDirectory()
        let server = try LocalServer(.answering("hello\r\n"), unixSocket: "\(directory.path)/x")
        let outcome = try await WrittenCheck<SystemdCheck>("nginx", ("bus", "\(directory.path)/x")).run()
        #expect(outcome.reason == .unitUnreachable)
        #expect(outcome.summary.hasSuffix("does not let this user in"))
        server.stop()
    }

    @Test func aBusThatGoesIsNoticedAndFoundAgain() async throws {
        try await self.withSystemd { bus, systemd, written in
            try systemd.set("nginx.service", "active", "running")
            let check = try written("nginx").make()
            #expect(await check.run(timeout: .seconds(10)).status == .pass)
            bus.stop()
            await check.waitForChange()
            let outcome = await check.run(timeout: .seconds(10))
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == .unitUnreachable)
        }
    }

    @Test func namesAreChecked() throws {
        #expect(UnitName("nginx")?.text == "nginx.service")
        #expect(UnitName("srv-data.mount")?.text == "srv-data.mount")
        #expect(UnitName("1a.b-é.service") == nil)
        #expect(UnitName("a b") == nil)
        #expect(UnitName("a/b.service") == nil)
        #expect(UnitName("ng-i@2.service")?.path == "/org/freedesktop/systemd1/unit/ng_2di_402_2eservice")
        #expect(UnitName("1.service")?.path == "/org/freedesktop/systemd1/unit/_31_2eservice")
        #expect(throws: OptionError.self) { try WrittenCheck<SystemdCheck>("../x").make() }
        #expect(throws: CheckSetupError.self) { try WrittenCheck<SystemdCheck>("x", ("state", "running")).make() }
    }

    @Test func whateverComesIsReadToAnEnd() throws {
        let message = DBusMessage(
            .call,
            serial: 9,
            path: "/a/b",
            interface: "a.b",
            member: "M",
            destination: "c.d",
            strings: ["x", "yz"]
        )
        let bytes = message.wire
        #expect(try DBusMessage(parsing: bytes) == message)
        #expect(try DBusMessage.length(of: bytes) == bytes.count)
        for length in 0..<bytes.count {
            let part = Array(bytes[..<length])
            #expect(throws: DBusFailure.self) { try DBusMessage(parsing: part) }
        }
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<10_000 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                broken[Int.random(in: broken.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? DBusMessage.length(of: broken)
            _ = try? DBusMessage(parsing: broken)
        }
    }
}
