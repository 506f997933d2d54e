import Checks
import Configuration
import Failover
import Testing

@testable import Agent

@Suite("Messages between supervisor and router")
struct MessageTests {
    static let commands: [RouterCommand] = [
        .configuration(ConfigurationPart(generation: 7, bytes: [1, 2, 3], isLast: true)),
        .configuration(ConfigurationPart(generation: 0, bytes: [], isLast: false)),
        .tentative(ConfigurationPart(generation: 8, bytes: [4], isLast: true)), .good(generation: 8),
        .refused(generation: .max), .maintenanceKept(revision: 3, failure: nil),
        .maintenanceKept(revision: .max, failure: "no room"),
        .stop, .stopNow, .leave, .checkerStarted, .checkerExited, .dump(.state), .dump(.statisticsAndClear),
        .reloadOutcome(
            request: 7,
            ReloadOutcome(isAccepted: false, generation: 2, summary: "refused", diagnostics: ["a\nb", ""])
        ),
    ]

    static let changes: HostChanges = {
        var changes = HostChanges()
        changes.settings = [ChangedSetting(name: "net/ipv4/conf/eth0/arp_ignore", original: -1, value: 1)]
        changes.interfaces = [MadeInterface(name: "vrrp.51", index: 7)]
        changes.tables = ["baton", "vips"]
        return changes
    }()

    static let reports: [RouterReport] = [
        .ready, .log(level: .warning, wallNanoseconds: -5, text: "ünïcode\n", instance: "VI_1"),
        .log(level: .debug, wallNanoseconds: .max, text: "", instance: nil), .snapshot(part: [0xff], isLast: false),
        .changes(HostChanges()), .changes(Self.changes), .reloadWanted(request: .max),
        .maintenance(revision: 9, part: [0x7b], isLast: true), .maintenance(revision: 0, part: [], isLast: false),
        .dump(.json, part: [0x7b, 0xff], isLast: true), .dump(.parent, part: [], isLast: false),
    ]

    @Test("commands come out as they went in", arguments: commands)
    func command(_ command: RouterCommand) throws {
        #expect(try RouterCommand(decoding: command.encoded()) == command)
        for length in 0..<command.encoded().count {
            #expect(throws: WireError.self) { try RouterCommand(decoding: Array(command.encoded().prefix(length))) }
        }
        #expect(throws: WireError.trailing) { try RouterCommand(decoding: command.encoded() + [0]) }
    }

    @Test("reports come out as they went in", arguments: reports)
    func report(_ report: RouterReport) throws {
        #expect(try RouterReport(decoding: report.encoded()) == report)
        for length in 0..<report.encoded().count {
            #expect(throws: WireError.self) { try RouterReport(decoding: Array(report.encoded().prefix(length))) }
        }
    }

    @Test("of too many diagnostics the first ones fit into a packet, and the others are counted")
    func manyDiagnostics() {
        let all = (0..<5000).map { "/etc/keepalived/keepalived.conf:\($0):1: error: unknown word" }
        let outcome = ReloadOutcome(isAccepted: false, generation: 1, summary: "refused", diagnostics: all)
        #expect(!outcome.diagnostics.isEmpty)
        #expect(outcome.diagnostics.count + Int(outcome.omitted) == all.count)
        #expect(outcome.diagnostics == Array(all.prefix(outcome.diagnostics.count)))
        #expect(RouterCommand.reloadOutcome(request: 1, outcome).encoded().count <= 65_536)
    }

    @Test("a file of any size arrives whole", arguments: [0, 1, 32_767, 32_768, 32_769, 200_000])
    func fileParts(size: Int) {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        var desk = DumpDesk(AgentConfiguration())
        var whole: [[UInt8]] = []
        for case .dump(let file, let part, let isLast) in RouterReport.parts(of: .statistics, text: bytes) {
            #expect(file == .statistics)
            if let text = desk.take(part, of: file, isLast: isLast) { whole.append(text) }
        }
        #expect(whole == [bytes])
    }

    @Test("a snapshot of any size arrives whole", arguments: [0, 1, 32_767, 32_768, 32_769, 200_000])
    func snapshotParts(size: Int) {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        var joined: [UInt8] = []
        var ends = 0
        for case .snapshot(let part, let isLast) in RouterReport.parts(ofSnapshot: bytes) {
            joined += part
            ends += isLast ? 1 : 0
        }
        #expect(joined == bytes)
        #expect(ends == 1)
    }

    @Test(
        "a configuration of any size arrives whole, in packets of 64 KiB at most",
        arguments: [0, 1, ConfigurationPart.limit, ConfigurationPart.limit + 1, 200_000]
    )
    func configurationParts(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        let messages = ConfigurationPart.parts(of: bytes, generation: 3).map {
            RouterCommand.configuration($0).encoded()
        }
        var joined: [UInt8] = []
        for (index, message) in messages.enumerated() {
            #expect(message.count <= 65_536)
            guard case .configuration(let part) = try RouterCommand(decoding: message) else {
                Issue.record("\(message.prefix(8))")
                return
            }
            joined += part.bytes
            #expect(part.generation == 3)
            #expect(part.isLast == (index == messages.count - 1))
        }
        #expect(joined == bytes)
    }

    @Test("random bytes are refused or read, never believed to be longer than they are")
    func noise() {
        var state: UInt64 = 1
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for index in 0..<Int(state >> 60) {
                bytes.append(UInt8(truncatingIfNeeded: state >> (8 * UInt64(index % 7))))
            }
            if let command = try? RouterCommand(decoding: bytes) {
                #expect(command.encoded() == bytes)
            }
            if case .log? = try? RouterReport(decoding: bytes) {
                #expect(bytes.count >= 14)
            }
        }
    }
}
