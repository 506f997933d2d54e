import Checks
import Configuration
import Failover
import Foundation
import Testing
import VRRP

@testable import baton

/// `baton replay --recording` over files as routers leave them.
@Suite(.timeLimit(.minutes(2))) struct ReplayRecordingTests {
    private let folder: TemporaryFolder

    private static let text =
        "vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 5\n virtual_ipaddress {\n 192.0.2.1\n }\n}\n"

    /// - Parameter change: What is written in the place of an event.
    private static func file(
        end: RecordingEnd? = .left,
        change: (Int, inout HandledEvent) -> Void = { _, _ in }
    ) throws -> [UInt8] {
        let bundle = SourceBundle(mainFile: "/k.conf", files: ["/k.conf": Array(Self.text.utf8)])
        let start = Instant(nanoseconds: 1_000_000_000_000)
        let beginning = NodeBeginning(build: "0.0-test", sources: bundle.encoded(), generation: 1, at: start)
        var node = try #require(beginning.node)
        var bytes = RecordingFormat.head + RecordingFormat.record(.began(beginning))
        let interface = InterfaceState(
            name: "eth0",
            index: 2,
            isUp: true,
            hardwareAddress: MACAddress(rawValue: 1),
            addresses: [AssignedAddress(address: IPAddress(192, 0, 2, 9), prefixLength: 24)]
        )
        for (number, event) in [Event.interfaces([interface]), .start, .tick, .stopNow].enumerated() {
            let now = start + .seconds(4 * number)
            let utc = UTCTime(nanoseconds: 1_795_925_800_000_000_000 + now.nanoseconds)
            let effects = node.handle(event, at: now, utc: utc).map { CanonicalText.of($0) }
            var handled = HandledEvent(.event(event), at: now, utc: utc, effects: effects)
            change(number + 1, &handled)
            bytes += RecordingFormat.record(.handled(handled))
        }
        return bytes + (end.map { RecordingFormat.record(.ended($0)) } ?? [])
    }

    init() throws {
        self.folder = try TemporaryFolder()
    }

    private func play(_ bytes: [UInt8], _ more: String...) throws -> Program.Result {
        try Data(bytes).write(to: URL(filePath: self.folder.path + "/rec"))
        return try Program.baton(["replay", "--recording", "rec"] + more, in: self.folder.path)
    }

    @Test func aWholeRecordingIsIdentical() throws {
        let result = try self.play(try Self.file())
        #expect(result.code == 0)
        let first = try #require(result.lines.first)
        #expect(first.hasPrefix("4 events in 12.000 s, ") && first.hasSuffix(" effects: identical"))
        #expect(result.lines.count == 2)
        #expect(result.lines.last?.hasPrefix("Note: recorded by batond 0.0-test; this is ") == true)
    }

    @Test func whatIsNoRegularFileIsRefusedAtOnce() throws {
        try #require(mkfifo(self.folder.path + "/pipe", 0o600) == 0)
        for name in ["pipe", "."] {
            let result = try Program.baton(["replay", "--recording", name], in: self.folder.path)
            #expect(result.code == 4)
            #expect(
                result.errors.contains(
                    "cannot play \(name): expected a regular file, as `batond --record FILE` writes it"
                )
            )
        }
    }

    @Test func theFirstDifferenceIsShownWithBothSides() throws {
        let bytes = try Self.file { number, handled in
            if number == 3 { handled.effects[0] = "log((level: info, text: \"\u{1b}[2Jx\", instance: nil))" }
        }
        let result = try self.play(bytes)
        #expect(result.code == 1)
        try #require(result.lines.count > 3, "\(result.output)")
        #expect(
            result.lines[0].hasPrefix(
                "Different at event 3 of the recording, process 1, 8.000 s after its start, 2026-11-29 "
            )
        )
        #expect(result.lines[1] == "  tick")
        #expect(result.lines[2] == "recorded:")
        #expect(result.lines[3].hasPrefix("  > log((level: info, text: \"") && !result.output.contains("\u{1b}"))
        #expect(result.lines.contains("replayed:"))
        #expect(result.lines.contains { $0.hasPrefix("  > ") && !$0.contains("level: info, text: \"") })
        #expect(result.lines.contains { $0.hasPrefix("Before it: 2 events, ") && $0.hasSuffix(": identical") })
        let document = try JSONValue(parsing: try self.play(bytes, "--format", "json").output.utf8)
        #expect(document["identical"] == .boolean(false))
        #expect(document["difference"]?["event"] == .number(3))
        #expect(document["difference"]?["at_ms"] == .number(8000))
        #expect(document["difference"]?["what"] == .string("tick"))
    }

    @Test func theDocumentSaysHowItEnds() throws {
        let whole = try JSONValue(parsing: try self.play(try Self.file(), "--format", "json").output.utf8)
        #expect(whole["identical"] == .boolean(true) && whole["end"] == .string("left"))
        #expect(whole["events"] == .number(4) && whole["duration_ms"] == .number(12_000))
        #expect(whole["difference"] == .null && whole["processes"] == .number(1))
        #expect(whole["builds"] == .array([.string("0.0-test")]))
        for (end, word) in [(RecordingEnd.overflow, "overflow"), (.disk, "disk"), (.full, "full")] {
            let result = try self.play(try Self.file(end: end), "--format", "json")
            let document = try JSONValue(parsing: result.output.utf8)
            #expect(document["end"] == .string(word))
        }
    }

    @Test func aTornTailIsToldAndDoesNoHarm() throws {
        let result = try self.play(Array(try Self.file().dropLast(30)))
        #expect(result.code == 0)
        #expect(result.output.contains("Note: the recording breaks off: "))
        #expect(result.lines.last == "Note: the last record is not there whole, and is left out")
    }

    @Test func aChangedByteIsNoticed() throws {
        var bytes = try Self.file()
        bytes[bytes.count - 200] ^= 4
        let result = try self.play(bytes)
        #expect(result.code == 4)
        #expect(result.errors.contains("baton: cannot play rec: it is damaged: the record at byte "))
        #expect(result.errors.contains("before it, 3 of its events are identical"))
    }

    @Test func otherFilesAreRefused() throws {
        let foreign = try self.play(Array("no recording at all".utf8))
        #expect(foreign.code == 4 && foreign.errors.contains("it is no recording of batond --record"))
        #expect(try self.play([]).code == 4)
        #expect(try self.play(RecordingFormat.signature + [0, 99]).errors.contains("it has format 99"))
        let missing = try Program.baton(["replay", "--recording", "none"], in: self.folder.path)
        #expect(missing.code == 4 && missing.errors.contains("baton: cannot play none: No such file"))
    }

    @Test func theTwoKindsOfReplayStandAlone() throws {
        for words in [["--recording", "rec", "--cluster", "c"], [], ["--journal", "a=b"]] {
            #expect(try Program.baton(["replay"] + words, in: self.folder.path).code == 64)
        }
    }
}
