import Checks
import Configuration
import Glibc
import Testing

@testable import Checker

/// Files on the disk, as `baton check` and `batond` read them.
@Suite struct CheckLoaderTests {
    private let loader = CheckLoader(plugins: BuiltinPlugins.descriptions)

    /// A folder of its own for each test, gone afterwards.
    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        var template = Array("/tmp/check-loader-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { rmdir(folder) }
        defer { for name in files.keys { unlink("\(folder)/\(name)") } }
        for (name, text) in files {
            let descriptor = open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
            try #require(descriptor >= 0)
            #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
            close(descriptor)
        }
        try body(folder)
    }

    private static func check(_ name: String) -> String { "check \(name) {\n    process \(name)\n}\n" }

    @Test func aFolderGivesItsFilesInOrder() throws {
        let files = ["b.conf": Self.check("b"), "a.conf": Self.check("a"), "c.txt": "none", "B.conf": Self.check("B")]
        try self.withFolder(files) { folder in
            let paths = try self.loader.files(in: folder)
            #expect(paths == ["\(folder)/B.conf", "\(folder)/a.conf", "\(folder)/b.conf"])
            let result = self.loader.load(files: paths)
            #expect(result.checks.map(\.name) == ["B", "a", "b"])
            #expect(!result.hasErrors)
        }
    }

    @Test func aPatternInAFolderNameIsNoPattern() throws {
        try self.withFolder(["a.conf": Self.check("a")]) { folder in
            let braces = try self.loader.files(in: folder + "/{.,..}")
            #expect(braces.isEmpty)
            let question = try self.loader.files(in: String(folder.dropLast()) + "?")
            #expect(question.isEmpty)
        }
    }

    @Test func aConfigurationFindsItsFolderByABracePattern() throws {
        let main = "global_defs {\n    checks_dir .\n}\ninclude {x,y}.inc\n"
        let script = "vrrp_script %s {\n    script \"/bin/true\"\n}\n"
        let files = [
            "main": main, "a.conf": Self.check("a"), "x.inc": script.replacing("%s", with: "x"),
            "y.inc": script.replacing("%s", with: "y"),
        ]
        try self.withFolder(files) { folder in
            let result = self.loader.load(configuration: "\(folder)/main")
            #expect(result.checks.map(\.name).sorted() == ["a", "x", "y"])
        }
    }

    @Test func whatIsNoConfigurationIsRefused() throws {
        try self.withFolder(["script": "#!/bin/sh\n", "pipe": ""]) { folder in
            chmod("\(folder)/script", 0o755)
            unlink("\(folder)/pipe")
            #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
            #expect(self.loader.problem(reading: "\(folder)/script") == .isExecutable)
            #expect(self.loader.problem(reading: folder) == .isDirectory)
            #expect(self.loader.problem(reading: "\(folder)/absent") == .notFound)
            #expect(self.loader.problem(reading: "\(folder)/script/below") == .notFound)
            // And opening a pipe that has no writer does not wait for one.
            #expect(self.loader.problem(reading: "\(folder)/pipe") == .unreadable("not a regular file"))
            #expect(self.loader.problem(reading: "/dev/zero") == .unreadable("not a regular file"))
        }
    }

    @Test func aFileThatIsTooLargeIsNotRead() throws {
        try self.withFolder(["large": ""]) { folder in
            #expect(truncate("\(folder)/large", 17 << 20) == 0)
            #expect(self.loader.problem(reading: "\(folder)/large") == .unreadable("larger than 16 MiB"))
        }
    }

    private static func instance(on interface: String) -> String {
        "vrrp_instance VI_1 {\n    interface \(interface)\n    virtual_router_id 51\n    virtual_ipaddress {\n"
            + "        192.0.2.1 dev lo\n    }\n}\n"
    }

    @Test func anInterfaceThatIsNotThereIsAnError() throws {
        let files = ["good.conf": Self.instance(on: "lo"), "bad.conf": Self.instance(on: "nope0")]
        try self.withFolder(files) { folder in
            let good = self.loader.configurationForThisHost("\(folder)/good.conf")
            #expect(good.configuration != nil)
            let bad = self.loader.configurationForThisHost("\(folder)/bad.conf")
            #expect(bad.configuration == nil)
            let error = try #require(bad.diagnostics.first { $0.severity == .error })
            #expect(error.message.hasPrefix("vrrp_instance VI_1: interface nope0 does not exist, expected one of: "))
            #expect(error.message.contains("lo"))
            #expect(error.location.line == 2)
        }
    }

    @Test func theConfigurationIDChoosesItsLines() throws {
        try self.withFolder(["a.conf": "@one check one {\n@one process x\n@one }\n"]) { folder in
            let path = "\(folder)/a.conf"
            #expect(self.loader.configuration(path, configurationID: "one").configuration?.checks.count == 1)
            #expect(self.loader.configuration(path, configurationID: "two").configuration?.checks.count == 0)
        }
    }

    @Test func aFolderThatCannotBeListedIsNamed() throws {
        try self.withFolder([:]) { folder in
            let loop = "\(folder)/loop"
            try #require(symlink("loop", loop) == 0)
            defer { unlink(loop) }
            let error = #expect(throws: SourceError.self) { try self.loader.files(in: loop) }
            #expect(error?.description.hasPrefix("cannot list the folder \(loop): ") == true, "\(error as Any)")
        }
    }
}
