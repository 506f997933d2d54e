import Checks
import Foundation
import FoundationXML
import Testing
import VRRP

@testable import Foresight
@testable import baton

/// `baton history` as a picture.
@Suite(.timeLimit(.minutes(2))) struct JournalPictureTests {
    private let folder: TemporaryFolder

    /// A line of a journal: seconds after 2026-11-29 04:16:40, and members that stand behind the others.
    private static func line(_ second: Double, _ kind: String, _ text: String, _ more: String, id: Int) -> String {
        let wall = 1_795_925_800_000_000 + Int(second * 1e6)
        return "{\"time\":\"x\",\"wall_us\":\(wall),\"mono_us\":\(Int(second * 1e6)),\"run\":5,\"id\":\(id),"
            + "\"kind\":\"\(kind)\",\"text\":\"\(text)\",\(more)}\n"
    }

    private static func transition(
        _ second: Double,
        _ from: String,
        _ to: String,
        _ text: String,
        _ more: String,
        id: Int
    ) -> String {
        self.line(
            second,
            "transition",
            "\(from) → \(to), \(text)",
            "\"instance\":\"VI_1\",\"from\":\"\(from)\",\"to\":\"\(to)\",\(more)",
            id: id
        )
    }

    private static let a =
        transition(0, "initialize", "backup", "started", "\"why\":\"started\"", id: 1)
        + transition(4, "backup", "master", "no master was heard", "\"why\":\"no_master_heard\"", id: 2)
        + line(
            30,
            "health",
            "check web went up → down: http.status, 503",
            "\"check\":\"web\",\"from\":\"up\",\"to\":\"down\",\"after\":2",
            id: 3
        )
        + line(30, "priority", "priority 150 → 90", "\"instance\":\"VI_1\",\"cause\":3,\"from\":150,\"to\":90", id: 4)
        + transition(
            33.61,
            "master",
            "backup",
            "192.0.2.12 advertises the higher priority 100",
            "\"why\":\"higher_priority_heard\",\"peer\":\"192.0.2.12\",\"peer_priority\":100",
            id: 5
        )
    private static let b =
        transition(20, "initialize", "backup", "started", "\"why\":\"started\"", id: 1)
        + transition(
            33.6,
            "backup",
            "master",
            "master 192.0.2.11 has the lower priority 90",
            "\"why\":\"preempted\",\"peer\":\"192.0.2.11\",\"peer_priority\":90",
            id: 2
        ) + line(60, "checker_exited", "the checker has ended", "\"x\":1", id: 3)

    init() throws {
        self.folder = try TemporaryFolder()
        try self.folder.write("a.jsonl", Self.a)
        try self.folder.write("b.jsonl", Self.b)
        try self.folder.write("empty.jsonl", "")
    }

    private func run(_ arguments: String...) throws -> Program.Result {
        try Program.baton(arguments, in: self.folder.path)
    }

    private static func page() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Documentation/Journal.md"), encoding: .utf8)
    }

    private static func configuration(weight: Int, priority: Int = 150) -> String {
        """
        vrrp_script web {
            script "/usr/bin/test -e /run/up"
            interval 1
            fall 2
            weight \(weight)
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
    }

    @Test("the page about the journal shows what is printed of a replay")
    func replayDocumentation() throws {
        try self.folder.write("new.conf", Self.configuration(weight: -30))
        let result = try self.run("replay", "--journal", "a.jsonl", "--config", "new.conf")
        #expect(result.code == 0, "\(result.errors)")
        let example = "```\n$ baton replay --journal a.jsonl --config new.conf\n\(result.output)```\n"
        #expect(try Self.page().contains(example), "\(result.output)")
    }

    @Test func oneJournalIsPlayedThroughOneConfiguration() throws {
        try self.folder.write("old.conf", Self.configuration(weight: -60))
        let result = try self.run("replay", "--journal", "n1=a.jsonl", "--config", "old.conf")
        #expect(result.lines.first == "1 move recorded, 1 with old.conf")
        #expect(result.lines.contains { $0.contains("VI_1 to 192.0.2.12: n1: check web is down after 2 failures") })
        let json = try self.run("replay", "--journal", "a.jsonl", "--config", "old.conf", "--format", "json")
        let document = try JSONValue(parsing: json.output.utf8)
        #expect(document["recorded"]?.array?.map { $0["to"]?.string } == ["192.0.2.12"])
        #expect(document["replayed"]?.array?.map { $0["to"]?.string } == ["192.0.2.12"])
        #expect(document["replayed"]?.array?.map { $0["from"]?.string } == ["a"])
        #expect(document["assumed"]?.array?.first == .string("192.0.2.12 has priority 100 in VI_1, as it was heard"))
    }

    @Test func filesOfSeveralNodesAreAClusterAsWell() throws {
        try FileManager.default.createDirectory(atPath: self.folder.path + "/c", withIntermediateDirectories: true)
        for (node, priority) in [("a", 150), ("b", 100)] {
            try self.folder.write("c/\(node).conf", Self.configuration(weight: -60, priority: priority))
        }
        let folder = try self.run("replay", "--cluster", "c", "--journal", "a=a.jsonl", "b=b.jsonl")
        let files = try self.run(
            "replay",
            "--journal",
            "a=a.jsonl",
            "b=b.jsonl",
            "--config",
            "a=c/a.conf",
            "b=c/b.conf"
        )
        #expect(folder.code == 0 && files.code == 0)
        #expect(files.output == folder.output)
        #expect(files.lines.first == "Recorded: 1 move")
    }

    @Test func whatIsNoReplayIsRefused() throws {
        try self.folder.write("new.conf", Self.configuration(weight: -30))
        try self.folder.write("bad.conf", "vrrp_instance x {\n")
        #expect(try self.run("replay", "--journal", "a.jsonl").code == 64)
        let both = try self.run("replay", "--cluster", "c", "--config", "new.conf", "--journal", "a.jsonl")
        #expect(both.errors.contains("--cluster, --config, --recording: expected one of them"))
        let unnamed = try self.run("replay", "--config", "new.conf", "--journal", "a=a.jsonl", "b=b.jsonl")
        #expect(unnamed.code == 64)
        #expect(unnamed.errors.contains("--config new.conf: expected NODE=FILE"))
        #expect(try self.run("replay", "--config", "bad.conf", "--journal", "a.jsonl").code == 4)
        #expect(try self.run("replay", "--config", "new.conf", "--journal", "none.jsonl").code == 4)
        #expect(try self.run("replay", "--config", "new.conf", "--journal", "empty.jsonl").code == 0)
    }

    @Test("the page about the journal shows what is printed")
    func documentation() throws {
        let page = try Self.page()
        let result = try self.run("history", "--merge", "a.jsonl", "b.jsonl", "--lanes")
        #expect(result.code == 0, "\(result.errors)")
        let example = "```\n$ baton history --merge a.jsonl b.jsonl --lanes\n\(result.output)```\n"
        #expect(page.contains(example), "\(result.output)")
    }

    @Test func clocksThatDifferAreShownByOne() throws {
        let ahead = Self.b.replacingOccurrences(
            of: "\"wall_us\":1795925",
            with: "\"wall_us\":1795929"
        )
        try self.folder.write("b.jsonl", ahead)
        let result = try self.run("history", "--merge", "a.jsonl", "b.jsonl", "--moves")
        #expect(
            result.errors == "baton: clock of b is about 4000 s ahead of a; its times are shown by a's clock\n"
        )
        #expect(
            result.lines.map { String($0.prefix(26)) }.suffix(2) == [
                "2026-11-29 04:17:13.609  b", "2026-11-29 04:17:13.610  a",
            ]
        )
        let json = try self.run("history", "--merge", "a.jsonl", "b.jsonl", "--moves", "--format", "json")
        let last = try JSONValue(parsing: try #require(json.lines.dropLast().last).utf8)
        #expect(last["wall_us"] == .number(1_795_929_833_600_000))
        #expect(last["aligned_wall_us"] == .number(1_795_925_833_609_900))
        let raw = try self.run("history", "--merge", "a.jsonl", "b.jsonl", "--moves", "--no-align")
        #expect(raw.errors == "")
        #expect(raw.lines.last?.hasPrefix("2026-11-29 05:23:53.600  b") == true)
        let picture = try self.run("history", "--merge", "a.jsonl", "b.jsonl", "--lanes")
        #expect(picture.output.contains("04:17:13.609  VI_1  a -> b"), "\(picture.output)")
        #expect(picture.errors == result.errors)
        let alone = try self.run("history", "--merge", "a.jsonl", "empty.jsonl")
        #expect(alone.errors == "")
    }

    @Test func oneJournalIsDrawnAsWell() throws {
        let result = try self.run("history", "--journal", "a.jsonl", "--lanes")
        #expect(result.lines.first == "VI_1")
        #expect(result.lines.contains { $0.hasPrefix("  192.0.2.12  ....") }, "\(result.output)")
        let other = try self.run("history", "--journal", "a.jsonl", "--lanes", "--instance", "VI_2")
        #expect(other.output == "There is nothing to draw: no instance is told of.\n")
        #expect(try self.run("history", "--journal", "empty.jsonl", "--lanes").output == other.output)
    }

    @Test func aProgramReadsTheSameAsOfASimulation() throws {
        let result = try self.run("history", "--merge", "a.jsonl", "b.jsonl", "--lanes", "--format", "json")
        let document = try JSONValue(parsing: result.output.utf8)
        #expect(document["start"] == .string("2026-11-29T04:16:40.000000Z"))
        #expect(document["start_wall_us"] == .number(1_795_925_800_000_000))
        #expect(document["moves"]?.array?.map { $0["to"]?.string } == ["a", "b"])
        #expect(document["moves"]?.array?.map { $0["at_ms"]?.integer } == [4000, 33600])
        let standings = document["timeline"]?["spans"]?.array?.compactMap { $0["standing"]?.string }
        #expect(standings == ["waiting", "holding", "unfit", "waiting", "unknown", "waiting", "holding"])
    }

    @Test func thePictureStandsForItself() throws {
        try self.folder.write("a.jsonl", Self.a.replacingOccurrences(of: "VI_1", with: "<&>"))
        let result = try self.run("history", "--journal", "a.jsonl", "--svg", "x.svg")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.lines.count == 5)
        let text = try self.folder.read("x.svg")
        let document = try XMLDocument(xmlString: text)
        let texts = try document.nodes(forXPath: "//*[local-name()='text']").compactMap(\.stringValue)
        #expect(!text.contains("<script") && !text.contains("href") && !text.contains("url("))
        #expect(texts.contains("<&>"), "\(texts)")
        #expect(texts.contains("1  2026-11-29 04:17:10.000  a: check web went up → down: http.status, 503"), "\(texts)")
        #expect(texts.contains("04:17:00"), "\(texts)")
        #expect(text.contains("class=\"unknown\"") && text.contains("class=\"unfit\""))
        #expect(try self.run("history", "--journal", "a.jsonl", "--svg", "none/x.svg").code == 73)
    }

    @Test(
        "moments on the axis are round by the wall clock",
        arguments: [
            (Duration.milliseconds(40), "04:16:40.010"), (.seconds(3), "04:16:41"), (.seconds(60), "04:16:45"),
            (.seconds(3600), "04:30"), (.seconds(86_400), "11-29 06:00"), (.seconds(864_000), "12-01"),
        ]
    )
    func axis(length: Duration, label: String) {
        let timeline = Timeline(
            nodes: ["a"],
            routers: [],
            moves: [],
            spans: [],
            outages: [],
            splits: [],
            events: [],
            notes: [],
            end: length,
            isSettled: true,
            origin: UTCTime(nanoseconds: 1_795_925_800_000_000_000)
        )
        let ticks = TimelineAxis(timeline, atMost: 5).ticks
        #expect(ticks.map(\.label).contains(label), "\(ticks)")
        #expect(ticks.count <= 6)
        #expect(ticks.allSatisfy { $0.at >= .zero && $0.at <= length })
    }

    @Test func whatIsNoPictureIsRefused() throws {
        let follow = try self.run("history", "--journal", "a.jsonl", "--lanes", "--follow")
        #expect(follow.code == 64)
        #expect(follow.errors.contains("--lanes draws all that has been: leave out --follow"))
        let moves = try self.run("history", "--journal", "a.jsonl", "--svg", "x.svg", "--moves")
        #expect(moves.errors.contains("--svg draws all that has been: leave out --moves"))
    }
}
