import Checks
import Foundation
import FoundationXML
import Testing

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

    @Test("the page about the journal shows what is printed")
    func documentation() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Documentation/Journal.md"), encoding: .utf8)
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

    @Test func whatIsNoPictureIsRefused() throws {
        let follow = try self.run("history", "--journal", "a.jsonl", "--lanes", "--follow")
        #expect(follow.code == 64)
        #expect(follow.errors.contains("--lanes draws all that has been: leave out --follow"))
        let moves = try self.run("history", "--journal", "a.jsonl", "--svg", "x.svg", "--moves")
        #expect(moves.errors.contains("--svg draws all that has been: leave out --moves"))
    }
}
