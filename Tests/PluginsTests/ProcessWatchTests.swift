import Checks
import Glibc
import Testing

@testable import Plugins

/// Which ends wake a check, with real processes.
@Suite struct ProcessWatchTests {
    private func children(_ name: String, _ count: Int) throws -> [NamedChild] {
        try (0..<count).map { _ in try NamedChild(name) }
    }

    private func check(_ name: String, count: String) async throws -> ProcessCheck {
        let definition = try Words("process", name, options: ["count": [count]]).definition()
        return try ProcessCheck(definition: definition, context: CheckContext(mayChangeUser: false))
    }

    private func settle(_ check: ProcessCheck, on count: Int) async throws {
        let isSettled = try await eventually {
            await check.run(timeout: .seconds(5)).measurements.first?.value == Double(count)
        }
        try #require(isSettled)
    }

    /// The watch is cancelled once the ends are there; what it had heard by then is known from the order of events.
    @Test(arguments: [
        // One of three ends, and one is enough.
        ("1-1000000", 3, 1, false),
        ("1-1000000", 3, 3, true),
        // It takes two.
        ("2-1000000", 3, 1, false),
        ("2-1000000", 3, 2, true),
        // Too many: an end makes it right.
        ("0-1", 2, 1, true),
        ("0-1", 3, 1, false),
        ("3", 3, 1, true),
    ])
    func onlyAnEndThatMattersWakes(count: String, start: Int, ends: Int, wakes: Bool) async throws {
        let name = "plugtest-w\(count.utf8.reduce(start * 7 + ends) { ($0 * 31 + Int($1)) % 9973 })"
        let children = try self.children(name, start)
        let check = try await self.check(name, count: count)
        try await self.settle(check, on: start)
        let watch = Task {
            await check.waitForChange()
            return !Task.isCancelled
        }
        let last = try #require(children.last).identifier
        #expect(try await eventually { WatchedProcesses.contains(last) })
        for child in children.prefix(ends) { child.kill() }
        if !wakes {
            try await Task.sleep(for: .milliseconds(100))
            watch.cancel()
        }
        #expect(await watch.value == wakes)
        for child in children { child.kill() }
    }

    @Test func withAMinimumAgeEveryEndWakes() async throws {
        let children = try self.children("plugtest-aged", 2)
        let words = Words("process", "plugtest-aged", options: ["min_age": ["3600"]])
        let check = try ProcessCheck(definition: try words.definition(), context: CheckContext(mayChangeUser: false))
        // What the last run found is what is waited for.
        let isSettled = try await eventually {
            let outcome = await check.run(timeout: .seconds(5))
            return outcome.reason == .processYoung && outcome.measurements.first?.value == 2
        }
        try #require(isSettled)
        let watch = Task { await check.waitForChange() }
        children[0].kill()
        await watch.value
        for child in children { child.kill() }
    }

    @Test func aScriptThatLooksForANameIsNotWhatItLooksFor() async throws {
        // The shell's command line holds the words it searches for.
        let shell = try Words("shell", "sleep 30 # plugtest-sought-after").check()
        let run = Task { await shell.run(timeout: .seconds(20)) }
        defer { run.cancel() }
        let words = Words("process", options: ["cmdline": ["plugtest-sought-after"], "count": ["0-9"]])
        let check = try words.check()
        for _ in 0..<20 {
            #expect(await check.run(timeout: .seconds(5)).measurements.first?.value == 0)
            try await Task.sleep(for: .milliseconds(20))
        }
        run.cancel()
        _ = await run.value
    }

    @Test func describingSaysWhatMatchesAndWhatNearlyDoes() async throws {
        let children = try self.children("plugtest-shown", 2)
        var matches: [ProcessMatch] = []
        let options = try Words("process", "plugtest-shown", options: ["user": ["root"]]).definition().options
        let isThere = try await eventually {
            matches = try await ProcessMatch.describe(options)
            // While another suite starts a program, young children of this process may be taken for it.
            let shown = matches.filter { $0.comm == "plugtest-shown" }
            return shown.count == 2 && (geteuid() != 0 || shown.allSatisfy { $0.verdict == .matches })
        }
        #expect(isThere)
        let shown = try #require(matches.first { $0.comm == "plugtest-shown" })
        #expect(children.map(\.identifier).contains(shown.identifier))
        #expect(shown.commandLine.contains("/plugtest-shown"))
        #expect(shown.executable?.hasSuffix("/cat") == true)
        if geteuid() == 0 {
            #expect(shown.user == "root")
            #expect(shown.verdict == .matches)
            #expect(matches.prefix(2).allSatisfy { $0.verdict == .matches })
            // Everybody else of root's is near.
            #expect(matches.contains { $0.verdict == .differs(option: "name", expected: "plugtest-shown") })
        }
        await #expect(throws: CheckSetupError.self) {
            _ = try await ProcessMatch.describe(Words("process", options: [:]).definition().options)
        }
        for child in children { child.kill() }
    }

    @Test func aRealProgramIsFoundByItsFileUserAndGroup() async throws {
        let child = try NamedChild("plugtest-real")
        let cgroup = ProcFilesystem().contents("cgroup", of: getpid(), limit: 4096)
        guard case .known(let bytes) = cgroup else {
            Issue.record("no cgroup")
            return
        }
        let group = ProcessAttributes.controlGroups(in: bytes).last ?? "/"
        let options = ["exe": ["/bin/cat"], "user": ["\(geteuid())"], "cgroup": [group], "cmdline": ["plugtest-real"]]
        let isFound = try await eventually {
            try await Words("process", "plugtest-real", options: options).run().status == .pass
        }
        #expect(isFound)
        child.kill()
    }
}
