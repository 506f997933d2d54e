import Checks
import Testing
import VRRP

@testable import Failover

/// The journal as lines of JSON, and what a reader makes of them.
@Suite("Lines of the journal")
struct JournalFileTests {
    private static let peer = IPAddress(172, 20, 128, 3)
    private static let place = PlacedAddress(
        address: IPAddress(172, 20, 128, 4),
        prefixLength: 24,
        interfaceIndex: 2,
        label: nil,
        scope: 0
    )
    private static let evidence = CheckOutcome(.fail, .httpStatus, "503 \"Service\"\nUnavailable")

    static let changes: [(change: Change, kind: String)] = [
        (.health(check: "web", from: .up, to: .down, evidence: evidence), "health"),
        (.observedHealth(check: "web", from: .down, to: .up, evidence: evidence), "observed_health"),
        (
            .wouldHave(check: "web", from: Priority(rawValue: 150), to: Priority(rawValue: 90), isFault: false),
            "would_have"
        ),
        (.score(check: "load", from: nil, to: 7), "score"), (.linkChanged(interface: "eth0", isUp: false), "link"),
        (.sourceChanged(peer), "source"), (.sourceChanged(nil), "source"),
        (.faultBegan([.checkDown("web"), .interfaceDown("eth0")]), "fault_began"), (.faultEnded, "fault_ended"),
        (.priority(from: Priority(rawValue: 150), to: Priority(rawValue: 90)), "priority"),
        (.transition(Transition(from: .backup, to: .master, cause: .masterResigned(peer))), "transition"),
        (.syncGroup("G", from: .backup, to: .fault), "sync_group"), (.addressLost(place), "address_lost"),
        (.addressRefused(place, reason: "no"), "address_refused"), (.addressDuplicate(place), "address_duplicate"),
        (.leftoverRemoved(place), "leftover_removed"), (.virtualInterfaceLost("vrrp.51"), "virtual_interface_lost"),
        (.filterRefused("no"), "filter_refused"), (.checkerExited, "checker_exited"),
        (.checkerStarted, "checker_started"),
        (.stalled(.milliseconds(1500)), "stalled"), (.clockBehind(.seconds(2)), "clock_behind"),
        (.startGateExpired(waitingFor: ["web"]), "start_gate_expired"), (.reloaded(generation: 7), "reloaded"),
        (.stopRequested, "stop_requested"),
    ]

    private static let time = UTCTime(nanoseconds: 1_795_925_849_018_385_123)

    @Test("every change is one line that reads as what it was", arguments: changes.indices)
    func roundTrip(index: Int) throws {
        let (change, kind) = Self.changes[index]
        let entry = JournalEntry(id: 7, cause: 3, at: Instant(nanoseconds: 5_000_123), instance: "VI_1", change: change)
        let text = JournalLine(entry, at: Self.time, run: 99).text
        #expect(!text.contains("\n"))
        let record = try JournalRecord(parsing: Array(text.utf8))
        #expect(record.kind == kind)
        #expect(record.text == change.description)
        #expect(record.id == 7)
        #expect(record.cause == 3)
        #expect(record.run == 99)
        #expect(record.instance == "VI_1")
        #expect(record.monotonicMicroseconds == 5000)
        #expect(record.time.nanoseconds == 1_795_925_849_018_385_000)
        #expect(record.members["time"] == .string("2026-11-29T04:17:29.018385Z"))
    }

    @Test("what belongs to a kind stands in the line by name")
    func details() throws {
        func members(_ change: Change, after: Int? = nil) throws -> JSONValue {
            let entry = JournalEntry(id: 1, cause: nil, at: Instant(nanoseconds: 0), instance: nil, change: change)
            let record = try JournalRecord(
                parsing: Array(JournalLine(entry, after: after, at: Self.time, run: 1).text.utf8)
            )
            #expect(record.cause == nil)
            #expect(record.instance == nil)
            return record.members
        }
        let health = try members(Self.changes[0].change, after: 2)
        #expect(health["check"] == .string("web"))
        #expect(health["after"] == .number(2))
        #expect(health["evidence"]?["reason"] == .string("http.status"))
        #expect(health["evidence"]?["summary"] == .string("503 \"Service\"\nUnavailable"))
        let lost = try members(
            .transition(
                Transition(from: .master, to: .backup, cause: .higherPriorityHeard(Self.peer, Priority(rawValue: 100)))
            )
        )
        #expect(lost["why"] == .string("higher_priority_heard"))
        #expect(lost["peer"] == .string("172.20.128.3"))
        #expect(lost["peer_priority"] == .number(100))
    }

    @Test("deeds name the change they follow from, and of many addresses the first ones and their number")
    func deeds() throws {
        let many = (0..<20).map { number in
            PlacedAddress(
                address: IPAddress(10, 0, 0, number),
                prefixLength: 32,
                interfaceIndex: 2,
                label: nil,
                scope: 0
            )
        }
        let line = JournalLine(
            .addressesSet(many),
            of: "VI_1",
            because: 12,
            at: Instant(nanoseconds: 0),
            Self.time,
            run: 1
        )
        let record = try JournalRecord(parsing: Array(line.text.utf8))
        #expect(record.id == nil)
        #expect(record.cause == 12)
        #expect(record.members["count"] == .number(20))
        #expect(record.members["addresses"]?.array?.count == 16)
        #expect(record.text.hasSuffix("10.0.0.15/32 and 4 more"))
    }

    @Test(
        "a line that is none says why",
        arguments: [
            "", "{", "[]", "{}", "{\"kind\":\"x\"}",
            "{\"wall_us\":1e300,\"mono_us\":0,\"run\":0,\"kind\":\"\",\"text\":\"\"}",
        ]
    )
    func malformed(text: String) {
        #expect(throws: JournalError.self) { try JournalRecord(parsing: Array(text.utf8)) }
    }

    // MARK: why

    private struct Tale {
        var records: [JournalRecord] = []

        mutating func add(
            _ change: Change,
            id: UInt64,
            because cause: UInt64? = nil,
            of instance: String? = "VI_1",
            run: Int64 = 1
        ) throws {
            let at = Instant(nanoseconds: Int64(self.records.count) * 1_000_000)
            let entry = JournalEntry(id: id, cause: cause, at: at, instance: instance, change: change)
            let line = JournalLine(entry, at: JournalFileTests.time, run: run)
            self.records.append(try JournalRecord(parsing: Array(line.text.utf8)))
        }

        mutating func add(_ deed: JournalDeed, because cause: UInt64) throws {
            let at = Instant(nanoseconds: Int64(self.records.count) * 1_000_000)
            let line = JournalLine(deed, of: "VI_1", because: cause, at: at, JournalFileTests.time, run: 1)
            self.records.append(try JournalRecord(parsing: Array(line.text.utf8)))
        }
    }

    @Test("a fault: evidence, fault, transition, and the addresses that went")
    func fault() throws {
        var tale = Tale()
        try tale.add(Self.changes[0].change, id: 1, of: nil)
        try tale.add(.faultBegan([.checkDown("web")]), id: 2, because: 1)
        try tale.add(.addressesRemoved([Self.place]), because: 3)
        try tale.add(.transition(Transition(from: .master, to: .fault, cause: .fault)), id: 3, because: 2)
        try tale.add(.faultEnded, id: 4, of: "VI_2")
        let story = try #require(JournalStory(in: tale.records))
        #expect(story.causes.map(\.kind) == ["health", "fault_began"])
        #expect(story.move.states?.to == "fault")
        #expect(story.consequences.map(\.kind) == ["addresses_removed"])
    }

    @Test("a weight: the loss to a peer is told with the fall of the priority that made it possible")
    func weight() throws {
        var tale = Tale()
        try tale.add(Self.changes[0].change, id: 1, of: nil)
        try tale.add(.priority(from: Priority(rawValue: 150), to: Priority(rawValue: 90)), id: 2, because: 1)
        let lost = Transition(
            from: .master,
            to: .backup,
            cause: .higherPriorityHeard(Self.peer, Priority(rawValue: 100))
        )
        try tale.add(.transition(lost), id: 3)
        #expect(try #require(JournalStory(in: tale.records)).causes.map(\.kind) == ["health", "priority"])

        // A fall that was not enough has nothing to do with it.
        var other = Tale()
        try other.add(.priority(from: Priority(rawValue: 150), to: Priority(rawValue: 120)), id: 2)
        try other.add(.transition(lost), id: 3)
        #expect(try #require(JournalStory(in: other.records)).causes.isEmpty)
    }

    @Test("two falls: the one that went past the peer's priority is told; a takeover is told with the rise before it")
    func decisive() throws {
        func priority(_ from: UInt8, _ to: UInt8) -> Change {
            .priority(from: Priority(rawValue: from), to: Priority(rawValue: to))
        }
        let hundred = Priority(rawValue: 100)
        var falls = Tale()
        try falls.add(priority(150, 90), id: 1)
        try falls.add(priority(90, 80), id: 2)
        let lost = Transition(from: .master, to: .backup, cause: .higherPriorityHeard(Self.peer, hundred))
        try falls.add(.transition(lost), id: 3)
        #expect(try #require(JournalStory(in: falls.records)).causes.map(\.id) == [1])
        try falls.add(priority(80, 95), id: 4)
        try falls.add(priority(95, 150), id: 5)
        try falls.add(.transition(Transition(from: .backup, to: .master, cause: .preempted(Self.peer, hundred))), id: 6)
        #expect(try #require(JournalStory(in: falls.records)).causes.map(\.id) == [5])
    }

    @Test("a priority that fell from the peer's own is what let it win")
    func fallFromATie() throws {
        var tale = Tale()
        try tale.add(.priority(from: Priority(rawValue: 100), to: Priority(rawValue: 90)), id: 1)
        let lost = Transition(
            from: .master,
            to: .backup,
            cause: .higherPriorityHeard(Self.peer, Priority(rawValue: 100))
        )
        try tale.add(.transition(lost), id: 2)
        #expect(try #require(JournalStory(in: tale.records)).causes.map(\.id) == [1])
    }

    @Test("who hands over gives the addresses up with the transition after the move")
    func handover() throws {
        var tale = Tale()
        try tale.add(.stopRequested, id: 1, of: nil)
        try tale.add(.transition(Transition(from: .master, to: .resigning, cause: .stopped)), id: 2, because: 1)
        try tale.add(.addressesRemoved([Self.place]), because: 3)
        try tale.add(
            .transition(Transition(from: .resigning, to: .initialize, cause: .successorHeard(Self.peer))),
            id: 3
        )
        let story = try #require(JournalStory(in: tale.records))
        #expect(story.move.id == 2)
        #expect(story.consequences.map(\.kind) == ["addresses_removed", "transition"])
    }

    @Test("a thousand causes of one fault make a short line")
    func longLine() throws {
        let causes = (0..<1000).map { FaultCause.checkDown("a-check-with-a-long-name-\($0)") }
        let entry = JournalEntry(
            id: 1,
            cause: nil,
            at: Instant(nanoseconds: 0),
            instance: "VI_1",
            change: .faultBegan(causes)
        )
        let text = JournalLine(entry, at: Self.time, run: 1).text
        #expect(text.utf8.count < 8192)
        let record = try JournalRecord(parsing: Array(text.utf8))
        #expect(record.members["count"] == .number(1000))
        #expect(record.members["causes"]?.array?.count == 16)
    }

    @Test("numbers are of one run: a restarted router begins again at 1")
    func runs() throws {
        var tale = Tale()
        try tale.add(.faultEnded, id: 1, run: 1)
        try tale.add(
            .transition(Transition(from: .master, to: .backup, cause: .tieLost(Self.peer))),
            id: 2,
            because: 1,
            run: 2
        )
        #expect(try #require(JournalStory(in: tale.records)).causes.isEmpty)
    }

    @Test("earlier moves, moves of one instance, and none")
    func choice() throws {
        var tale = Tale()
        try tale.add(.transition(Transition(from: .backup, to: .master, cause: .noMasterHeard)), id: 1)
        try tale.add(.transition(Transition(from: .backup, to: .master, cause: .noMasterHeard)), id: 2, of: "VI_2")
        try tale.add(.transition(Transition(from: .backup, to: .fault, cause: .fault)), id: 3)
        #expect(JournalStory(in: tale.records)?.move.id == 2)
        #expect(JournalStory(in: tale.records, back: 1)?.move.id == 1)
        #expect(JournalStory(in: tale.records, instance: "VI_1")?.move.id == 1)
        #expect(JournalStory(in: tale.records, instance: "VI_1", back: 1) == nil)
        #expect(JournalStory(in: tale.records, instance: "VI_3") == nil)
        #expect(JournalStory(in: []) == nil)
    }
}
