import Checks
import Configuration
import Testing

/// `*.test.conf` files: what they mean, and what is said of those that mean nothing.
@Suite("Tests of checks")
struct CheckTestTests {
    static let checks = """
        check web {
            http http://192.0.2.1/ {
                expect_status 200
                expect_body "ok"
            }
            interval 5
            fall 3
        }
        vrrp_script script {
            script "/bin/true"
            interval 9
        }
        """

    private func parse(_ text: String, checks: String = Self.checks) -> CheckTestResult {
        var reader = MemoryReader(files: ["/d/web.conf": checks, "/d/web.test.conf": text])
        return CheckTestParser.parse(
            reader: &reader,
            testFile: "/d/web.test.conf",
            checkFiles: ["/d/web.conf"],
            plugins: TestPlugins.all
        )
    }

    private func test(_ body: String) throws -> CheckTest {
        let result = self.parse("test t {\n\(body)\n}\n")
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map { $0.rendered() })")
        return try #require(result.tests.first)
    }

    @Test("steps stand in the order they are written")
    func steps() throws {
        let test = try self.test(
            """
            summary "what it is for"
            check web
            fixture http server { respond 200 }
            given redis down
            expect pass
            expect fail reason http.status summary "^5" score -3 health up times 4
            health down
            stop server
            start server
            change server { hang }
            push warn "slow" ttl 1.5 score 7
            wait 0.25
            """
        )
        #expect(test.name == "t")
        #expect(test.summary == "what it is for")
        #expect(test.check == "web")
        #expect(test.fixtures.map(\.name) == ["server"])
        let hanging = TestFixture.HTTPService(answers: [TestFixture.Answer(reply: .hang)])
        let expected: [TestStep.Action] = [
            .given(check: "redis", .down),
            .expect(TestStep.Expectation(status: .pass)),
            .expect(
                TestStep.Expectation(
                    status: .fail,
                    reason: .httpStatus,
                    summary: "^5",
                    score: -3,
                    health: .up,
                    times: 4
                )
            ),
            .health(.down),
            .stop("server"),
            .start("server"),
            .change("server", .http(hanging)),
            .push(PushedOutcome(.warn, summary: "slow", timeToLive: .milliseconds(1500), score: 7)),
            .wait(.milliseconds(250)),
        ]
        #expect(test.steps.map(\.action) == expected)
        #expect(test.steps.first?.location == SourceLocation(file: "/d/web.test.conf", line: 5, column: 1))
    }

    @Test("fixtures of every kind")
    func fixtures() throws {
        let test = try self.test(
            """
            check web
            fixture http a {
                port 8080
                path /healthz
                header "X-Name: value"
                respond 200 "ok" times 2 after 0.5
                respond 204 times 3
                close times 1
                hang
            }
            fixture tcp b { expect "PING\\r\\n"
                send "\\x00+PONG"
                wait 1
                close }
            fixture process c {
                as nginx
                command /bin/sleep 60
            }
            fixture process plain
            fixture file d {
                content "a\\n"
                age 90
                mode 600
            }
            fixture script e {
                print "it's"
                sleep 0.1
                line "echo $HOME"
                exit 2
            }
            expect pass
            """
        )
        #expect(
            test.fixtures.map(\.kind) == [
                .http(
                    TestFixture.HTTPService(
                        port: 8080,
                        path: "/healthz",
                        headers: ["X-Name: value"],
                        answers: [
                            .init(reply: .respond(status: 200, body: "ok"), times: 2, delay: .milliseconds(500)),
                            .init(reply: .respond(status: 204, body: ""), times: 3),
                            .init(reply: .close, times: 1),
                            .init(reply: .hang),
                        ]
                    )
                ),
                .tcp(
                    TestFixture.SocketScript(moves: [
                        .expect(Array("PING\r\n".utf8)), .send([0] + Array("+PONG".utf8)), .wait(.seconds(1)), .close,
                    ])
                ),
                .process(TestFixture.NamedProcess(title: "nginx", command: ["/bin/sleep", "60"])),
                .process(TestFixture.NamedProcess(title: "plain", command: ["/bin/sleep", "3600"])),
                .file(TestFixture.TestFile(content: Array("a\n".utf8), age: .seconds(90), mode: 0o600)),
                .script(
                    TestFixture.TestScript(lines: [
                        #"printf '%s\n' 'it'\''s'"#, "sleep 0.1", "echo $HOME", "exit 2",
                    ])
                ),
            ]
        )
        #expect(test.usesProcesses)
    }

    @Test("what a test writes replaces what the check has, and nothing else")
    func changes() throws {
        let test = try self.test(
            """
            check web {
                http http://<server>/<server.port> {
                    expect_status 204 301-302
                }
                fall 1
            }
            fixture http server { respond 204 }
            expect pass
            """
        )
        let (made, diagnostics) = test.definition(
            plugins: TestPlugins.all,
            values: ["server": "127.0.0.1:4711", "server.port": "4711"]
        )
        #expect(diagnostics.isEmpty)
        let definition = try #require(made)
        #expect(definition.options.arguments == ["http://127.0.0.1:4711/4711"])
        #expect(definition.options.integerRanges("expect_status") == [204...204, 301...302])
        #expect(definition.options.string("expect_body") == "ok")
        #expect(definition.schedule.fall == 1)
        #expect(definition.schedule.interval == .seconds(5))
        #expect(definition.location.file == "/d/web.conf")
    }

    @Test("an argument may stay as it is, and so may a whole check")
    func unchanged() throws {
        let options = try self.test("check web { http { expect_body no } }\nexpect pass")
        let other = try #require(options.definition(plugins: TestPlugins.all, values: [:]).definition)
        #expect(other.options.arguments == ["http://192.0.2.1/"])
        #expect(other.options.string("expect_body") == "no")
        let whole = try self.test("check web\nexpect pass")
        let same = try #require(whole.definition(plugins: TestPlugins.all, values: [:]).definition)
        #expect(same.options.string("expect_body") == "ok")
    }

    @Test("a vrrp_script is a check, too")
    func scripts() throws {
        let test = try self.test("check script { script \"/bin/false\" }\nexpect fail")
        let definition = try #require(test.definition(plugins: TestPlugins.all, values: [:]).definition)
        #expect(definition.origin == .script(command: "/bin/false", native: false))
        #expect(definition.schedule.interval == .seconds(9))
    }

    /// A line of a test whose first two lines are its head and `check web`, and what must be said of it.
    static let mistakes: [(line: String, message: String, column: Int, fix: String?)] = [
        ("expct pass", "unknown word 'expct' in test", 1, "did you mean 'expect'?"),
        ("expect", "expect needs a status", 1, "write it as"),
        ("expect passes", "'passes' is no status", 8, nil),
        ("expect fail reason http.statsu", "there is no reason code 'http.statsu'", 20, "did you mean 'http.status'?"),
        ("expect fail because x", "unknown word 'because' behind expect", 13, nil),
        ("expect fail reason", "'reason' needs a value", 13, nil),
        ("expect fail summary \"(\"", "summary: '(' is no regular expression", 21, nil),
        ("expect pass times 0", "times '0' is out of range", 19, nil),
        ("health well", "'well' is no health", 8, nil),
        ("stop server", "there is no fixture 'server' above", 6, nil),
        ("given redis", "given needs the name of another check", 1, "write it as: given NAME up"),
        ("push maybe", "'maybe' is no status", 6, nil),
        ("push pass \"x\" ttl never", "ttl 'never' is not valid", 19, nil),
        ("wait 90", "wait '90' is not valid", 6, nil),
        ("fixture htpp a { respond 200 }", "unknown fixture 'htpp'", 9, "did you mean 'http'?"),
        ("fixture http", "fixture needs a kind", 1, "write it as"),
        ("fixture http a", "an http fixture needs an answer", 1, "add a line such as: respond 200"),
        ("fixture http a { respond 2000 }", "status '2000' is out of range", 26, nil),
        ("fixture http a { respnd 200 }", "unknown word 'respnd' in fixture http", 18, "did you mean 'respond'?"),
        ("fixture http a { hang\nrespond 200 }", "this answer is never given: the one in line 3", -1, "write there"),
        ("fixture http here { hang }", "<here> has a meaning in every test", 14, nil),
        ("fixture http a.b { hang }", "'a.b' is no name of a fixture", 14, nil),
        ("fixture tcp a { send \"\\q\" }", "send: expected a text in quotes", 22, nil),
        ("fixture process a { as /x }", "'/x' is no name of a process", 24, nil),
        ("fixture process a { command sleep 1 }", "command needs the absolute path", 29, "write it as"),
        ("fixture file a { mode 999 }", "mode '999' is not valid", 23, nil),
        ("fixture script a { exit 256 }", "exit '256' is out of range", 25, nil),
    ]

    @Test("what is wrong is named with its place", arguments: mistakes.indices)
    func mistake(index: Int) throws {
        let mistake = Self.mistakes[index]
        let result = self.parse("test t {\ncheck web\n\(mistake.line)\nexpect pass\n}\n")
        let error = try #require(result.diagnostics.first { $0.severity == .error })
        #expect(error.message.hasPrefix(mistake.message), "\(error.message)")
        // A column below 0 is one of the line behind.
        let place = (line: mistake.column < 0 ? 4 : 3, column: abs(mistake.column))
        #expect(error.location == SourceLocation(file: "/d/web.test.conf", line: place.line, column: place.column))
        if let fix = mistake.fix { #expect(error.fix?.hasPrefix(fix) == true, "\(error.fix ?? "none")") }
    }

    /// Whole files, and what must be said of them.
    static let files: [(text: String, message: String)] = [
        ("check x { process y }", "'check' has no place in a file of tests"),
        ("test {\n}", "'test' needs a name"),
        ("test t", "'test' needs a block"),
        ("test t {\n}", "test 't' names no check"),
        ("test t {\ncheck web\n}", "test 't' expects nothing"),
        ("test t {\ncheck wbe\nexpect pass\n}", "there is no check 'wbe' beside this file: there are script, web"),
        ("test t {\ncheck web\ncheck web\nexpect pass\n}", "the test has a check already, in line 2"),
        ("test t {\ncheck web\nexpect pass\n}\ntest t {\ncheck web\nexpect pass\n}", "a test named 't' stands at"),
        ("test t {\ncheck web { http http://<srv>/ }\nexpect pass\n}", "<srv> stands for nothing"),
        (
            "test t {\ncheck web { process nginx }\nexpect pass\n}",
            "check 'web' is no process check: it is of kind http"
        ),
        ("test t {\ncheck web { http { expect_staus 1 } }\nexpect pass\n}", "plugin http has no option 'expect_staus'"),
        ("test t {\ncheck web { fall 0 }\nexpect pass\n}", "fall '0' is out of range"),
        ("test t {\ncheck web\nexpect pass", "the block of 'test' is never closed"),
    ]

    @Test("files that are no tests are refused", arguments: files.indices)
    func file(index: Int) {
        let result = self.parse(Self.files[index].text)
        #expect(
            result.diagnostics.contains { $0.severity == .error && $0.message.hasPrefix(Self.files[index].message) },
            "\(result.diagnostics.map { $0.rendered() })"
        )
    }

    @Test("a name that two checks have is nobody's")
    func twoChecks() {
        let checks = Self.checks + "\ncheck web {\n    process x\n}\n"
        let result = self.parse("test t {\ncheck web\nexpect pass\n}\n", checks: checks)
        #expect(
            result.diagnostics.map(\.message) == [
                "'web' is the name of two checks: at /d/web.conf:1:1 and /d/web.conf:13:1"
            ]
        )
    }

    @Test("any bytes give a result")
    func robustness() {
        let words = [
            "test", "t", "{", "}", "\n", "check", "web", "fixture", "http", "tcp", "script", "expect", "pass", "reason",
            "respond", "200", "\"", "<a>", "<", "change", "stop", "push", "given", "\u{0}", "times", "-1", "\\", "$x",
        ]
        var state: UInt64 = 4711
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += words[Int(state >> 33) % words.count] + " "
            }
            _ = self.parse(text)
        }
    }
}
