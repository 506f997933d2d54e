import Checks
import Glibc
import Testing

@testable import Plugins

@Suite struct FileCheckTests {
    private let directory: TemporaryDirectory

    init() throws {
        self.directory = try TemporaryDirectory()
    }

    private func path(_ name: String) -> String { "\(self.directory.path)/\(name)" }

    @Test func aFileIsThere() async throws {
        let path = try self.directory.write("ready", "yes\n")
        let outcome = try await WrittenCheck<FileCheck>(path).run()
        #expect(outcome.status == .pass)
        #expect(outcome.reason == .ok)
        #expect(outcome.summary.hasPrefix("\(path): 4 bytes, written "))
        #expect(outcome.measurements.map(\.name) == ["size", "age"])
        #expect(outcome.assertions.map(\.name) == ["exists"])
        // A directory is a file, too, and so is a pipe, which a summary must not hide.
        let folder = try await WrittenCheck<FileCheck>(self.directory.path).run()
        #expect(folder.status == .pass)
        #expect(folder.summary.hasPrefix("\(self.directory.path): a directory, "))
        try #require(mkfifo(self.path("pipe"), 0o600) == 0)
        let pipe = try await WrittenCheck<FileCheck>(self.path("pipe")).run()
        #expect(pipe.status == .pass)
        #expect(pipe.summary.hasPrefix("\(self.path("pipe")): a pipe, 0 bytes, "))
    }

    @Test func aMissingFileFails() async throws {
        for path in [self.path("none"), self.path("none/below"), try self.directory.write("plain", "") + "/below"] {
            let outcome = try await WrittenCheck<FileCheck>(path).run()
            #expect(outcome.status == .fail)
            #expect(outcome.reason == .fileMissing)
            #expect(outcome.summary == "no file \(path)")
            #expect(
                outcome.assertions
                    == [CheckOutcome.Assertion("exists", expected: "a file", got: "no such file", .fail)]
            )
        }
    }

    @Test func anAbsentFileIsAskedFor() async throws {
        let written = WrittenCheck<FileCheck>(self.path("drain"), ("absent", "on"))
        let outcome = try await written.run()
        #expect(outcome.status == .pass)
        #expect(outcome.summary == "\(self.path("drain")) is not there, as expected")
        try self.directory.write("drain", "")
        let present = try await written.run()
        #expect(present.status == .fail)
        #expect(present.reason == .filePresent)
    }

    @Test func whatCannotBeLookedAtIsUnknown() async throws {
        symlink(self.path("loop"), self.path("loop"))
        for options in [[("absent", ["on"])], []] {
            var written = WrittenCheck<FileCheck>(self.path("loop"))
            written.options = options
            let outcome = try await written.run()
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == .fileUnreadable)
            #expect(outcome.summary == "cannot look at \(self.path("loop")): Too many levels of symbolic links")
            #expect(outcome.assertions.map(\.status) == [.unknown])
        }
    }

    @Test(arguments: [
        ("max_age", "60", CheckStatus.fail, ReasonCode.fileOld), ("max_age", "200", .pass, .ok),
        ("min_age", "60", .pass, .ok), ("min_age", "200", .fail, .fileYoung),
        ("min_size", "5", .pass, .ok), ("min_size", "6", .fail, .fileSize),
        ("max_size", "5", .pass, .ok), ("max_size", "4", .fail, .fileSize),
        ("expect_content", "^hel", .pass, .ok), ("expect_content", "^el", .fail, .fileContent),
        ("refuse_content", "x", .pass, .ok), ("refuse_content", "l+o$", .fail, .fileContent),
    ])
    func propertiesAreJudged(option: String, value: String, status: CheckStatus, reason: ReasonCode) async throws {
        let path = try self.directory.write("file", "hello")
        self.setAge(of: path, seconds: 100)
        let outcome = try await WrittenCheck<FileCheck>(path, (option, value)).run()
        #expect(outcome.status == status, "\(outcome.summary)")
        #expect(outcome.reason == reason)
        #expect(outcome.assertions.map(\.name) == ["exists", option])
        #expect(outcome.assertions.last?.status == status)
    }

    @Test func everythingAskedForIsAnAssertion() async throws {
        let path = try self.directory.write("file", "state: down\n")
        let outcome = try await WrittenCheck<FileCheck>(
            path,
            ("max_age", "60"),
            ("min_size", "100"),
            ("expect_content", "state: up"),
            ("expect_content", "state"),
            ("refuse_content", "error")
        ).run()
        #expect(outcome.reason == .fileSize)
        #expect(outcome.summary == "\(path) has 12 bytes, expected at least 100")
        #expect(outcome.assertions.map(\.status) == [.pass, .pass, .fail, .fail, .pass, .pass])
        #expect(outcome.assertions[3].got == "'state: down'")
    }

    @Test func contentIsReadAsFarAsAllowed() async throws {
        let path = try self.directory.write("file", String(repeating: "-", count: 100) + "end")
        #expect(try await WrittenCheck<FileCheck>(path, ("expect_content", "end")).run().status == .pass)
        let short = WrittenCheck<FileCheck>(path, ("expect_content", "end"), ("content_limit", "101"))
        #expect(try await short.run().reason == .fileContent)
        // A file of /proc has no size, but content.
        #expect(try await WrittenCheck<FileCheck>("/proc/self/comm", ("expect_content", ".")).run().status == .pass)
    }

    @Test func whatIsNoRegularFileHasNoContent() async throws {
        mkfifo(self.path("pipe"), 0o600)
        for path in [self.directory.path, self.path("pipe")] {
            let outcome = try await WrittenCheck<FileCheck>(path, ("expect_content", ".")).run(timeout: .seconds(2))
            #expect(outcome.reason == .fileContent)
            #expect(outcome.summary == "\(path) is no regular file, so it has no content")
        }
    }

    @Test(
        arguments: [
            ("0", 0), ("7\n", 7), (" -254 ", -254), ("+254", 254), ("255", nil), ("-255", nil), ("", nil), ("7 8", nil),
            ("0x10", nil), ("-", nil), ("1e3", nil), ("-25.4", nil), ("0007", nil), ("٣", nil),
        ] as [(String, Int?)]
    )
    func aScoreIsANumberAndNothingElse(content: String, score: Int?) async throws {
        #expect(FileScore.strict(Array(content.utf8)) == score)
        let path = try self.directory.write("score", content)
        let outcome = try await WrittenCheck<FileCheck>(path, ("score", "on")).run()
        #expect(outcome.score == score)
        #expect(outcome.status == (score == nil ? .unknown : .pass))
        #expect(outcome.reason == (score == nil ? .fileContent : .ok))
    }

    /// Measured with keepalived 2.4 at weight 10: `-25.4` moves the priority by −250, `0x10` by 160, `1e3` by 10.
    @Test(
        arguments: [
            ("3", 3), ("-25.4", -25), ("abc", 0), ("0x10", 16), ("0X1f", 31), ("1e3", 1), ("010", 8), ("08", 0),
            ("", 0),
            ("  +9x", 9), ("0x", 0), ("0xg", 0), ("-0x10", -16), ("2147483647", 2_147_483_647), ("2147483648", nil),
            ("-2147483648", -2_147_483_648), ("-2147483649", nil), ("99999999999999999999999999", nil), ("- 5", 0),
        ] as [(String, Int?)]
    )
    func keepalivedsNumbersAreReadAsItReadsThem(content: String, score: Int?) {
        #expect(FileScore.keepalived(Array(content.utf8)) == score)
    }

    @Test func keepalivedsRulesForWhatIsNoNumber() async throws {
        let check = try WrittenCheck<FileCheck>(self.path("score"), ("score", "keepalived")).make()
        let missing = await check.run(timeout: .seconds(5))
        #expect(missing.status == .pass)
        #expect(missing.score == 0)
        try self.directory.write("score", "-25.4\n")
        #expect(await check.run(timeout: .seconds(5)).score == -25)
        try self.directory.write("score", "4294967296")
        #expect(await check.run(timeout: .seconds(5)).score == -25)
        try self.directory.write("score", "abc")
        #expect(await check.run(timeout: .seconds(5)).score == 0)
    }

    @Test func contradictionsAreRefused() {
        #expect(throws: CheckSetupError("check test: no file has at least 5 and at most 4 bytes: exchange them")) {
            try WrittenCheck<FileCheck>("/x", ("min_size", "5"), ("max_size", "4")).make()
        }
        #expect(throws: CheckSetupError.self) {
            try WrittenCheck<FileCheck>("/x", ("absent", "on"), ("score", "on")).make()
        }
        #expect(throws: CheckSetupError.self) {
            try WrittenCheck<FileCheck>("/x", ("min_age", "5"), ("max_age", "4")).make()
        }
        #expect(throws: OptionError.self) { try WrittenCheck<FileCheck>("relative/path").make() }
        #expect(throws: OptionError.self) { try WrittenCheck<FileCheck>("/x", ("expect_content", "(")).make() }
    }

    private func setAge(of path: String, seconds: Int) {
        let now = FileFacts.Timestamp.now()
        let time = timespec(tv_sec: now.seconds - seconds, tv_nsec: now.nanoseconds)
        let times = [time, time]
        utimensat(AT_FDCWD, path, times, 0)
    }
}
