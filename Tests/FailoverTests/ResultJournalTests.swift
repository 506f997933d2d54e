import Checks
import Configuration
import Testing
import VRRP

@testable import Failover

@Suite("Results that change no health, in the journal")
struct ResultJournalTests {
    private static let time = UTCTime(nanoseconds: 1_000_000_000)

    private static func change(
        _ check: String = "web",
        _ from: CheckStatus = .pass,
        _ to: CheckStatus = .fail,
        streak: Int? = 57
    ) -> ResultChange {
        let evidence = CheckOutcome(to, to == .fail ? .tcpRefused : .ok, "connection refused")
        return ResultChange(check: check, from: from, streak: streak, evidence: evidence)
    }

    private static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    private static func records(_ queue: JournalQueue) throws -> [JournalRecord] {
        try queue.message(at: Self.at(0), Self.time).bytes.split(separator: UInt8(ascii: "\n")).map {
            try JournalRecord(parsing: $0)
        }
    }

    @Test("a result says what it was before, how many it ended, and what was seen")
    func line() throws {
        let line = JournalLine(Self.change(), at: Self.at(5), Self.time, run: 9)
        let record = try JournalRecord(parsing: Array(line.text.utf8))
        #expect(record.kind == "result")
        #expect(
            record.text
                == "check web gave fail, pass before after 57 results in a row: tcp.refused, connection refused"
        )
        #expect(record.id == nil && record.cause == nil && record.instance == nil && record.run == 9)
        #expect(record.members["from"] == .string("pass"))
        #expect(record.status("to") == .fail)
        #expect(record.members["streak"] == .number(57))
        #expect(record.members["evidence"]?["reason"] == .string("tcp.refused"))
        let warning = JournalLine(Self.change("web", .pass, .warn, streak: nil), at: Self.at(5), Self.time, run: 9)
        #expect(try JournalRecord(parsing: Array(warning.text.utf8)).members["streak"] == nil)
    }

    // MARK: What is worth a record

    private static func node() throws -> Node {
        let script =
            "vrrp_script web {\n    script \"/bin/true\"\n    interval 1\n    fall 2\n    rise 2\n    weight -60\n}\n"
        let text =
            script + "vrrp_instance VI_1 {\n    state BACKUP\n    interface eth0\n    virtual_router_id 51\n"
            + "    priority 100\n    virtual_ipaddress {\n        192.0.2.1/24\n    }\n    track_script {\n        web\n    }\n}\n"
        var reader = BundleReader(
            SourceBundle(mainFile: "/x", files: ["/x": Array(text.utf8)], facts: SourceBundle.Facts(hostName: "a"))
        )
        let result = ConfigurationParser.parse(
            reader: &reader,
            mainFile: "/x",
            plugins: BuiltinPlugins.descriptions
        )
        var node = Node(configuration: try #require(result.configuration), generation: 1, at: Self.at(0))
        _ = node.handle(.start, at: Self.at(0))
        return node
    }

    @Test("a status that differs from the last one is told of, unless the health changes with it")
    func news() throws {
        var node = try Self.node()
        var told: [String] = []
        var second: Int64 = 1
        for (status, runs) in [
            (.pass, 1), (.pass, 1), (.fail, 5), (.pass, 1), (.warn, 1), (.fail, 1), (.fail, 1), (.unknown, 1),
            (.pass, 1), (.pass, 1),
        ] as [(CheckStatus, UInt32)] {
            second += 1
            let outcome = CheckOutcome(status, status == .fail ? .execExit : .ok, "x")
            let report = CheckReport(check: "web", generation: 1, outcome: outcome, runs: runs)
            _ = node.handle(.report(report), at: Self.at(second))
            guard let change = node.resultChange else { continue }
            told.append("\(change.from)→\(change.to) \(change.streak.map(String.init) ?? "-")")
        }
        #expect(
            told == ["pass→fail 6", "fail→pass 1", "pass→warn -", "warn→fail 2", "fail→unknown -", "unknown→pass 3"]
        )
        let stranger = CheckReport(check: "other", generation: 1, outcome: CheckOutcome(.fail, .execExit, "x"))
        _ = node.handle(.report(stranger), at: Self.at(second))
        #expect(node.resultChange == nil)
    }

    @Test("the first result says nothing anew, and the first failure of fall 1 is the change of health itself")
    func onlyHealth() throws {
        var node = try Self.node()
        for (second, status) in [(1, CheckStatus.fail), (2, .fail), (3, .pass), (4, .pass), (5, .pass)] {
            let outcome = CheckOutcome(status, status == .fail ? .execExit : .ok, "x")
            let report = CheckReport(check: "web", generation: 1, outcome: outcome)
            _ = node.handle(.report(report), at: Self.at(Int64(second)))
            // rise 2: the first pass is told of as such, the second as the change of health.
            #expect((node.resultChange != nil) == (second == 3))
        }
        #expect(node.checks["web"]?.health == .up)
    }

    // MARK: How much

    @Test("of a check that passes and fails by turns six results a minute are told, and how many are not")
    func alternating() throws {
        var queue = JournalQueue(run: 1)
        for second in 0..<61 {
            queue.append(
                Self.change("web", .pass, second % 2 == 0 ? .fail : .pass),
                at: Self.at(Int64(second)),
                Self.time
            )
        }
        let records = try Self.records(queue)
        #expect(records.map(\.kind) == Array(repeating: "result", count: 6) + ["results_left_out", "result"])
        #expect(records[6].members["count"] == .number(54))
        #expect(records[6].members["to"] == .string("pass"))
        #expect(records[6].text == "check web gave 54 other results that are left out, the last of them pass")
    }

    @Test("other checks have their own share, and what was left out is told without another result")
    func shares() throws {
        var queue = JournalQueue(run: 1)
        for number in 0..<10 {
            for check in ["a", "b"] { queue.append(Self.change(check), at: Self.at(Int64(number)), Self.time) }
        }
        queue.append(Self.change("c"), at: Self.at(10), Self.time)
        queue.tellLeftOut(at: Self.at(59), Self.time)
        #expect(try Self.records(queue).count == 13)
        queue.tellLeftOut(at: Self.at(60), Self.time)
        queue.tellLeftOut(at: Self.at(200), Self.time)
        let records = try Self.records(queue)
        #expect(records.dropFirst(13).map { $0.members["check"]?.string } == ["a", "b"])
        #expect(records.dropFirst(13).allSatisfy { $0.members["count"] == .number(4) })
    }

    @Test("ten thousand checks that fail at once leave room for everything else")
    func storm() throws {
        var queue = JournalQueue(run: 1)
        for number in 0..<10_000 { queue.append(Self.change("check-\(number)"), at: Self.at(0), Self.time) }
        queue.tellLeftOut(at: Self.at(1), Self.time, isLast: true)
        var records: [JournalRecord] = []
        while !queue.isEmpty {
            records += try Self.records(queue)
            queue.done(queue.message(at: Self.at(0), Self.time).lines)
        }
        #expect(records.count { $0.kind == "result" } == ResultBudget.limitOfAll)
        #expect(records.last?.text == "checks gave 9488 other results that are left out")
        #expect(records.last?.members["check"] == nil)
    }

    @Test("nothing is kept of checks that have been quiet for a minute")
    func forgetting() {
        var budget = ResultBudget()
        let admitted = (0..<100).filter { budget.admits(Self.change("check-\($0)"), at: Self.at(0)) }
        #expect(admitted.count == 100)
        let leftOut = budget.leftOut(at: Self.at(60))
        #expect(leftOut.isEmpty)
        #expect(String(describing: budget).contains("check-") == false)
    }

    // MARK: why

    private func story(_ results: [ResultChange], after streak: Int) throws -> [String] {
        var records = try results.map { result in
            try JournalRecord(parsing: Array(JournalLine(result, at: Self.at(1), Self.time, run: 1).text.utf8))
        }
        let evidence = CheckOutcome(.fail, .tcpRefused, "refused")
        let changes: [(Change, UInt64?, Int?)] = [
            (.health(check: "web", from: .up, to: .down, evidence: evidence), nil, streak),
            (.faultBegan([.checkDown("web")]), 1, nil),
            (.transition(Transition(from: .master, to: .fault, cause: .fault)), 2, nil),
        ]
        for (number, (change, cause, streak)) in changes.enumerated() {
            let entry = JournalEntry(
                id: UInt64(number + 1),
                cause: cause,
                at: Self.at(2),
                instance: number == 0 ? nil : "VI_1",
                change: change
            )
            let line = JournalLine(entry, after: streak, at: Self.time, run: 1)
            records.append(try JournalRecord(parsing: Array(line.text.utf8)))
        }
        return try #require(JournalStory(in: records)).causes.map(\.kind)
    }

    @Test("the story of a move begins with the first of the failures that led to it")
    func firstFailure() throws {
        let fails = Self.change("web", .pass, .fail)
        let passes = Self.change("web", .fail, .pass)
        let rest = ["health", "fault_began"]
        #expect(
            try self.story([fails, passes, fails, Self.change("web", .fail, .unknown)], after: 3) == ["result"] + rest
        )
        #expect(try self.story([fails, Self.change("other", .fail, .pass)], after: 2) == ["result"] + rest)
        // It passed since, so these are not known.
        #expect(try self.story([fails, passes], after: 2) == rest)
        #expect(try self.story([fails], after: 1) == rest)
        #expect(try self.story([], after: 2) == rest)
    }
}
