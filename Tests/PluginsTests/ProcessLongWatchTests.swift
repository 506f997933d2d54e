import Checks
import Glibc
import Testing

@testable import Plugins

/// The wait of a process check, which goes on while the check runs.
@Suite struct ProcessLongWatchTests {
    private func check(_ name: String) throws -> ProcessCheck {
        let definition = try Words("process", name, options: ["count": ["1-1000000"]]).definition()
        return try ProcessCheck(definition: definition, context: CheckContext(mayChangeUser: false))
    }

    private func settle(_ check: ProcessCheck, on count: Int) async throws {
        let isSettled = try await eventually {
            await check.run(timeout: .seconds(5)).measurements.first?.value == Double(count)
        }
        try #require(isSettled)
    }

    @Test func oneWaitServesManyRunsUntilTheProcessEnds() async throws {
        let child = try NamedChild("plugtest-long")
        let check = try self.check("plugtest-long")
        try await self.settle(check, on: 1)
        #expect(!check.keepsWaiting, "nobody waits yet")
        let watch = Task { await check.waitForChange() }
        #expect(try await eventually { WatchedProcesses.contains(child.identifier) })
        for _ in 0..<3 {
            // A young child may be taken for a program that another suite's check is just starting.
            let isKept = try await eventually {
                await check.run(timeout: .seconds(5)).status == .pass && check.keepsWaiting
            }
            #expect(isKept)
        }
        child.kill()
        await watch.value
        #expect(!check.keepsWaiting)
        #expect(await check.run(timeout: .seconds(5)).reason == .processMissing)
    }

    @Test func aRunThatFindsOthersWantsAnotherWait() async throws {
        let first = try NamedChild("plugtest-more")
        let check = try self.check("plugtest-more")
        try await self.settle(check, on: 1)
        let watch = Task { await check.waitForChange() }
        #expect(try await eventually { check.keepsWaiting })
        let second = try NamedChild("plugtest-more")
        try await self.settle(check, on: 2)
        #expect(!check.keepsWaiting)
        watch.cancel()
        await watch.value
        #expect(!check.keepsWaiting, "what was cancelled serves nobody")
        first.kill()
        second.kill()
    }

    @Test func theDeathOfOneOfTwoIsSeenByTheNextRunWhileTheOtherIsWatched() async throws {
        let children = try [NamedChild("plugtest-two"), NamedChild("plugtest-two")]
        let check = try self.check("plugtest-two")
        try await self.settle(check, on: 2)
        let watch = Task { await check.waitForChange() }
        #expect(try await eventually { WatchedProcesses.contains(children[1].identifier) })
        children[0].kill()
        // One of two wakes nobody, and a run counts it no more.
        try await self.settle(check, on: 1)
        children[1].kill()
        await watch.value
        #expect(await check.run(timeout: .seconds(5)).reason == .processMissing)
    }
}
