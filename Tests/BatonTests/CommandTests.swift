import Checks
import Foundation
import Testing

@testable import baton

/// The program itself: what it prints where, and with which code it ends.
@Suite(.timeLimit(.minutes(2))) struct CommandTests {
    private let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
        try self.folder.write(
            "all.conf",
            """
            check good {
                shell "echo fine"
                interval 5
            }
            check warning {
                shell "exit 1" {
                    protocol nagios
                }
                interval 5
            }
            check bad {
                shell "echo 'no such luck'; exit 1"
                interval 5
            }
            check nothing {
                exec /nowhere/at/all
                interval 5
            }
            check behind {
                shell "echo fine"
                requires bad
            }
            check most {
                at_least 1 good bad
            }
            check none {
                all_of good bad
            }
            check secret {
                shell "printenv WORD" {
                    env WORD hunter2secret
                }
                interval 5
            }
            """
        )
    }

    private func run(_ arguments: String..., interruptAfter: Double? = nil) throws -> Program.Result {
        try Program.baton(
            ["check"] + arguments,
            in: self.folder.path,
            interruptAfter: interruptAfter
        )
    }

    @Test(
        "the worst result is the exit code",
        arguments: [
            (["good"], 0), (["good", "warning"], 1), (["warning", "bad", "good"], 2), (["bad", "nothing"], 3),
            (["behind"], 3), (["most"], 0), (["none"], 2), (["unheard-of"], 64), ([], 64),
            (["good", "--count", "0"], 64),
            (["missing.conf"], 78),
        ] as [([String], Int32)]
    )
    func exitCodes(arguments: [String], code: Int32) throws {
        let result = try Program.baton(["check", "run", "--checks", "."] + arguments, in: self.folder.path)
        #expect(result.code == code, "\(result.output)\(result.errors)")
    }

    @Test("every format is what it says, with the same exit code", arguments: RunFormat.allCases)
    func formats(format: RunFormat) throws {
        let result = try self.run("run", "--checks", ".", "good", "bad", "--format", format.rawValue)
        #expect(result.code == 2)
        let first = try #require(result.lines.first)
        switch format {
        case .text: #expect(first.hasPrefix("PASS     good  "))
        case .json: #expect(try JSONValue(parsing: Array(first.utf8))["schema"] == .string("check-run/v1"))
        case .nagios: #expect(result.lines.last?.hasPrefix("BAD CRITICAL - ") == true)
        case .tap: #expect(first == "TAP version 14" && result.lines.last == "1..2")
        case .junit: #expect(first.hasPrefix("<?xml") && result.lines.last == "</testsuites>")
        case .prometheus: #expect(first.hasPrefix("# HELP baton_check_state "))
        }
    }

    @Test func whatACheckLooksAtRunsBeforeItAndIsNotPrinted() throws {
        let result = try self.run("run", "--checks", ".", "behind", "none", "--format", "json")
        let documents = try result.lines.map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(documents.map { $0["check"] } == [.string("behind"), .string("none")])
        #expect(documents.first?["reason"] == .string("check.blocked"))
        #expect(
            documents.first?["requires"] == .array([.object(["check": .string("bad"), "health": .string("down")])])
        )
        #expect(documents.last?["reason"] == .string("members.down"))
    }

    @Test func roundsAreCounted() throws {
        let result = try self.run(
            "run",
            "--checks",
            ".",
            "bad",
            "--count",
            "3",
            "--interval",
            "0.05",
            "--format",
            "json"
        )
        let documents = try result.lines.map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(documents.map { $0["run"]?.integer } == [1, 2, 3])
        #expect(documents.map { $0["counting"]?["streak"]?.integer } == [1, 2, 3])
    }

    @Test func secretsAreNeverShown() throws {
        for arguments in [
            ["run", "secret", "--explain"], ["run", "secret", "--format", "json"],
            ["run", "secret", "--format", "junit"],
            ["list"], ["list", "--format", "json"],
        ] {
            let result = try Program.baton(["check"] + arguments + ["--checks", "."], in: self.folder.path)
            #expect(result.code == 0)
            #expect(!(result.output + result.errors).contains("hunter2secret"), "\(arguments): \(result.output)")
        }
        let explained = try self.run("run", "--checks", ".", "secret", "--explain")
        #expect(explained.output.contains("env ***"))
    }

    @Test("the same outcomes come from another checker's plugins")
    func foreignChecker() throws {
        for option in [["--checker", Program.path("baton-checker")], []] {
            let result = try Program.baton(
                ["check", "run", "--checks", ".", "good", "behind", "none", "--format", "json"] + option,
                in: self.folder.path,
                environment: option.isEmpty ? ["BATON_CHECKER": Program.path("baton-checker")] : [:]
            )
            let documents = try result.lines.map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(documents.map { $0["reason"]?.string } == ["ok", "check.blocked", "members.down"])
            #expect(documents.last?["assertions"]?.array?.count == 2, "assertions come along")
            #expect(result.code == 3)
        }
    }

    @Test("a checker that cannot be asked is named", arguments: ["/nowhere/checker", "/bin/false"])
    func badChecker(path: String) throws {
        let result = try self.run("run", "--checks", ".", "good", "--checker", path)
        #expect(result.code == 78)
        #expect(result.errors.contains("--checker"))
        #expect(result.errors.contains(path))
    }

    @Test("an interrupted document is complete")
    func interruption() throws {
        try self.folder.write("slow.conf", "check slow {\n    shell \"sleep 30\"\n    interval 40\n}\n")
        let result = try self.run("run", "./slow.conf", "--format", "junit", interruptAfter: 1)
        #expect(result.code == 130)
        #expect(result.lines.last == "</testsuites>")
    }

    @Test func watchEndsWithASummary() throws {
        let ended = try self.run("watch", "--checks", ".", "good", "behind", "--for", "0.5")
        #expect(ended.code == 0)
        #expect(ended.output.contains("  pass     good  "))
        #expect(ended.output.contains("check.blocked"))
        #expect(ended.lines.last?.hasPrefix("behind: ") == true)
        let interrupted = try self.run("watch", "--checks", ".", "good", interruptAfter: 1)
        #expect(interrupted.code == 0)
        #expect(interrupted.lines.last?.hasPrefix("good: ") == true)
    }

    @Test func aNewCheckIsWrittenOnce() throws {
        let arguments = ["new", "tcp", "redis", "127.0.0.1:6379", "--set", "connect_timeout=0.3", "--dir", "."]
        let first = try Program.baton(["check"] + arguments, in: self.folder.path)
        #expect(first.code == 0, "\(first.errors)")
        let text = try self.folder.read("redis.conf")
        #expect(text.contains("connect_timeout 0.3"))
        #expect(try Program.baton(["check"] + arguments, in: self.folder.path).code == 73)
        #expect(try self.folder.read("redis.conf") == text)
        #expect(try self.run("new", "tcp", "good", "127.0.0.1:1", "--dir", ".").errors.contains("all.conf:1:7"))
        #expect(try self.run("new", "http", "web", "--dir", ".").code == 64)
        #expect(try self.run("new", "http", "web", "--url", "ftp://x", "--dir", ".").code == 78)
        #expect(try self.run("new", "nonsense", "web", "x").code == 64)
    }

    @Test func discoveryWritesNothingTwice() throws {
        let first = try self.run("discover", "--write", "found")
        #expect([0, 1].contains(first.code), "\(first.errors)")
        #expect(try self.run("discover", "--write", "found").code == 1)
    }

    @Test func matchingProcessesAreShown() throws {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let me = try #require(program.split(separator: "/").last.map(String.init))
        let result = try self.run("match", "process", me, "--format", "json")
        #expect(result.code == 0, "\(result.errors)")
        let document = try JSONValue(parsing: Array(result.output.utf8))
        let pids = document["processes"]?.array?.compactMap { $0["pid"]?.integer } ?? []
        #expect(pids.contains(Int(ProcessInfo.processInfo.processIdentifier)))
        #expect(try self.run("match", "process", "no-such-program-here").code == 1)
        #expect(try self.run("match", "process").code == 64)
    }

    @Test func aPushThatNobodyHearsIsSaid() throws {
        let result = try self.run("push", "backup", "pass", "--socket", "\(self.folder.path)/none")
        #expect(result.code == 3)
        #expect(result.errors.contains("no checker listens here"))
    }

    @Test func aFileWithASecretIsForItsOwner() throws {
        let result = try self.run("new", "exec", "hidden", "/bin/true", "--set", "env=WORD hunter2", "--dir", ".")
        #expect(result.code == 0, "\(result.errors)")
        #expect(!(result.output + result.errors).contains("hunter2"))
        let mode = { (name: String) in
            try FileManager.default.attributesOfItem(atPath: "\(self.folder.path)/\(name)")[.posixPermissions] as? Int
        }
        #expect(try mode("hidden.conf") == 0o600)
        #expect(try self.run("new", "exec", "open", "/bin/true", "--dir", ".").code == 0)
        #expect(try mode("open.conf") == 0o644)
    }

    @Test func theListSaysWhatAChecksDefinitionSays() throws {
        try self.folder.write(
            "rich.conf",
            """
            check rich {
                tcp 127.0.0.1:9
                summary "the discard service"
                interval 2
                fast_interval 0.5
                down_interval 10
                rise 2
                fall 3
                window 3/5
                jitter 10%
                weight -40 reverse
                mode observe
                scope shared
                requires good
            }
            """
        )
        let text = try self.run("list", "--checks", ".")
        #expect(text.code == 0)
        let line = try #require(text.lines.first { $0.hasPrefix("rich ") })
        for part in ["2 s/500 ms/10 s", "2/3 of 3/5", "-40 reverse", "observe shared", "good", "rich.conf:1:7"] {
            #expect(line.contains(part), "\(part): \(line)")
        }
        let json = try self.run("list", "--checks", ".", "--format", "json")
        let checks = try JSONValue(parsing: Array(json.output.utf8))["checks"]?.array ?? []
        let rich = try #require(checks.first { $0["name"] == .string("rich") })
        let expected: [String: JSONValue] = [
            "summary": .string("the discard service"), "mode": .string("observe"), "scope": .string("shared"),
            "requires": .array([.string("good")]), "interval_ms": .number(2000), "fast_interval_ms": .number(500),
            "down_interval_ms": .number(10000), "jitter_percent": .number(10), "window": .string("3/5"),
            "weight": .number(-40), "reverse": .boolean(true), "line": .number(1),
        ]
        for (name, value) in expected { #expect(rich[name] == value, "\(name)") }
    }

    @Test("the configuration names the checker, and the command line overrules it")
    func configuredChecker() throws {
        let configuration = { (checker: String) in
            """
            global_defs {
                checker \(checker)
            }
            check good {
                shell "echo fine"
                interval 5
            }
            """
        }
        try self.folder.write("right.conf", configuration(Program.path("baton-checker")))
        try self.folder.write("wrong.conf", configuration("/nowhere/checker"))
        #expect(try self.run("run", "good", "--config", "right.conf").code == 0)
        let wrong = try self.run("run", "good", "--config", "wrong.conf")
        #expect(wrong.code == 78)
        #expect(wrong.errors.contains("/nowhere/checker"))
        let option = Program.path("baton-checker")
        #expect(try self.run("run", "good", "--config", "wrong.conf", "--checker", option).code == 0)
    }
}
