import Checks
import Failover
import Foundation
import Testing

@testable import baton

/// `baton history` and `baton why` over files as agents leave them.
@Suite(.timeLimit(.minutes(2))) struct JournalCommandTests {
    private let folder: TemporaryFolder

    private static func line(
        _ second: Int,
        _ kind: String,
        _ text: String,
        id: Int? = nil,
        cause: Int? = nil,
        instance: String? = "VI_1",
        more: String = ""
    ) -> String {
        let wall = (1_795_925_800 + second) * 1_000_000
        return "{\"time\":\"x\",\"wall_us\":\(wall),\"mono_us\":\(second * 1_000_000),\"run\":5"
            + (id.map { ",\"id\":\($0)" } ?? "") + (cause.map { ",\"cause\":\($0)" } ?? "")
            + (instance.map { ",\"instance\":\"\($0)\"" } ?? "")
            + ",\"kind\":\"\(kind)\",\"text\":\"\(text)\"\(more)}\n"
    }

    private static let took = line(
        1,
        "transition",
        "backup → master, no master was heard",
        id: 1,
        more: ",\"from\":\"backup\",\"to\":\"master\",\"why\":\"no_master_heard\""
    )
    private static let health = line(
        10,
        "health",
        "check web went up → down: http.status, 503",
        id: 2,
        instance: nil,
        more: ",\"check\":\"web\",\"from\":\"up\",\"to\":\"down\",\"after\":2"
    )
    private static let fault = line(10, "fault_began", "fault: check web is down", id: 3, cause: 2)
    private static let left = line(
        10,
        "transition",
        "master → fault, a fault began",
        id: 4,
        cause: 3,
        more: ",\"from\":\"master\",\"to\":\"fault\",\"why\":\"fault\""
    )

    init() throws {
        self.folder = try TemporaryFolder()
        try self.folder.write("journal.jsonl.1", Self.took)
        try self.folder.write("journal.jsonl", Self.health + Self.fault + "no line\n" + Self.left + "{\"half")
        try self.folder.write(
            "b.jsonl",
            Self.line(
                11,
                "transition",
                "backup → master, master resigned",
                id: 1,
                more: ",\"from\":\"backup\",\"to\":\"master\",\"why\":\"master_resigned\""
            )
        )
        try self.folder.write("empty.jsonl", "")
    }

    private func run(_ arguments: String...) throws -> Program.Result {
        try Program.baton(arguments, in: self.folder.path)
    }

    @Test func everythingIsToldInOrderAndWhatCannotBeReadIsCounted() throws {
        let result = try self.run("history", "--journal", "journal.jsonl")
        #expect(result.code == 0)
        #expect(
            result.lines == [
                "2026-11-29 04:16:41.000  VI_1: backup → master, no master was heard",
                "2026-11-29 04:16:50.000  check web went up → down: http.status, 503 (2 results in a row)",
                "2026-11-29 04:16:50.000  VI_1: fault: check web is down",
                "2026-11-29 04:16:50.000  VI_1: master → fault, a fault began",
            ]
        )
        #expect(result.errors.contains("1 line of journal.jsonl cannot be read and is left out"))
    }

    @Test func partsOfItAreChosen() throws {
        let since = try self.run("history", "--journal", "journal.jsonl", "--since", "2026-11-29T04:16:45Z")
        #expect(since.lines.count == 3)
        let moves = try self.run("history", "--journal", "journal.jsonl", "--moves", "--format", "json")
        #expect(try moves.lines.map { try JSONValue(parsing: $0.utf8)["id"] } == [.number(1), .number(4)])
        #expect(try self.run("history", "--journal", "journal.jsonl", "--instance", "VI_2").output == "")
        for wrong in ["yesterday", "2026-13-01", "2026-02-31", "2300-01-01", "2026-01-01T24:00:00Z", ""] {
            let result = try self.run("history", "--journal", "journal.jsonl", "--since", wrong)
            #expect(result.code == 64, "\(wrong)")
            #expect(result.errors.contains("expected a time ago such as 10m"), "\(wrong)")
        }
    }

    @Test func journalsOfSeveralNodesAreMerged() throws {
        let result = try self.run("history", "--merge", "first=journal.jsonl", "b.jsonl", "--moves")
        #expect(
            result.lines == [
                "2026-11-29 04:16:41.000  first  VI_1: backup → master, no master was heard",
                "2026-11-29 04:16:50.000  first  VI_1: master → fault, a fault began",
                "2026-11-29 04:16:51.000  b      VI_1: backup → master, master resigned",
            ]
        )
        #expect(try self.run("history", "--merge", "b.jsonl", "--follow").code == 64)
    }

    @Test func aClockThatWasSetHidesNothing() throws {
        let hour = 3_600_000_000
        let stepped = [(100, hour), (103, hour), (160, 0), (300, 0)].map { second, ahead in
            let wall = (1_795_925_800 + second) * 1_000_000 + ahead
            return "{\"wall_us\":\(wall),\"mono_us\":\(second * 1_000_000),\"run\":5,\"kind\":\"checker_started\","
                + "\"text\":\"at \(second)\"}\n"
        }.joined()
        try self.folder.write("stepped.jsonl", stepped)
        let result = try self.run("history", "--journal", "stepped.jsonl", "--since", "2026-11-29T04:21:00Z")
        #expect(result.lines == ["2026-11-29 04:21:40.000  at 300"])
        #expect(
            result.errors.contains("clock of stepped was about 3600 s ahead of what it is at the end from 2026-11-29")
        )
        let json = try self.run("history", "--journal", "stepped.jsonl", "--format", "json")
        let first = try JSONValue(parsing: try #require(json.lines.first).utf8)
        #expect(first["aligned_wall_us"]?.integer == 1_795_925_900_000_000)
        #expect(first["wall_us"]?.integer == 1_795_925_900_000_000 + hour && first["node"] == nil)
        let raw = try self.run("history", "--journal", "stepped.jsonl", "--no-align")
        #expect(raw.lines.first == "2026-11-29 05:18:20.000  at 100" && raw.errors.isEmpty)
    }

    @Test func aFileThatIsMovedOnWhileItIsReadIsNotLost() throws {
        let path = self.folder.path + "/moved.jsonl"
        try self.folder.write("moved.jsonl", Self.health)
        try self.folder.write("moved.jsonl.1", Self.took)
        var reader = JournalReader(path)
        var isMoved = false
        let records = try reader.readAll { number in
            guard number == 1, !isMoved else { return }
            isMoved = true
            try? FileManager.default.moveItem(atPath: path + ".1", toPath: path + ".2")
            try? FileManager.default.moveItem(atPath: path, toPath: path + ".1")
            _ = try? self.folder.write("moved.jsonl", Self.left)
        }
        #expect(isMoved && records.map(\.id) == [1, 2, 4])
        try self.folder.write("moved.jsonl", Self.left + Self.fault)
        #expect(reader.readMore().map(\.id).last == 3)
    }

    @Test func onlyAnEqualsSignBeforeTheFirstSlashNamesANode() throws {
        #expect(NodeJournals.parts("a=b.jsonl")?.node == "a")
        #expect(NodeJournals.parts("a=/x=y/b.jsonl")?.path == "/x=y/b.jsonl")
        for alone in ["b.jsonl", "/x=y/b.jsonl", "./a=b.jsonl", "=b.jsonl", "a="] {
            #expect(NodeJournals.parts(alone) == nil, "\(alone)")
        }
    }

    @Test func controlCharactersOfAJournalReachNoTerminal() throws {
        let name = "V\\u001b[31m"
        let took = Self.line(
            1,
            "transition",
            "x",
            id: 1,
            instance: name,
            more: ",\"from\":\"backup\",\"to\":\"master\",\"why\":\"no_master_heard\""
        )
        let down = Self.line(2, "health", "x", id: 2, more: ",\"check\":\"\(name)\",\"from\":\"up\",\"to\":\"down\"")
        try self.folder.write("escapes.jsonl", took + down)
        try self.folder.write(
            "one.conf",
            "vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 5\n virtual_ipaddress {\n 192.0.2.1\n }\n}\n"
        )
        let why = try self.run("why", "NONE", "--journal", "escapes.jsonl")
        #expect(why.code == 1 && why.errors.contains("instances with moves: V") && !why.errors.contains("\u{1b}"))
        let replay = try self.run("replay", "--journal", "escapes.jsonl", "--config", "one.conf")
        #expect(replay.code == 0 && replay.output.contains("Note: escapes has no check V"), "\(replay)")
        #expect(!replay.output.contains("\u{1b}"))
    }

    @Test func timeWithoutEndIsNotPlayed() throws {
        let early = "{\"wall_us\":5000000,\"mono_us\":5000000,\"run\":1,\"kind\":\"x\",\"text\":\"x\"}\n"
        let before = early.replacing("\"mono_us\":5000000", with: "\"mono_us\":500000000000")
        try self.folder.write("early.jsonl", early + Self.health)
        try self.folder.write("before.jsonl", before + Self.health)
        try self.folder.write(
            "one.conf",
            "vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 5\n virtual_ipaddress {\n 192.0.2.1\n }\n}\n"
        )
        let played = try self.run("replay", "--journal", "early.jsonl", "--config", "one.conf")
        #expect(played.code == 0 && played.errors.contains("s behind what it is at the end from 1970-01-01"))
        let refused = try self.run("replay", "--journal", "before.jsonl", "--config", "one.conf")
        #expect(refused.code == 4)
        #expect(refused.errors.contains("cannot play the time from 1970-01-01 00:00:05.000 to 2026-11-29 04:16:50.000"))
        let since = ["--since", "2026-11-29T04:16:50Z"]
        #expect(
            refused.errors.contains("use --since to leave out what came before, as in \(since.joined(separator: " "))")
        )
        let arguments = ["replay", "--journal", "before.jsonl", "--config", "one.conf"] + since
        #expect(try Program.baton(arguments, in: self.folder.path).code == 0)
    }

    @Test func theLastMoveIsTold() throws {
        let result = try self.run("why", "--journal", "journal.jsonl")
        #expect(result.code == 0)
        #expect(
            result.lines == [
                "2026-11-29 04:16:50.000  VI_1: master → fault, a fault began", "  because:",
                "       +0.0 ms  check web went up → down: http.status, 503 (2 results in a row)",
                "       +0.0 ms  VI_1: fault: check web is down",
            ]
        )
        let earlier = try self.run("why", "VI_1", "--back", "1", "--journal", "journal.jsonl")
        #expect(earlier.lines.first?.hasSuffix("VI_1: backup → master, no master was heard") == true)
        let json = try self.run("why", "--journal", "journal.jsonl", "--format", "json")
        let document = try JSONValue(parsing: json.output.utf8)
        #expect(document["causes"]?.array?.compactMap { $0["kind"]?.string } == ["health", "fault_began"])
    }

    @Test func returnsThatWereDampedAreTold() throws {
        let damped = Self.line(11, "damped", "damped after 3 moves", id: 5, cause: 4)
        let stays = Self.line(20, "return_suppressed", "leaves its addresses with b", id: 6, cause: 5)
        let end = Self.line(300, "damping_ended", "no longer damped", id: 7, cause: 6, more: ",\"why\":\"calm\"")
        let back = Self.line(
            303,
            "transition",
            "backup → master, b has the lower priority 100",
            id: 8,
            more: ",\"from\":\"backup\",\"to\":\"master\",\"why\":\"preempted\",\"peer\":\"b\",\"peer_priority\":100"
        )
        try self.folder.write("stays.jsonl", Self.took + Self.left + damped + stays)
        let result = try self.run("why", "--journal", "stays.jsonl")
        #expect(
            result.lines.suffix(3) == [
                "  and since then:", "    +1000.0 ms  VI_1: damped after 3 moves",
                "   +10000.0 ms  VI_1: leaves its addresses with b",
            ]
        )
        let json = try self.run("why", "--journal", "stays.jsonl", "--format", "json")
        #expect(
            try JSONValue(parsing: json.output.utf8)["stays"]?.array?.compactMap { $0["kind"]?.string }
                == ["damped", "return_suppressed"]
        )
        // The return itself: it waited for nothing but the end of damping.
        try self.folder.write("back.jsonl", Self.took + Self.left + damped + stays + end + back)
        let returned = try self.run("why", "--journal", "back.jsonl")
        #expect(returned.lines.last == "    −3000.0 ms  VI_1: no longer damped", "\(returned.lines)")
        #expect(!returned.output.contains("and since then"))
    }

    @Test func whatHappenedIsPlayedThroughAnotherConfiguration() throws {
        for (node, priority) in [("first", 150), ("b", 100)] {
            try self.folder.write(
                "cluster-\(node).conf",
                """
                vrrp_script web {
                    script "/usr/bin/test -e /run/up"
                    interval 1
                    weight -60
                }
                vrrp_instance VI_1 {
                    version 3
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority \(priority)
                    virtual_ipaddress {
                        192.0.2.1/24
                    }
                    track_script {
                        web
                    }
                }
                """
            )
        }
        let cluster = self.folder.path + "/cluster"
        try FileManager.default.createDirectory(atPath: cluster, withIntermediateDirectories: true)
        for node in ["first", "b"] {
            try FileManager.default.moveItem(
                atPath: self.folder.path + "/cluster-\(node).conf",
                toPath: cluster + "/\(node).conf"
            )
        }
        let result = try self.run("replay", "--cluster", "cluster", "--journal", "first=journal.jsonl", "b=b.jsonl")
        #expect(result.code == 0)
        #expect(
            result.lines.prefix(3) == [
                "Recorded: 1 move", "  2026-11-29 04:16:51.000  VI_1 to b: backup → master, master resigned",
                "With this configuration: 1 move",
            ]
        )
        // The first of two failures in a row came at :49 at the earliest; it is noticed within a second, and three intervals
        // and a skew later the other node takes over.
        let line = try #require(result.lines.dropFirst(3).first)
        #expect(["52", "53", "54"].contains(line.dropFirst(19).prefix(2)), "\(result.output)")
        #expect(line.contains("VI_1 to b: "))
        let json = try self.run(
            "replay",
            "--cluster",
            "cluster",
            "--journal",
            "first=journal.jsonl",
            "b=b.jsonl",
            "--format",
            "json"
        )
        let document = try JSONValue(parsing: json.output.utf8)
        #expect(document["recorded"]?.array?.count == 1)
        #expect(document["replayed"]?.array?.first?["to"] == .string("b"))
        #expect(try self.run("replay", "--cluster", "cluster").code == 64)
        #expect(try self.run("replay", "--cluster", "cluster", "--journal", "journal.jsonl").code == 64)
        #expect(try self.run("replay", "--cluster", "none", "--journal", "first=journal.jsonl").code == 4)
    }

    @Test func whereThereIsNothingToTellItSaysSo() throws {
        let other = try self.run("why", "VI_9", "--journal", "journal.jsonl")
        #expect(other.code == 1)
        #expect(other.errors.contains("there is no move of VI_9 in the journal; instances with moves: VI_1"))
        #expect(try self.run("why", "--journal", "empty.jsonl").code == 1)
        let missing = try self.run("why", "--journal", "none.jsonl")
        #expect(missing.code == 4)
        #expect(missing.errors.contains("cannot read the journal none.jsonl: No such file or directory"))
        #expect(try self.run("history", "--journal", ".").code == 4)
    }
}
