import Checks
import Glibc
import TestSupport
import Testing

@testable import Plugins

/// A change of a file ends the wait of its check; what happens besides does not.
@Suite(.timeLimit(.minutes(1))) struct FileWatchTests {
    private let directory: TemporaryDirectory

    init() throws {
        self.directory = try TemporaryDirectory()
    }

    private func path(_ name: String) -> String { "\(self.directory.path)/\(name)" }

    /// The outcomes before and after `change`, which happens while the check waits.
    private func outcomes(
        _ written: WrittenCheck<FileCheck>,
        _ change: () throws -> Void
    ) async throws -> (before: CheckStatus, after: CheckStatus) {
        let check = try written.make()
        let before = await check.run(timeout: .seconds(5)).status
        let wait = Task { await check.waitForChange() }
        defer { wait.cancel() }
        try await Task.sleep(for: .milliseconds(30))
        try change()
        await wait.value
        return (before, await check.run(timeout: .seconds(5)).status)
    }

    @Test func aFileIsMadeAndRemoved() async throws {
        let made = try await self.outcomes(WrittenCheck(self.path("x"))) { try self.directory.write("x", "") }
        #expect(made == (.fail, .pass))
        let removed = try await self.outcomes(WrittenCheck(self.path("x"))) { unlink(self.path("x")) }
        #expect(removed == (.pass, .fail))
    }

    @Test func aFileIsReplacedByRenaming() async throws {
        try self.directory.write("x", "old")
        try self.directory.write("x.new", "new")
        let outcomes = try await self.outcomes(WrittenCheck(self.path("x"), ("expect_content", "new"))) {
            rename(self.path("x.new"), self.path("x"))
        }
        #expect(outcomes == (.fail, .pass))
    }

    @Test func aFileIsWrittenAnew() async throws {
        try self.directory.write("x", "1")
        let outcomes = try await self.outcomes(WrittenCheck(self.path("x"), ("expect_content", "2"))) {
            try self.directory.write("x", "2")
        }
        #expect(outcomes == (.fail, .pass))
    }

    @Test func aDirectoryAboveIsMade() async throws {
        let check = try WrittenCheck<FileCheck>(self.path("a/b/x")).make()
        #expect(await check.run(timeout: .seconds(5)).status == .fail)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    await check.waitForChange()
                    if await check.run(timeout: .seconds(5)).status == .pass { return true }
                }
                return false
            }
            group.addTask {
                try await Task.sleep(for: .seconds(40))
                return false
            }
            // Now and then one of these comes before the check waits, now and then after.
            mkdir(self.path("a"), 0o700)
            try await Task.sleep(for: .milliseconds(30))
            mkdir(self.path("a/b"), 0o700)
            try await Task.sleep(for: .milliseconds(30))
            try self.directory.write("a/b/x", "")
            #expect(try await group.next() == true)
            group.cancelAll()
        }
    }

    @Test func aDirectoryAboveIsRenamedAway() async throws {
        mkdir(self.path("a"), 0o700)
        try self.directory.write("a/x", "")
        let outcomes = try await self.outcomes(WrittenCheck(self.path("a/x"))) {
            rename(self.path("a"), self.path("b"))
        }
        #expect(outcomes == (.pass, .fail))
    }

    /// As Kubernetes replaces the files of a volume: a link to a directory is exchanged.
    @Test func aLinkOnTheWayIsExchanged() async throws {
        for version in ["1", "2"] {
            mkdir(self.path("v\(version)"), 0o700)
            try self.directory.write("v\(version)/x", version)
        }
        symlink("v1", self.path("data"))
        symlink("data/x", self.path("x"))
        let outcomes = try await self.outcomes(WrittenCheck(self.path("x"), ("expect_content", "2"))) {
            symlink("v2", self.path("data.new"))
            rename(self.path("data.new"), self.path("data"))
        }
        #expect(outcomes == (.fail, .pass))
    }

    @Test func aFileGrowsTooOld() async throws {
        try self.directory.write("x", "")
        let check = try WrittenCheck<FileCheck>(self.path("x"), ("max_age", "1.5")).make()
        #expect(await check.run(timeout: .seconds(5)).status == .pass)
        await check.waitForChange()
        #expect(await check.run(timeout: .seconds(5)).reason == .fileOld)
    }

    @Test func aChangeBetweenRunAndWaitIsNotMissed() async throws {
        let check = try WrittenCheck<FileCheck>(self.path("x")).make()
        #expect(await check.run(timeout: .seconds(5)).status == .fail)
        try self.directory.write("x", "")
        await check.waitForChange()
    }

    @Test func otherFilesDoNotMatter() async throws {
        let here = FileChanges.shared.subscribe(to: PathWalk(self.path("x")))
        let last = FileChanges.shared.subscribe(to: PathWalk(self.path("z")))
        for name in ["y", "xx", "z"] { try self.directory.write(name, "") }
        var changes = last.changes.makeAsyncIterator()
        #expect(await changes.next() != nil)
        FileChanges.shared.end(last)
        FileChanges.shared.end(here)
        var none = here.changes.makeAsyncIterator()
        #expect(await none.next() == nil)
    }

    @Test func manyChecksShareADescriptor() async throws {
        let before = try OpenDescriptors.count()
        let checks = try (0..<200).map { try WrittenCheck<FileCheck>(self.path("file\($0)")).make() }
        for check in checks { _ = await check.run(timeout: .seconds(5)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for check in checks { group.addTask { await check.waitForChange() } }
            try await Task.sleep(for: .milliseconds(200))
            // Far fewer than one for each, whatever other tests hold meanwhile.
            #expect(try OpenDescriptors.count() <= before + 100)
            for index in 0..<200 { try self.directory.write("file\(index)", "") }
            try await group.waitForAll()
        }
    }

    @Test func aPathIsFollowedStepByStep() throws {
        mkdir(self.path("real"), 0o700)
        symlink("real", self.path("link"))
        let base = self.directory.path
        let steps = PathWalk("\(base)/link/../link/x").steps.filter { $0.directory.hasPrefix(base) }
        #expect(
            steps == [
                .init(directory: base, name: "link"), .init(directory: base, name: "real"),
                .init(directory: base, name: "link"), .init(directory: base, name: "real"),
                .init(directory: "\(base)/real", name: "x"),
            ]
        )
        symlink("loop", self.path("loop"))
        #expect(PathWalk(self.path("loop")).steps.count <= 64)
        #expect(PathWalk("/").steps.isEmpty)
    }

    @Test func brokenEventsAreLeftOut() {
        var event: [UInt8] = [7, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0] + Array("ab\0\0".utf8)
        #expect(DirectoryEvent.events(in: event) == [DirectoryEvent(watch: 7, mask: 0x100, name: Array("ab".utf8))])
        for length in 0..<event.count { #expect(DirectoryEvent.events(in: event.prefix(length)).isEmpty) }
        event[15] = 0xff
        #expect(DirectoryEvent.events(in: event).isEmpty)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = DirectoryEvent.events(in: bytes)
        }
    }
}
