import Checks
import Failover
import VRRP

/// A journal as an agent writes it, for tests: entries are numbered within their run.
struct RecordedJournal {
    let node: String
    /// How far its wall clock is ahead.
    var clock = Duration.zero
    var run: Int64 = 1
    private(set) var records: [JournalRecord] = []
    private var lastID: UInt64 = 0

    /// 2026-11-29 04:16:40 UTC.
    static let origin: Int64 = 1_795_925_800_000_000_000

    init(_ node: String, clock: Duration = .zero) {
        self.node = node
        self.clock = clock
    }

    var journal: NodeJournal { NodeJournal(node: self.node, records: self.records) }

    /// - Parameters:
    ///   - second: By a clock that is right.
    ///   - cause: The number of the entry that made it happen.
    /// - Returns: Its number.
    @discardableResult
    mutating func add(
        _ second: Double,
        _ change: Change,
        of instance: String? = nil,
        because cause: UInt64? = nil,
        after streak: Int? = nil
    ) throws -> UInt64 {
        self.lastID += 1
        let at = Instant(nanoseconds: Int64(second * 1e9))
        let entry = JournalEntry(id: self.lastID, cause: cause, at: at, instance: instance, change: change)
        try self.add(JournalLine(entry, after: streak, at: self.time(second), run: self.run))
        return self.lastID
    }

    @discardableResult
    mutating func add(
        _ second: Double,
        _ from: VirtualRouter.StateName,
        _ to: VirtualRouter.StateName,
        _ cause: TransitionCause,
        because: UInt64? = nil,
        of instance: String = "VI_1"
    ) throws -> UInt64 {
        try self.add(
            second,
            .transition(Transition(from: from, to: to, cause: cause)),
            of: instance,
            because: because
        )
    }

    mutating func add(_ line: JournalLine) throws {
        self.records.append(try JournalRecord(parsing: Array(line.text.utf8)))
    }

    /// A line as an agent writes it of a result that changed no health.
    mutating func addResult(_ second: Double, _ from: CheckStatus, _ to: CheckStatus, of check: String) throws {
        let wall = self.time(second).nanoseconds / 1000
        let text =
            "{\"wall_us\":\(wall),\"mono_us\":\(Int64(second * 1e6)),\"run\":\(self.run),\"kind\":\"result\","
            + "\"text\":\"check \(check) gave \(to)\",\"check\":\"\(check)\",\"from\":\"\(from)\",\"to\":\"\(to)\","
            + "\"evidence\":{\"status\":\"\(to)\",\"reason\":\"http.status\",\"duration_us\":0}}"
        self.records.append(try JournalRecord(parsing: Array(text.utf8)))
    }

    mutating func beginRun() {
        self.run += 1
        self.lastID = 0
    }

    func time(_ second: Double) -> UTCTime {
        UTCTime(nanoseconds: Self.origin + Int64(second * 1e9) + self.clock.clampedNanoseconds)
    }

    static func down(_ check: String) -> Change {
        .health(check: check, from: .up, to: .down, evidence: CheckOutcome(.fail, .httpStatus, "503"))
    }

    static func up(_ check: String) -> Change {
        .health(check: check, from: .down, to: .up, evidence: CheckOutcome(.pass, .ok, "200"))
    }

    static func priority(_ from: UInt8, _ to: UInt8) -> Change {
        .priority(from: Priority(rawValue: from), to: Priority(rawValue: to))
    }
}
