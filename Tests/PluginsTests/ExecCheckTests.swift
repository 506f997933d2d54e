import Checks
import Glibc
import Testing

@Suite struct ExecCheckTests {
    @Test(arguments: [
        ("keepalived", 0, CheckStatus.pass, ReasonCode.ok),
        ("keepalived", 1, .fail, .execExit),
        ("keepalived", 2, .fail, .execExit),
        ("keepalived", 126, .unknown, .execNotExecutable),
        ("keepalived", 127, .unknown, .execNotFound),
        ("nagios", 0, .pass, .ok),
        ("nagios", 1, .warn, .execExit),
        ("nagios", 2, .fail, .execExit),
        ("nagios", 3, .unknown, .execExit),
        ("nagios", 4, .unknown, .execExit),
        ("nagios", 127, .unknown, .execNotFound),
        ("json", 1, .unknown, .execExit),
        ("json", 0, .unknown, .execMalformed),
    ])
    func exitCodesAreJudged(name: String, code: Int, status: CheckStatus, reason: ReasonCode) async throws {
        let words = Words("exec", "/bin/sh", "-c", "exit \(code)", options: ["protocol": [name]])
        let outcome = try await words.run()
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
        if name != "json" { #expect(outcome.summary.contains("\(code)")) }
        #expect(outcome.assertions.first?.got == "code \(code)")
    }

    /// What keepalived says of a script; a check of our own is stricter.
    @Test(arguments: [
        (0, CheckStatus.pass, ReasonCode.ok), (1, .fail, .execExit), (126, .fail, .execExit), (127, .fail, .execExit),
    ])
    func scriptsAreJudgedAsKeepalivedDoes(code: Int, status: CheckStatus, reason: ReasonCode) async throws {
        let outcome = try await Words("exec", "/bin/sh", "-c", "exit \(code)", isScript: true).run()
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
        #expect(outcome.summary.contains("\(code)"))
    }

    @Test func aBareNameIsLookedForInPath() async throws {
        #expect(try await Words("exec", "true").run().status == .pass)
        #expect(try await Words("exec", "false").run().reason == .execExit)
    }

    @Test func argumentsPassNoShell() async throws {
        let outcome = try await Words("exec", "echo", "$HOME", "a b", "", "*", "'x'").run()
        #expect(outcome.output == "$HOME a b  * 'x'\n")
        #expect(outcome.summary == "exit code 0: $HOME a b * 'x'")
    }

    @Test func theFirstArgumentIsTheProgramAsWritten() async throws {
        let outcome = try await Words("exec", "sh", "-c", "echo $0").run()
        #expect(outcome.output == "sh\n")
    }

    @Test func whatCannotRunIsUnknown() async throws {
        let directory = try TemporaryDirectory()
        let plain = try directory.write("plain", "#!/bin/sh\n", mode: 0o644)
        let orphan = try directory.write("orphan", "#!/no/such/interpreter\n", mode: 0o755)
        let rows: [(String, ReasonCode, String)] = [
            ("/no/such/program", .execNotFound, "No such file or directory"),
            ("no-such-program-anywhere", .execNotFound, "no such program in"),
            ("\(plain)/below", .execNotFound, "Not a directory"),
            (plain, .execNotExecutable, "chmod +x"),
            (directory.path, .execNotExecutable, "found no file"),
            (orphan, .execNotFound, "interpreter"),
        ]
        for (program, reason, words) in rows {
            for name in ["keepalived", "nagios", "json"] {
                let options = ["protocol": [name], "unsafe_path": ["on"]]
                let outcome = try await Words("exec", program, options: options).run()
                #expect(outcome.status == .unknown, "\(program)")
                #expect(outcome.reason == reason, "\(program): \(outcome.summary)")
                #expect(outcome.summary.contains(words), "\(outcome.summary)")
            }
        }
    }

    @Test func aScriptWithoutInterpreterLineRunsInTheShell() async throws {
        let directory = try TemporaryDirectory()
        let script = try directory.write("bare", "echo \"$1 $0\"; exit 3\n", mode: 0o755)
        let outcome = try await Words("exec", script, "one", options: ["unsafe_path": ["on"]]).run()
        #expect(outcome.status == .fail)
        #expect(outcome.summary == "exit code 3: one \(script)")
    }

    @Test func aSignalIsNoExitCode() async throws {
        let kill = ["-c", "kill -KILL $$"]
        for (isScript, status) in [(true, CheckStatus.fail), (false, .unknown)] {
            let outcome = try await Words("exec", "/bin/sh", kill[0], kill[1], isScript: isScript).run()
            #expect(outcome.status == status)
            #expect(outcome.reason == .execSignal)
            #expect(outcome.summary == "killed by signal 9")
        }
        let nagios = try await Words("exec", "/bin/sh", kill[0], kill[1], options: ["protocol": ["nagios"]]).run()
        #expect(nagios.status == .unknown)
    }

    @Test func bothOutputsAreKept() async throws {
        let outcome = try await Words("shell", "echo out; echo err >&2; exit 1").run()
        #expect(outcome.output == "out\nerr\n")
        #expect(outcome.summary == "exit code 1: out")
    }

    @Test func aFloodOfOutputIsCutAndDrained() async throws {
        let outcome = try await Words("shell", "head -c 3000000 /dev/zero | tr '\\0' 'é'; exit 4").run(
            timeout: .seconds(60)
        )
        #expect(outcome.reason == .execExit)
        #expect(outcome.output.utf8.count <= CheckOutcome.outputLimit)
        #expect(outcome.output.utf8.count > CheckOutcome.outputLimit - 8)
    }

    @Test func aChildStartsClean() async throws {
        let script = """
            grep -E '^Sig(Blk|Ign)' /proc/self/status | tr -s '\\t' ' '
            readlink /proc/self/fd/0
            test "$(ps -o pgid= -p $$ | tr -d ' ')" = $$ && echo leader
            ls /proc/self/fd | wc -l
            """
        signal(SIGPIPE, SIG_IGN)
        let outcome = try await Words("shell", script).run()
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "SigBlk: 0000000000000000")
        // Signals 32 and 33 are the C library's own.
        let ignored = try #require(lines.dropFirst().first?.split(separator: " ").last)
        #expect(UInt64(ignored, radix: 16).map { $0 & 0x7fff_ffff } == 0)
        #expect(lines.contains("/dev/null"))
        #expect(lines.contains("leader"))
        // 0, 1, 2 and the one `ls` reads the directory with.
        #expect(lines.last == "4")
    }

    @Test func theEnvironmentIsCleaned() async throws {
        setenv("LD_LIBRARY_PATH", "/tmp/nowhere", 1)
        setenv("PLUGTEST_KEPT", "yes", 1)
        defer {
            unsetenv("LD_LIBRARY_PATH")
            unsetenv("PLUGTEST_KEPT")
        }
        let script = try await Words("exec", "env", isScript: true).run()
        #expect(!script.output.contains("LD_LIBRARY_PATH"))
        #expect(script.output.contains("PLUGTEST_KEPT=yes"))
        #expect(!script.output.contains("CHECK_"))
        let words = Words("exec", "env", repeated: [["env", "TOKEN", "a b=c"], ["env", "LANG", "C.UTF-8"]])
        let outcome = try await words.run(timeout: .milliseconds(4321))
        #expect(
            outcome.output.split(separator: "\n").sorted() == [
                "CHECK_API=1.0",
                "CHECK_NAME=test",
                "CHECK_TIMEOUT_MS=4321",
                "LANG=C.UTF-8",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "TOKEN=a b=c",
            ]
        )
        #expect(try words.check().secrets == ["a b=c"])
    }

    @Test func performanceDataIsRead() async throws {
        let text = "DISK OK - 3 GB free | /=2643MB;5948;5958;0;5968 'two words'=0.5% =1 x=y n=U"
        let words = Words("exec", "/bin/sh", "-c", "echo \"$0\"", text, options: ["protocol": ["nagios"]])
        let outcome = try await words.run()
        #expect(outcome.summary == "DISK OK - 3 GB free")
        #expect(
            outcome.measurements == [
                CheckOutcome.Measurement(name: "/", value: 2643, unit: "MB"),
                CheckOutcome.Measurement(name: "two words", value: 0.5, unit: "%"),
            ]
        )
    }

    @Test(arguments: ["sleep 300 & echo $!", "sleep 300 >/dev/null 2>&1 & echo $!; exit 0"])
    func aLeftoverDelaysNothingAndEnds(line: String) async throws {
        // The sleeper may inherit the pipe; the program itself has ended, and with it the run and all its processes.
        let check = try Words("shell", line).check()
        let outcome = await check.run(timeout: .seconds(60))
        #expect(outcome.status == .pass)
        let sleeper = try #require(pid_t(outcome.output.split(separator: "\n").first ?? ""))
        let isGone = try await eventually { ExecDeadlineTests.isGone(sleeper) }
        #expect(isGone)
        if !isGone { kill(sleeper, SIGKILL) }
    }
}

@Suite struct ShellCheckTests {
    @Test func theShellsOwnFailuresAreUnknown() async throws {
        let missing = try await Words("shell", "no-such-command-anywhere").run()
        #expect(missing.status == .unknown)
        #expect(missing.reason == .execNotFound)
        let directory = try TemporaryDirectory()
        let plain = try directory.write("plain", "echo", mode: 0o644)
        let denied = try await Words("shell", plain).run()
        #expect(denied.status == .unknown)
        #expect(denied.reason == .execNotExecutable)
    }

    @Test func pipesAndVariablesWork() async throws {
        #expect(try await Words("shell", "x=2; echo one two | wc -w | grep -q $x").run().status == .pass)
        #expect(try await Words("shell", "true | false").run().status == .fail)
    }

    @Test func oneCommandLineIsExpected() {
        #expect(throws: CheckSetupError.self) { try Words("shell", "test", "-e", "/").check() }
    }
}
