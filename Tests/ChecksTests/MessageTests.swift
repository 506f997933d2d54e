import Checks
import TestSupport
import Testing

@Suite struct MessageTests {
    static let checkerMessages: [CheckerMessage] = [
        .started(generation: 7),
        .fifoLosses(path: "/run/größer", lines: .max),
        .reports([]),
        .reports([
            CheckReport(check: "a", generation: 1, outcome: CheckOutcome(.pass, .ok, "well"), runs: 25),
            CheckReport(check: "b", generation: 1, outcome: CheckOutcome(.unknown, .checkBlocked, "waits for a")),
        ]),
        .report(
            CheckReport(
                check: "web",
                generation: .max,
                outcome: CheckOutcome(
                    .fail,
                    .httpStatus,
                    "status 503 – größer",
                    duration: .microseconds(1234),
                    output: "line\n",
                    measurements: [
                        CheckOutcome.Measurement(name: "total", value: 1.5, unit: "ms"),
                        CheckOutcome.Measurement(name: "", value: -.infinity, unit: ""),
                    ]
                )
            )
        ),
    ]

    static let routerMessages: [RouterMessage] = [
        .repeatReports, .journal(Array("{}\n".utf8)), .journal([]),
        .notify(NotifyRequest(instance: "VI_1", command: ["/bin/true", "", "ä"], user: nil)),
        .notify(NotifyRequest(instance: "", command: ["x"], user: ScriptUser(user: "a", group: "b"))),
    ]

    @Test(arguments: checkerMessages)
    func checkerMessagesComeBack(message: CheckerMessage) throws {
        let bytes = message.encoded()
        #expect(try CheckerMessage(decoding: bytes) == message)
        for length in 0..<bytes.count {
            #expect(throws: WireError.self) { try CheckerMessage(decoding: Array(bytes.prefix(length))) }
        }
        #expect(throws: WireError.trailing) { try CheckerMessage(decoding: bytes + [0]) }
    }

    @Test(arguments: routerMessages)
    func routerMessagesComeBack(message: RouterMessage) throws {
        let bytes = message.encoded()
        #expect(try RouterMessage(decoding: bytes) == message)
        for length in 0..<bytes.count {
            #expect(throws: WireError.self) { try RouterMessage(decoding: Array(bytes.prefix(length))) }
        }
        #expect(throws: WireError.trailing) { try RouterMessage(decoding: bytes + [0]) }
    }

    @Test func everyReasonAndStatusComesBack() throws {
        for reason in ReasonCode.allCases {
            for status in CheckStatus.allCases {
                let report = CheckReport(check: "c", generation: 1, outcome: CheckOutcome(status, reason, ""))
                #expect(try CheckerMessage(decoding: CheckerMessage.report(report).encoded()) == .report(report))
            }
        }
    }

    @Test func randomBytesNeverTrap() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            var bytes = generator.bytes(upTo: 80)
            if !bytes.isEmpty, Bool.random(using: &generator) { bytes[0] = UInt8.random(in: 0...3, using: &generator) }
            _ = try? CheckerMessage(decoding: bytes)
            _ = try? RouterMessage(decoding: bytes)
        }
    }

    @Test func changedMessagesNeverTrap() {
        var generator = SeededGenerator(seed: 12)
        let originals = Self.checkerMessages.map { $0.encoded() } + Self.routerMessages.map { $0.encoded() }
        for _ in 0..<20_000 {
            guard var bytes = originals.randomElement(using: &generator) else { continue }
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? CheckerMessage(decoding: bytes)
            _ = try? RouterMessage(decoding: bytes)
        }
    }

    @Test func aForgedCountAllocatesNothing() {
        var reader = WireReader([0xff, 0xff, 0xff, 0xff, 1, 2, 3])
        #expect(throws: WireError.truncated) { try reader.byteArray() }
        var list = WireReader([0xff, 0xff, 0xff, 0xff, 1, 2, 3])
        #expect(throws: WireError.truncated) {
            try list.list { (reader: inout WireReader) throws(WireError) in try reader.integer(UInt8.self) }
        }
    }

    @Test func integersAreBigEndian() throws {
        var writer = WireWriter()
        writer.write(UInt32(0x0102_0304))
        writer.write(Int64(-2))
        writer.write(Duration.milliseconds(-1))
        #expect(writer.bytes.prefix(4) == [1, 2, 3, 4])
        var reader = WireReader(writer.bytes)
        #expect(try reader.integer(UInt32.self) == 0x0102_0304)
        #expect(try reader.integer(Int64.self) == -2)
        #expect(try reader.duration() == .milliseconds(-1))
        try reader.finish()
    }

    @Test func aDurationTooLongIsClamped() throws {
        for (duration, expected) in [(Duration.seconds(Int64.max), Int64.max), (.seconds(Int64.min), .min)] {
            var writer = WireWriter()
            writer.write(duration)
            var reader = WireReader(writer.bytes)
            #expect(try reader.integer(Int64.self) == expected)
        }
    }
}
