import Checks
import Glibc
import Testing

@testable import Plugins

/// Which processes a check means, on a table the test writes itself.
@Suite struct ProcessSelectionTests {
    private let directory: TemporaryDirectory
    private let table: ProcessTable

    /// A `/proc` of a few processes, the test itself among them.
    private struct Row {
        var identifier: Int32
        var comm: String
        var arguments: [String] = []
        var executable = "/usr/bin/true"
        var user: UInt32 = 0
        var cgroups = "0::/\n"
        var start = 100
        var parent: Int32 = 1
        var group: Int32?
        var state = "S"
        var flags = 4_194_560
    }

    private static let rows = [
        Row(
            identifier: 10,
            comm: "nginx",
            arguments: ["nginx: master process"],
            executable: "/usr/sbin/nginx",
            cgroups: "0::/system.slice/nginx.service\n"
        ),
        Row(
            identifier: 11,
            comm: "nginx",
            arguments: ["nginx: worker process"],
            executable: "/usr/sbin/nginx",
            user: 33,
            cgroups: "0::/system.slice/nginx.service\n",
            start: 200
        ),
        Row(
            identifier: 12,
            comm: "nginx",
            arguments: ["nginx: worker process"],
            executable: "/usr/sbin/nginx (deleted)",
            user: 33,
            cgroups: "0::/system.slice/nginx.service\n",
            start: 90
        ),
        Row(
            identifier: 13,
            comm: "nginx",
            arguments: ["/opt/nginx"],
            executable: "/opt/nginx",
            user: 1000,
            cgroups: "9:cpu:/\n1:name=systemd:/user.slice/user-1000.slice/my-nginx.service\n"
        ),
        Row(
            identifier: 20,
            comm: "java",
            arguments: ["java", "-jar", "/opt/shop/shop.jar"],
            executable: "/usr/lib/jvm/bin/java",
            user: 1000,
            cgroups: "0::/system.slice/shop.service/jvm\n"
        ),
        Row(
            identifier: 21,
            comm: "java",
            arguments: ["java", "-jar", "/opt/shop/shop.jar.old"],
            executable: "/usr/lib/jvm/bin/java",
            user: 1000
        ),
        Row(identifier: 30, comm: "nginx", arguments: [], state: "Z"),
        Row(identifier: 31, comm: "nginx", arguments: [], flags: 2_129_984),
    ]

    init() throws {
        self.directory = try TemporaryDirectory()
        let own = Row(identifier: getpid(), comm: "nginx", arguments: ["nginx"])
        for row in Self.rows + [own] { try Self.write(row, in: self.directory) }
        self.table = ProcessTable(files: ProcFilesystem(root: self.directory.path))
    }

    private static func write(_ row: Row, in directory: TemporaryDirectory) throws {
        mkdir("\(directory.path)/\(row.identifier)", 0o755)
        let fields = "\(row.parent) \(row.group ?? row.identifier) 1 0 -1 \(row.flags) 1 2 3 4 5 6 7 8 20 0 1 0"
        try directory.write(
            "\(row.identifier)/stat",
            "\(row.identifier) (\(row.comm)) \(row.state) \(fields) \(row.start) 1\n"
        )
        try directory.write("\(row.identifier)/cmdline", row.arguments.map { "\($0)\0" }.joined())
        try directory.write("\(row.identifier)/status", "Name:\t\(row.comm)\nUid:\t0\t\(row.user)\t0\t0\nGid:\t0\n")
        try directory.write("\(row.identifier)/cgroup", row.cgroups)
        symlink(row.executable, "\(directory.path)/\(row.identifier)/exe")
    }

    private func run(_ name: String?, _ options: [String: [String]]) async throws -> CheckOutcome {
        var words = Words("process", options: options)
        words.arguments = name.map { [$0] } ?? []
        return try await ProcessCheck(definition: try words.definition(), table: self.table).run(timeout: .seconds(5))
    }

    @Test(
        arguments: [
            ("nginx", [:], 4),
            (nil, ["exe": ["/usr/sbin/nginx"]], 3),
            (nil, ["exe": ["/opt/nginx"]], 1),
            (nil, ["cmdline": ["worker process$"]], 2),
            (nil, ["cmdline": ["-jar /opt/shop/shop[.]jar$"]], 1),
            ("java", ["cmdline": ["^java -jar"]], 2),
            ("nginx", ["user": ["33"]], 2),
            ("nginx", ["user": ["root"]], 1),
            (nil, ["unit": ["nginx"]], 3),
            (nil, ["unit": ["nginx.service"]], 3),
            (nil, ["unit": ["my-nginx"]], 1),
            (nil, ["unit": ["shop"]], 1),
            (nil, ["cgroup": ["/system.slice"]], 4),
            (nil, ["cgroup": ["/system.slice/nginx.service/"]], 3),
            (nil, ["cgroup": ["/system.slice/nginx"]], 0),
            (nil, ["cgroup": ["/"]], 6),
            ("nginx", ["user": ["33"], "cmdline": ["worker"], "unit": ["nginx"], "exe": ["/usr/sbin/nginx"]], 2),
            ("nginx", ["user": ["1000"], "unit": ["nginx"]], 0),
        ] as [(String?, [String: [String]], Int)]
    )
    func everyOptionSelects(name: String?, options: [String: [String]], count: Int) async throws {
        let outcome = try await self.run(name, options.merging(["count": ["0-99"]]) { $1 })
        #expect(outcome.status == .pass)
        #expect(outcome.measurements.first?.value == Double(count), "\(outcome.summary)")
    }

    @Test func whatIsMissingIsSaidAsFarAsTheSearchCame() async throws {
        let outcome = try await self.run("nginx", ["user": ["33"], "cmdline": ["cache manager"]])
        #expect(outcome.reason == .processMissing)
        #expect(
            outcome.summary == "no process named nginx of user 33 with a command line like 'cache manager'; "
                + "2 named nginx of user 33"
        )
        #expect(
            outcome.assertions == [
                .init("name", expected: "nginx", got: "4 processes", .pass),
                .init("user", expected: "33", got: "2 processes", .pass),
                .init("cmdline", expected: "cache manager", got: "0 processes", .fail),
                .init("count", expected: "at least 1", got: "0", .fail),
            ]
        )
    }

    @Test(arguments: [("1-3", ReasonCode.processCount), ("4", .ok), ("5-9", .processCount), ("0", .processCount)])
    func countsAreJudged(ranges: String, reason: ReasonCode) async throws {
        let outcome = try await self.run("nginx", ["count": [ranges]])
        #expect(outcome.reason == reason)
        #expect(outcome.status == (reason == .ok ? .pass : .fail))
    }

    @Test func theOldestMustBeOldEnough() async throws {
        let now = SystemTicks.now
        let seconds = Int(now / SystemTicks.perSecond)
        #expect(try await self.run("nginx", ["min_age": ["\(max(1, seconds - 60))"]]).status == .pass)
        let young = try await self.run("nginx", ["min_age": ["\(seconds + 60)"]])
        #expect(young.status == .fail)
        #expect(young.reason == .processYoung)
        #expect(young.assertions.last?.name == "min_age")
        #expect(try await self.run("no-such", ["min_age": ["5"], "count": ["0-1"]]).status == .pass)
    }

    @Test(
        arguments: [
            ("10\n", "nginx", CheckStatus.pass, ""),
            (" 10 extra\n", "nginx", .pass, ""),
            ("20", "nginx", .fail, "says pid 20, which is 'java' and no process named nginx: the file is stale"),
            ("999", "nginx", .fail, "says pid 999, which does not run: the file is stale"),
            ("30", "nginx", .fail, "says pid 30, which does not run: the file is stale"),
            ("", "nginx", .fail, "holds no process number: found nothing"),
            ("nginx", "nginx", .fail, "holds no process number: found 'nginx'"),
            ("0", "nginx", .fail, "holds no process number: found '0'"),
            ("99999999999", "nginx", .fail, "holds no process number"),
            ("-1", "nginx", .fail, "holds no process number"),
            ("20", nil, .pass, ""),
        ] as [(String, String?, CheckStatus, String)]
    )
    func aPidFileNamesTheProcess(text: String, name: String?, status: CheckStatus, words: String) async throws {
        let file = try directory.write("test.pid", text)
        let outcome = try await self.run(name, ["pidfile": [file]])
        #expect(outcome.status == status)
        #expect(outcome.reason == (status == .pass ? .ok : .processMissing))
        #expect(outcome.summary.contains(words), "\(outcome.summary)")
    }

    @Test func aPidFileThatIsNotThereIsAFailureAndOneThatCannotBeReadIsNot() async throws {
        let missing = try await self.run("nginx", ["pidfile": ["\(directory.path)/none.pid"]])
        #expect(missing.status == .fail)
        #expect(missing.summary.contains("is not there"))
        let folder = try await self.run("nginx", ["pidfile": [directory.path]])
        #expect(folder.status == .unknown)
        #expect(folder.reason == .processUnreadable)
    }

    @Test func aUserNobodyHasIsUnknown() async throws {
        let outcome = try await self.run("nginx", ["user": ["no-such-user"]])
        #expect(outcome.status == .unknown)
        #expect(outcome.reason == .execUser)
    }

    @Test func somethingMustBeAskedFor() throws {
        #expect(throws: CheckSetupError.self) {
            try ProcessCheck(
                definition: try Words("process", options: ["user": ["root"]]).definition(),
                table: self.table
            )
        }
    }

    /// Only whoever may look can say no.
    @Test(arguments: [
        ("1-9", 0, 1, false), ("0-9", 0, 2, true), ("2-9", 2, 1, true), ("2", 2, 1, false), ("3", 1, 1, true),
    ])
    func whatCannotBeReadLeavesTheAnswerOpen(ranges: String, count: Int, undecided: Int, isSettled: Bool) throws {
        let value = try OptionValue(parsing: [ranges], as: .integerRanges(0...1_000_000))
        guard case .integerRanges(let ranges) = value else { return }
        #expect(ProcessCounts(ranges: ranges).isSettled(count, undecided: undecided) == isSettled)
    }

    /// As an unprivileged user sees the programs of others.
    @Test func aProgramThatMayNotBeSeenIsUnknown() async throws {
        guard geteuid() == 0 else {
            if getenv("CI").map({ String(cString: $0) }) == "true" { Issue.record("this test needs root") }
            return
        }
        let findings = ProcessSnapshot.Findings(processes: [], undecided: try await self.all(), remaining: [8])
        let question = try ProcessQuestion(
            try Words("process", options: ["exe": ["/usr/sbin/nginx"]]).definition().options
        )
        let report = ProcessReport(
            question: question,
            criteria: question.criteria(identifier: nil, user: nil),
            findings: findings,
            now: 1000,
            stranger: nil
        )
        #expect(report.outcome.status == .unknown)
        #expect(report.outcome.reason == .processUnreadable)
        #expect(report.outcome.summary.contains("only root may see"))
    }

    private func all() async throws -> [ProcessEntry] { try await self.table.find([.controlGroup("/")]).processes }

    @Test func programsOfChecksDoNotCount() {
        let programs = CheckPrograms()
        func entry(_ identifier: Int32, parent: Int32, group: Int32, start: UInt64 = 100) -> ProcessEntry {
            ProcessEntry(
                identifier: identifier,
                parent: parent,
                group: group,
                comm: [],
                startTime: start,
                isZombie: false,
                isKernelThread: false
            )
        }
        let processes = [
            entry(5, parent: 1, group: 5), entry(50, parent: 5, group: 50), entry(51, parent: 50, group: 50),
            entry(52, parent: 51, group: 52), entry(53, parent: 1, group: 50), entry(60, parent: 5, group: 60),
            entry(61, parent: 5, group: 61, start: 990),
        ]
        func members() -> Set<Int32> {
            programs.members(of: processes, ownIdentifier: 5, now: 1000, ticksPerSecond: 100)
        }
        #expect(members() == [])
        programs.willStart()
        #expect(members() == [61])
        programs.didStart(50)
        #expect(members() == [50, 51, 52, 53])
        programs.didEnd(50)
        #expect(members() == [])
        programs.willStart()
        programs.didStart(nil)
        #expect(members() == [])
    }

    @Test func attributesAreReadFromTheirFiles() {
        #expect(ProcessAttributes.arguments(in: []) == [])
        #expect(ProcessAttributes.arguments(in: Array("a\0\0b\0".utf8)) == [Array("a".utf8), [], Array("b".utf8)])
        #expect(ProcessAttributes.arguments(in: Array("nginx: master".utf8)) == [Array("nginx: master".utf8)])
        #expect(ProcessAttributes.effectiveUser(in: Array("Uid:\t1\t2\t3\t4\n".utf8)) == 2)
        #expect(ProcessAttributes.effectiveUser(in: Array("Uid:\t1\n".utf8)) == nil)
        #expect(ProcessAttributes.effectiveUser(in: Array("Name:\tUid: 7 8\n".utf8)) == nil)
        #expect(ProcessAttributes.controlGroups(in: Array("0::/a:b\n3:cpu,x:/\nbroken\n".utf8)) == ["/a:b", "/"])
    }
}
