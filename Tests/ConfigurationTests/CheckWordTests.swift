import Checks
import Configuration
import Testing

/// The words beside a check's plugin: when it runs, what it requires, whether it counts.
@Suite struct CheckWordTests {
    private static func check(_ lines: String) -> String {
        "check c {\nprocess c\ntracked_by VI_1\n\(lines)\n}\n" + instance("")
    }

    static let schedules: [(lines: String, schedule: CheckSchedule)] = [
        ("interval 5\nfast_interval 0.5", CheckSchedule(interval: .seconds(5), fastInterval: .milliseconds(500))),
        ("down_interval 10", CheckSchedule(downInterval: .seconds(10))),
        ("jitter 20%", CheckSchedule(jitter: 20)),
        ("jitter 50", CheckSchedule(jitter: 50)),
        ("jitter 0%", CheckSchedule()),
        ("start_offset 1.5", CheckSchedule(startOffset: .milliseconds(1500))),
        ("start_offset 0", CheckSchedule()),
        // The window alone decides where fall is not written.
        ("window 3/10", CheckSchedule(fall: 3, window: FailureWindow(failures: 3, results: 10))),
        ("window 3/10\nfall 2", CheckSchedule(fall: 2, window: FailureWindow(failures: 3, results: 10))),
        ("window 1/64\nrise 4", CheckSchedule(rise: 4, fall: 1, window: FailureWindow(failures: 1, results: 64))),
    ]

    @Test(arguments: schedules)
    func schedule(lines: String, schedule: CheckSchedule) {
        let result = parse(Self.check(lines))
        #expect(result.summary == [])
        #expect(result.configuration?.checks.first?.schedule == schedule)
    }

    @Test("mode, scope, init and summary; what they are where nothing is written")
    func others() throws {
        let plain = try #require(parse(Self.check("")).configuration?.checks.first)
        #expect(plain.mode == .enforce)
        #expect(plain.scope == .local)
        #expect(plain.initialHealth == .unknown)
        #expect(plain.summary == "")
        #expect(plain.requires == [])
        let result = parse(Self.check("mode observe\nscope shared\ninit pass\nsummary \"the shop's  front\""))
        let check = try #require(result.configuration?.checks.first)
        #expect(result.summary == [])
        #expect(check.mode == .observe)
        #expect(check.scope == .shared)
        #expect(check.initialHealth == .up)
        #expect(check.summary == "the shop's front")
    }

    static let healths: [(String, Health)] = [
        ("init pass", .up), ("init fail", .down), ("init unknown", .unknown), ("init_fail", .down),
        ("init_fail off", .unknown),
    ]

    @Test(arguments: healths)
    func initial(lines: String, health: Health) {
        #expect(parse(Self.check(lines)).configuration?.checks.first?.initialHealth == health)
    }

    static let wrong: [(line: String, message: String, fix: String?)] = [
        ("fast_interval 0", "4:15 error fast_interval '0' is not valid: expected seconds from 0.001 to 1000000", nil),
        ("fast_interval", "4:1 error 'fast_interval' needs seconds from 0.001 to 1000000", nil),
        ("down_interval x", "4:15 error down_interval 'x' is not valid: expected seconds from 0.001 to 1000000", nil),
        ("jitter 51%", "4:8 error jitter '51%' is not valid: expected a whole percentage from 0% to 50%", nil),
        ("jitter -1%", "4:8 error jitter '-1%' is not valid: expected a whole percentage from 0% to 50%", nil),
        ("jitter %", "4:8 error jitter '%' is not valid: expected a whole percentage from 0% to 50%", nil),
        ("jitter 1.5%", "4:8 error jitter '1.5%' is not valid: expected a whole percentage from 0% to 50%", nil),
        ("start_offset -1", "4:14 error start_offset '-1' is not valid: expected seconds from 0 to 1000000", nil),
        ("window", "4:1 error 'window' needs FAILURES/RESULTS, such as 3/10", nil),
        ("window 3", "4:8 error window '3' is not valid: expected FAILURES/RESULTS, such as 3/10", nil),
        ("window a/b", "4:8 error window 'a/b' is not valid: expected FAILURES/RESULTS, such as 3/10", nil),
        (
            "window 10/3",
            "4:8 error window '10/3' is out of range: expected 1 to 64 results, and 1 to as many failures",
            "failures stand before results: 3/10"
        ),
        (
            "window 0/3", "4:8 error window '0/3' is out of range: expected 1 to 64 results, and 1 to as many failures",
            nil
        ),
        (
            "window 1/65",
            "4:8 error window '1/65' is out of range: expected 1 to 64 results, and 1 to as many failures",
            nil
        ),
        ("requires", "4:1 error requires needs the names of other checks", "write it as requires NAME NAME…"),
        (
            "mode obsrve", "4:6 error mode 'obsrve' is unknown: expected enforce, observe or disabled",
            "did you mean 'observe'?"
        ),
        ("mode", "4:1 error 'mode' needs enforce, observe or disabled", nil),
        ("scope everywhere", "4:7 error scope 'everywhere' is unknown: expected local or shared", nil),
        ("scope locl", "4:7 error scope 'locl' is unknown: expected local or shared", "did you mean 'local'?"),
        ("init down", "4:6 error init 'down' is unknown: expected pass, fail or unknown", nil),
        ("summary", "4:1 error 'summary' needs a text in double quotes", nil),
    ]

    @Test("a wrong value is an error with its place, what was expected and the fix", arguments: wrong)
    func wrongValue(line: String, message: String, fix: String?) {
        let result = parse(Self.check(line))
        #expect(result.configuration == nil)
        #expect(result.summary == [message])
        #expect(result.diagnostics.first?.fix == fix)
    }

    static let related: [(lines: String, warning: String)] = [
        ("fast_interval 2", "4:15 warning fast_interval '2' is longer than the interval of 1 s"),
        ("interval 3\nfast_interval 5", "5:15 warning fast_interval '5' is longer than the interval of 3 s"),
        (
            "interval 9\nfast_interval 2\ndown_interval 1",
            "6:15 warning down_interval '1' is shorter than fast_interval"
        ),
        ("window 2/5\nfall 3", "5:6 warning fall '3' has no effect: window 2/5 makes the check down after 2 failures"),
        ("init pass\ninit_fail", "5:1 warning init_fail is ignored beside init"),
        ("start_offset 10", "4:14 warning start_offset '10' leaves no first result before startup_timeout (10 s)"),
        ("summary the front", "4:13 warning unexpected word 'front' behind 'summary' is ignored"),
        ("fast_intervall 1", "4:1 warning unknown word 'fast_intervall' in check"),
    ]

    @Test("words that do not go together are warned of, and the check runs", arguments: related)
    func relation(lines: String, warning: String) {
        let result = parse(Self.check(lines))
        #expect(result.configuration != nil)
        #expect(result.summary.count == 1)
        #expect(result.summary.first?.hasPrefix(warning) == true, "\(result.summary)")
    }

    @Test("words that go together are not warned of")
    func unrelated() {
        #expect(parse(Self.check("start_offset 10\nmode observe")).summary == [])
        #expect(parse("global_defs {\nstartup_timeout 20\n}\n" + Self.check("start_offset 10")).summary == [])
        #expect(parse(Self.check("interval 3\nfast_interval 1\ndown_interval 9\nwindow 2/5\nfall 2")).summary == [])
    }

    @Test("a disabled check is defined and tracked by nobody")
    func disabled() {
        let text = "check c {\nprocess c\nmode disabled\ntracked_by all\n}\ncheck d {\nprocess d\nmode disabled\n}\n"
        let result = parse(text + instance("track_script {\nd\n}"))
        #expect(result.summary == [])
        #expect(result.configuration?.checks.map(\.mode) == [.disabled, .disabled])
        #expect(result.only?.trackedChecks == [])
    }

    @Test("the words of a check are unknown in vrrp_script, which is keepalived's")
    func scripts() {
        let result = parse("vrrp_script s {\nscript /bin/true\nmode observe\n}\n")
        #expect(result.diagnostics.last?.message == "unknown word 'mode' in vrrp_script")
        #expect(result.diagnostics.last?.fix == "it belongs in check")
    }

    @Test("global_defs alone: known before any plugin is, with the place of checker")
    func globalsAlone() throws {
        var reader = MemoryReader(
            files: [
                "k.conf": "include g.conf\ncheck c {\nqueue_depth 3\n}\n",
                "g.conf": "global_defs {\n checker /opt/c\n}\n",
            ]
        )
        let result = try #require(ConfigurationParser.globals(reader: &reader, mainFile: "k.conf"))
        #expect(result.global.checkerProgram == "/opt/c")
        let rendered = result.checkerDiagnostic(.error, "is none").rendered()
        #expect(
            rendered.hasPrefix("g.conf:2:10: error: is none\n     checker /opt/c\n             ^~~~~~"),
            "\(rendered)"
        )
        #expect(ConfigurationParser.globals(reader: &reader, mainFile: "none") == nil)
    }

    static let globals: [(line: String, message: String?)] = [
        ("check_concurrency 8", nil),
        ("checker /opt/bin/my-checker", nil),
        ("checker_socket /run/x.sock", nil),
        (
            "check_concurrency 0",
            "2:19 error check_concurrency '0' is out of range: expected a whole number from 1 to 10000"
        ),
        ("checker my-checker", "2:9 error checker expects the absolute path of a program, found 'my-checker'"),
        ("checker", "2:1 error 'checker' needs the absolute path of a program"),
        ("checker_socket x", "2:16 error checker_socket expects an absolute path of at most 107 bytes"),
        ("checker_sockt /x", "2:1 warning unknown word 'checker_sockt' in global_defs"),
        ("checker_priority 3", "2:1 warning not supported: IPVS; every block and keyword of it is skipped"),
    ]

    @Test("global words of checks", arguments: globals)
    func global(line: String, message: String?) {
        let result = parse("global_defs {\n\(line)\n}\n" + instance(""))
        #expect(result.summary == (message.map { [$0] } ?? []))
        guard message == nil else { return }
        let global = result.configuration?.global
        switch line.split(separator: " ").first {
        case "check_concurrency": #expect(global?.checkConcurrency == 8)
        case "checker": #expect(global?.checkerProgram == "/opt/bin/my-checker")
        default: #expect(global?.checkerSocket == "/run/x.sock")
        }
    }
}
