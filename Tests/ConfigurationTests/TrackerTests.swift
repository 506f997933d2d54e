import Checks
import Configuration
import Testing

/// `vrrp_track_process` and `track_file`, and the blocks of an instance that track them.
@Suite struct TrackerTests {
    private func check(_ block: String, _ lines: String) throws -> CheckDefinition {
        let result = parse("\(block) t {\n\(lines)\n}\n")
        let configuration = try #require(result.configuration, "\(result.summary)")
        return try #require(configuration.checks.first)
    }

    static let processes: [(lines: String, name: String?, pattern: String?, counts: ClosedRange<Int>)] = [
        ("process nginx", "nginx", nil, 1...1_000_000),
        ("process /usr/sbin/nginx", "nginx", nil, 1...1_000_000),
        ("process nginx\nquorum 2\nquorum_max 3", "nginx", nil, 2...3),
        ("process nginx\nquorum_max 0", "nginx", nil, 0...0),
        ("process /usr/sbin/nginx\nfull_command", nil, #"^/usr/sbin/nginx( |$)"#, 1...1_000_000),
        ("process nginx\nparam_match", nil, "^nginx$", 1...1_000_000),
        (#"process /bin/a.b "-g" "x*""#, nil, #"^/bin/a\.b -g x\*$"#, 1...1_000_000),
        ("process /bin/a -g\nparam_match initial", nil, "^/bin/a -g", 1...1_000_000),
        ("process /bin/a -g\nparam_match partial", nil, "^/bin/a -g( |$)", 1...1_000_000),
    ]

    @Test("vrrp_track_process is a native process check", arguments: processes)
    func process(lines: String, name: String?, pattern: String?, counts: ClosedRange<Int>) throws {
        let check = try self.check("vrrp_track_process", lines)
        #expect(check.kind == "process")
        #expect(check.options.arguments.first == name)
        #expect(check.options.string("cmdline") == pattern)
        #expect(check.options.integerRanges("count") == [counts])
        #expect(check.weight == .fault)
    }

    /// How many looks in a row must agree, and how far apart they are.
    static let delays: [(lines: String, rise: Int, fall: Int, step: Duration?)] = [
        ("", 1, 1, nil),
        ("delay 1", 11, 11, .milliseconds(100)),
        ("terminate_delay 0.5", 1, 11, .milliseconds(50)),
        ("fork_delay 0.000001", 2, 1, .milliseconds(50)),
        ("fork_delay 3600\nterminate_delay 20", 3601, 21, .seconds(1)),
    ]

    @Test("a delay is so many looks in a row that agree", arguments: delays)
    func delay(lines: String, rise: Int, fall: Int, step: Duration?) throws {
        let schedule = try self.check("vrrp_track_process", "process nginx\n\(lines)").schedule
        #expect(schedule.rise == rise)
        #expect(schedule.fall == fall)
        #expect(schedule.fastInterval == step)
    }

    @Test("track_file multiplies its content, by one where no weight is written")
    func file() throws {
        let plain = try self.check("track_file", "file /run/score")
        #expect(plain.kind == "file")
        #expect(plain.options.argument == .string("/run/score"))
        #expect(plain.options.string("score") == "keepalived")
        #expect(plain.weight == CheckWeight(value: 1))
        #expect(plain.origin == .trackFile(initialisation: nil))

        let old = try self.check("vrrp_track_file", "file /run/score\nweight -254 reverse\ninit_file overwrite 7")
        #expect(old.weight == CheckWeight(value: -254, reverse: true))
        #expect(old.origin == .trackFile(initialisation: FileInitialisation(value: 7, overwrites: true)))
    }

    @Test("an instance tracks scripts, processes and files by names of their own, with its own weights")
    func tracking() throws {
        let trackers = [
            "vrrp_script web {\nscript \"/bin/true\"\nweight 5\n}\n",
            "track_file web {\nfile /run/web\n}\n",
            "vrrp_track_process web {\nprocess nginx\n}\n",
            "vrrp_track_process db {\nprocess postgres\nweight 10 reverse\n}\n",
        ]
        let blocks =
            "track_script {\nweb\n}\ntrack_file {\nweb weight 10 reverse\n}\ntrack_process {\nweb weight -254\ndb\n}"
        let result = parse(trackers.joined() + instance(blocks))
        let tracked = try #require(result.only, "\(result.summary)").trackedChecks
        #expect(
            tracked == [
                TrackedCheck(name: "web", weight: CheckWeight(value: 5)),
                TrackedCheck(name: "vrrp_track_process:web", weight: CheckWeight(value: -254)),
                TrackedCheck(name: "db", weight: CheckWeight(value: 10, reverse: true)),
                TrackedCheck(name: "track_file:web", weight: CheckWeight(value: 10, reverse: true)),
            ]
        )
    }

    static let errors: [(text: String, message: String)] = [
        ("vrrp_track_process p {\n}\n", "1:1 error vrrp_track_process 'p' has no process line"),
        (
            "vrrp_track_process p {\nprocess a\nquorum 3\nquorum_max 2\n}\n",
            "1:1 error vrrp_track_process 'p': quorum_max 2 is less than quorum 3"
        ),
        ("track_file f {\nfile run/x\n}\n", "2:6 error 'run/x' is no absolute path"),
        (
            "track_file f {\nfile /x\ninit_file a\n}\n",
            "3:11 error init_file 'a' is not valid: expected a whole number of 32 bits, overwrite, or both"
        ),
        (
            "track_file f {\nfile /x\n}\ntrack_file f {\nfile /y\n}\n",
            "4:12 error a track_file named 'f' is defined already"
        ),
        (
            instance("track_process {\nnginx\n}"),
            "3:1 error track_process names no vrrp_track_process: 'nginx' is not defined anywhere"
        ),
    ]

    @Test("what cannot be meant is an error", arguments: errors)
    func error(text: String, message: String) {
        #expect(parse(text).summary.contains(message), "\(parse(text).summary)")
    }

    @Test("track_bfd is keepalived's other half, and said so")
    func bfd() throws {
        let result = parse(instance("track_bfd {\npeer\n}"))
        #expect(result.only != nil)
        #expect(result.summary.contains { $0.contains("BFD") })
    }
}
