import Checks
import Glibc
import Testing

@testable import Plugins

/// Where a program runs, and within which limits.
@Suite struct ExecLimitTests {
    @Test func limitsAreSet() async throws {
        let options = [
            "limit_open_files": ["77"], "limit_memory": ["512"], "limit_cpu_seconds": ["9"], "limit_file_size": ["3"],
        ]
        let outcome = try await Words("shell", "cat /proc/self/limits", options: options).run()
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        func limits(_ name: String) -> [String] {
            let words = name.split(separator: " ").count
            return lines.first { $0.joined(separator: " ").hasPrefix(name) }.map {
                Array($0.dropFirst(words).prefix(2))
            } ?? []
        }
        #expect(limits("Max open files") == ["77", "77"])
        #expect(limits("Max address space") == ["536870912", "536870912"])
        #expect(limits("Max cpu time") == ["9", "10"])
        #expect(limits("Max file size") == ["3145728", "3145728"])
    }

    @Test func aLimitThatIsReachedIsNamed() async throws {
        let line = "head -c 3000000 /dev/zero > \"$0\""
        let directory = try TemporaryDirectory()
        let words = Words(
            "exec",
            "/usr/bin/head",
            "-c",
            "3000000",
            "/dev/zero",
            options: ["limit_file_size": ["1"]]
        )
        // Standard output is a pipe, which no limit of files concerns.
        #expect(try await words.run().status == .pass)
        let shell = Words(
            "exec",
            "/bin/sh",
            "-c",
            "exec \(line)",
            "\(directory.path)/file",
            options: ["limit_file_size": ["1"]]
        )
        let outcome = try await shell.run()
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .execSignal)
        #expect(outcome.summary == "killed by signal 25 (limit_file_size)")
    }

    @Test func aUserMayBeLimitedToo() async throws {
        guard geteuid() == 0 else {
            if getenv("CI").map({ String(cString: $0) }) == "true" { Issue.record("this test needs root") }
            return
        }
        let words = Words(
            "shell",
            "id -un; ulimit -n",
            options: ["limit_open_files": ["55"]],
            user: ScriptUser(user: "nobody")
        )
        #expect(try await words.run(mayChangeUser: true).output == "nobody\n55\n")
    }

    @Test func theFolderIsTheRootUnlessAnotherIsNamed() async throws {
        #expect(try await Words("exec", "pwd").run().output == "/\n")
        let directory = try TemporaryDirectory()
        let named = try await Words("exec", "pwd", options: ["directory": [directory.path]]).run()
        #expect(named.output == "\(directory.path)\n")
        let missing = try await Words("exec", "pwd", options: ["directory": ["/no/such/folder"]]).run()
        #expect(missing.status == .unknown)
        #expect(missing.reason == .execSpawn)
        #expect(missing.summary == "cannot run pwd in /no/such/folder: expected a folder there")
    }

    @Test func aProgramIsLookedForWhereItsOwnPathSays() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("plugtest-own", "#!/bin/sh\necho here\n", mode: 0o755)
        let words = Words("exec", "plugtest-own", repeated: [["env", "PATH", "\(directory.path):/bin"]])
        #expect(try await words.run().output == "here\n")
        #expect(try await Words("exec", "plugtest-own").run().reason == .execNotFound)
    }

    @Test func theToolsFailuresAreNotTheProgramsOwn() async throws {
        let directory = try TemporaryDirectory()
        let orphan = try directory.write("orphan", "#!/no/such/interpreter\n", mode: 0o755)
        for options in [["limit_open_files": ["64"]], [:]] {
            let outcome = try await Words("exec", orphan, options: options).run()
            #expect(outcome.status == .unknown)
            #expect(outcome.reason == .execNotFound, "\(outcome.summary)")
        }
        // What a program says itself is its own, whatever its words.
        let words = Words("exec", "/bin/sh", "-c", "echo 'prlimit: no'; exit 1")
        #expect(try await words.run().reason == .execExit)
    }

    /// Debian's plugins, as they come.
    @Test(arguments: [
        ("check_dummy", ["0", "fine"], CheckStatus.pass), ("check_dummy", ["2"], .fail),
        ("check_load", ["-w", "1000", "-c", "1000"], .pass), ("check_procs", ["-c", "1:100000"], .pass),
        ("check_tcp", ["-H", "127.0.0.1", "-p", "1"], .fail),
    ])
    func nagiosPluginsRunUnmodified(name: String, arguments: [String], status: CheckStatus) async throws {
        let path = "/usr/lib/nagios/plugins/\(name)"
        guard access(path, X_OK) == 0 else {
            if getenv("CI").map({ String(cString: $0) }) == "true" { Issue.record("install monitoring-plugins-basic") }
            return
        }
        var words = Words("exec", path, options: ["protocol": ["nagios"], "limit_memory": ["512"]])
        words.arguments += arguments
        let outcome = try await words.run()
        #expect(outcome.status == status, "\(outcome)")
        if name == "check_load" {
            #expect(outcome.measurements.map(\.name) == ["load1", "load5", "load15"])
        }
    }
}
