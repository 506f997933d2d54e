import Checks
import Glibc
import TestSupport
import Testing

@testable import Plugins

@Suite struct ProcessCheckTests {
    /// The checks of a process share their scans, so one started a moment ago may need another.
    private func settled(_ check: any Check, _ condition: (CheckOutcome) -> Bool) async throws -> CheckOutcome {
        var outcome = await check.run(timeout: .seconds(5))
        _ = try await eventually {
            outcome = await check.run(timeout: .seconds(5))
            return condition(outcome)
        }
        return outcome
    }

    @Test(arguments: ["plugtest-short", "plugtest-15byte", "plugtest-a-name-of-more-than-fifteen"])
    func aRunningProgramIsFound(name: String) async throws {
        let child = try NamedChild(name)
        let check = try Words("process", name).check()
        let outcome = try await settled(check) { $0.status == .pass }
        #expect(outcome.status == .pass)
        #expect(outcome.summary == "one process named \(name) (pid \(child.identifier))")
        child.kill()
        let gone = await check.run(timeout: .seconds(5))
        #expect(gone.status == .fail)
        #expect(gone.reason == .processMissing)
        #expect(gone.summary == "no process named \(name)")
    }

    @Test func namesThatBeginAlikeAreToldApart() async throws {
        let child = try NamedChild("plugtest-replica-reader")
        #expect(try await eventually { try await Words("process", "plugtest-replica-reader").run().status == .pass })
        #expect(try await Words("process", "plugtest-replica-writer").run().status == .fail)
        // What the kernel keeps of it is not its name.
        #expect(try await Words("process", "plugtest-replic").run().status == .fail)
        #expect(try await Words("process", "plugtest").run().status == .fail)
        child.kill()
    }

    @Test func aScriptIsFoundByItsOwnName() async throws {
        let directory = try TemporaryDirectory()
        let name = "plugtest-script-with-a-long-name"
        let path = try directory.write(name, "#!/bin/sh\nread line\n", mode: 0o755)
        let child = try NamedChild(executing: path, [path])
        // The name is the script's as soon as the kernel has executed it.
        #expect(try await eventually { try await Words("process", name).run().status == .pass })
        child.kill()
    }

    @Test func aZombieDoesNotCount() async throws {
        let child = try NamedChild("plugtest-zombie")
        #expect(try await eventually { try await Words("process", "plugtest-zombie").run().status == .pass })
        Glibc.kill(child.identifier, SIGKILL)
        // Not reaped, so it stays in the table.
        #expect(try await eventually { try await Words("process", "plugtest-zombie").run().status == .fail })
        #expect(ProcFilesystem().process(child.identifier)?.isZombie == true)
        child.kill()
    }

    @Test func kernelThreadsAndTheCheckerItselfDoNotCount() async throws {
        #expect(try await Words("process", "kthreadd").run().status == .fail)
        let own = try #require(ProcFilesystem().process(getpid()))
        let table = ProcessTable()
        let found = try await table.find([.name(ProcessName(String(decoding: own.comm, as: UTF8.self)))])
        #expect(!found.processes.contains { $0.identifier == getpid() })
    }

    @Test(arguments: [("1-1000000", true), ("3", false), ("2", true), ("0-1", false), ("0-1 2-3", true)])
    func countsAreCompared(ranges: String, passes: Bool) async throws {
        let name = "plugtest-n\(ranges.utf8.reduce(0) { ($0 * 31 + Int($1)) % 9973 })"
        let children = [try NamedChild(name), try NamedChild(name)]
        let words = Words("process", name, options: ["count": ranges.split(separator: " ").map(String.init)])
        let outcome = try await settled(try words.check()) { $0.measurements.first?.value == 2 }
        #expect(outcome.status == (passes ? .pass : .fail))
        #expect(outcome.measurements.first?.value == 2)
        for child in children { child.kill() }
    }

    @Test func aCountOfZeroPassesWithoutAProcess() async throws {
        #expect(try await Words("process", "plugtest-none", options: ["count": ["0"]]).run().status == .pass)
    }

    @Test func anExitIsNoticed() async throws {
        let child = try NamedChild("plugtest-watched")
        let check = try ProcessCheck(
            definition: try Words("process", "plugtest-watched").definition(),
            context: CheckContext(mayChangeUser: false)
        )
        #expect(try await settled(check) { $0.status == .pass }.status == .pass)
        let watch = Task { await check.waitForChange() }
        try await Task.sleep(for: .milliseconds(50))
        Glibc.kill(child.identifier, SIGKILL)
        await watch.value
        #expect(await check.run(timeout: .seconds(5)).status == .fail)
        child.kill()
    }

    @Test func anExitBeforeTheWatchBeginsIsNoticed() async throws {
        let child = try NamedChild("plugtest-early")
        let check = try ProcessCheck(
            definition: try Words("process", "plugtest-early").definition(),
            context: CheckContext(mayChangeUser: false)
        )
        #expect(try await settled(check) { $0.status == .pass }.status == .pass)
        child.kill()
        await check.waitForChange()
        #expect(await check.run(timeout: .seconds(5)).status == .fail)
    }

    @Test func aWatchEndsWithItsTask() async throws {
        let child = try NamedChild("plugtest-cancel")
        for name in ["plugtest-cancel", "plugtest-nobody"] {
            let check = try ProcessCheck(
                definition: try Words("process", name).definition(),
                context: CheckContext(mayChangeUser: false)
            )
            _ = try await settled(check) { $0.status == .pass || name.hasSuffix("nobody") }
            let watch = Task { await check.waitForChange() }
            try await Task.sleep(for: .milliseconds(20))
            watch.cancel()
            await watch.value
        }
        child.kill()
    }

    @Test func watchesLeaveNoDescriptorBehind() async throws {
        let child = try NamedChild("plugtest-fds")
        let check = try ProcessCheck(
            definition: try Words("process", "plugtest-fds").definition(),
            context: CheckContext(mayChangeUser: false)
        )
        _ = try await settled(check) { $0.status == .pass }
        for _ in 0..<200 {
            let watch = Task { await check.waitForChange() }
            await Task.yield()
            watch.cancel()
            await watch.value
        }
        // Other suites run at the same time; 200 leaked descriptors would still show.
        #expect(try await eventually { try OpenDescriptors.countOfChildren() < 100 })
        child.kill()
    }

    @Test func aTableThatHidesThisProcessIsUnknown() async throws {
        let directory = try TemporaryDirectory()
        for root in [directory.path, "\(directory.path)/none"] {
            let table = ProcessTable(files: ProcFilesystem(root: root))
            let check = try ProcessCheck(definition: try Words("process", "nginx").definition(), table: table)
            let outcome = await check.run(timeout: .seconds(5))
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == .processUnreadable)
        }
    }

    @Test func aPathIsNoName() throws {
        #expect(throws: OptionError.self) { try Words("process", "/usr/sbin/nginx").check() }
        // Whoever defines a check without the parser hears of it from the check.
        var definition = try Words("process", "nginx").definition()
        definition.options.arguments = ["/usr/sbin/nginx"]
        #expect(throws: CheckSetupError("check test: expected a program's name, not a path; write: process nginx")) {
            try ProcessCheck(definition: definition, context: CheckContext(mayChangeUser: false))
        }
    }

    @Test func statLinesAreRead() throws {
        let rest = "1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 8888 10 11"
        let entry = try #require(ProcessEntry(stat: Array("42 (a) b\n(c) S \(rest)".utf8)))
        #expect(entry.identifier == 42)
        #expect(entry.comm == Array("a) b\n(c".utf8))
        #expect(entry.startTime == 8888)
        #expect(!entry.isZombie)
        #expect(!entry.isKernelThread)
        #expect(ProcessEntry(stat: Array("42 (x) Z \(rest)".utf8))?.isZombie == true)
        let kernel = rest.replacing("4194560", with: "2129984")
        #expect(ProcessEntry(stat: Array("2 (kthreadd) S \(kernel)".utf8))?.isKernelThread == true)
    }

    @Test func brokenStatLinesAreNoProcess() {
        var generator = SeededGenerator(seed: 7)
        let good = Array("42 (name) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 8888 10 11".utf8)
        for length in 0..<good.count {
            _ = ProcessEntry(stat: Array(good.prefix(length)))
        }
        for _ in 0..<5000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = ProcessEntry(stat: bytes)
        }
        #expect(ProcessEntry(stat: Array("99999999999999999999 (x) S 1 2".utf8)) == nil)
        #expect(ProcessEntry(stat: Array(")(".utf8)) == nil)
    }
}
