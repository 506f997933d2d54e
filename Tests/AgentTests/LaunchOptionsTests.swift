import Agent
import Testing

@Suite("Command line of batond")
struct LaunchOptionsTests {
    @Test("the seed's entry point: every word is keepalived's")
    func seed() throws {
        let words = "-n -l -D -f /etc/keepalived/keepalived.conf --dont-fork --log-console".split(separator: " ").map(
            String.init
        )
        let options = try LaunchOptions(parsing: words)
        #expect(options.staysInForeground)
        #expect(options.logsDetail)
        #expect(options.configurationFile == "/etc/keepalived/keepalived.conf")
        #expect(options.request == .run)
    }

    @Test(
        "joined, attached and separate values",
        arguments: [
            ["-nlDf", "/x"], ["-n", "-f/x"], ["--use-file=/x"], ["--use-file", "/x"], ["-P", "-f", "/x", "-G"],
        ]
    )
    func values(words: [String]) throws {
        #expect(try LaunchOptions(parsing: words).configurationFile == "/x")
    }

    @Test(
        "every flag of keepalived is accepted",
        arguments: [
            "-P", "-C", "-B", "--all", "-l", "-D", "-S7", "-g", "--log-file=/x", "--flush-log-file", "-G", "-u077",
            "-X", "-V",
            "-I", "-R", "-n", "-d", "-p/x", "-r/x", "-c/x", "-b/x", "-a", "-T", "-x", "-A/x", "-m", "-M", "-e", "-ix",
            "-t",
            "-t/x", "--config-test=/x", "--ignore-sigint", "--perf", "--debug=x", "--no-mem-check", "-L", "-O", "-v",
            "-h",
        ]
    )
    func keepalived(word: String) throws {
        _ = try LaunchOptions(parsing: [word])
    }

    @Test(
        "what is wrong is named, with what was expected",
        arguments: [
            (["-f"], "-f expects a value"), (["--nonsense"], "unknown option --nonsense"),
            (["-Z"], "unknown option -Z"),
            (["file.conf"], "unexpected argument file.conf"), (["--vrrp=1"], "takes no value"),
            (["--signum=KILL"], "Unknown sigfunc KILL; --signum expects STOP, RELOAD, DATA"),
            (["-u", "999"], "expected a number from 0 to 0777"),
            (["--umask=rwx"], "expected a number from 0 to 0777"), (["-r"], "-r expects a value"),
        ]
    )
    func errors(words: [String], fragment: String) {
        let error = #expect(throws: LaunchError.self) { try LaunchOptions(parsing: words) }
        #expect(error?.message.contains(fragment) == true)
        #expect(error?.exitStatus == ExitStatus.failure)
    }

    @Test("the words about processes say what they say")
    func processes() throws {
        let words = [
            "-u", "0137", "-r", "/r", "--checkers_pid=/c", "-p/p", "-R", "-s", "blue", "-m", "--ignore-sigint", "-g",
        ]
        let options = try LaunchOptions(parsing: words)
        #expect(options.umask == 0o137)
        #expect([options.pidFile, options.routerPIDFile, options.checkerPIDFile] == ["/p", "/r", "/c"])
        #expect(options.restartsNothing && options.leavesCoreDumps && options.ignoresInterrupt)
        #expect(options.namespace == "blue")
        #expect(options.logFile == "/var/log/batond.log")
        #expect(options.ignored.isEmpty)
    }

    @Test("--record names a file")
    func record() throws {
        #expect(try LaunchOptions(parsing: ["--record", "/var/lib/baton/rec"]).recordingFile == "/var/lib/baton/rec")
        #expect(try LaunchOptions(parsing: []).recordingFile == nil)
        #expect(throws: LaunchError.self) { try LaunchOptions(parsing: ["--record"]) }
    }

    @Test("-t only tests, and its value is no configuration file")
    func configTest() throws {
        let options = try LaunchOptions(parsing: ["-t/tmp/log", "-f", "/x"])
        #expect(options.testsOnly)
        #expect(options.configurationFile == "/x")
        // Who asked for a file is told that there will be none.
        #expect(options.ignoredTestLog == "/tmp/log")
        #expect(try LaunchOptions(parsing: ["-t"]).ignoredTestLog == nil)
        #expect(try LaunchOptions(parsing: ["--config-test=/x"]).ignoredTestLog == "/x")
    }
}
