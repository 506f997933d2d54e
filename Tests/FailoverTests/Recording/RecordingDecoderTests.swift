import Checks
import TestSupport
import Testing
import VRRP

@testable import Failover

/// The file of a recording, whole and spoilt.
@Suite struct RecordingDecoderTests {
    private static let beginning = NodeBeginning(
        build: "1",
        sources: [1, 2, 3],
        generation: 1,
        at: Instant(nanoseconds: 4),
        snapshot: [5]
    )
    private static let calls: [NodeCall] =
        [.began(beginning)]
        + EventWireTests.events.prefix(8).enumerated().map { number, event in
            .handled(
                HandledEvent(
                    .event(event),
                    at: Instant(nanoseconds: Int64(number)),
                    utc: UTCTime(nanoseconds: -1),
                    effects: ["a", "b"]
                )
            )
        } + [.clearedCounters, .ended(.left)]
    private static let file = RecordingFormat.head + calls.flatMap { RecordingFormat.record($0) }

    private enum Result: Equatable {
        case whole([NodeCall])
        case torn([NodeCall])
        case refused([NodeCall], RecordingError)

        var calls: [NodeCall] {
            switch self {
            case .whole(let calls), .torn(let calls), .refused(let calls, _): calls
            }
        }
    }

    private static func read(_ bytes: [UInt8], pieces: Int = 1 << 20) -> Result {
        var decoder = RecordingDecoder()
        var calls: [NodeCall] = []
        do throws(RecordingError) {
            var rest = bytes[...]
            while !rest.isEmpty {
                decoder.append(rest.prefix(pieces))
                rest = rest.dropFirst(pieces)
                while let call = try decoder.next() { calls.append(call) }
            }
        } catch {
            return .refused(calls, error)
        }
        return decoder.isInsideRecord ? .torn(calls) : .whole(calls)
    }

    @Test("a whole file, in pieces of any size", arguments: [1, 7, 100, 1 << 20])
    func whole(_ pieces: Int) {
        #expect(Self.read(Self.file, pieces: pieces) == .whole(Self.calls))
    }

    @Test("a file that breaks off anywhere gives the records before, and nothing else")
    func torn() {
        for count in 0..<Self.file.count {
            switch Self.read(Array(Self.file.prefix(count))) {
            case .refused(_, let error): Issue.record("\(count) bytes: \(error)")
            case .torn(let calls), .whole(let calls): #expect(calls == Array(Self.calls.prefix(calls.count)))
            }
        }
        guard case .torn(let calls) = Self.read(Array(Self.file.dropLast())) else {
            Issue.record("the last record is not whole")
            return
        }
        #expect(calls.count == Self.calls.count - 1)
    }

    @Test("zeros behind what was written, in many pieces, are looked at once")
    func zerosInPieces() throws {
        var decoder = RecordingDecoder()
        decoder.append(Self.file)
        while try decoder.next() != nil {}
        let clock = ContinuousClock()
        let start = clock.now
        for _ in 0..<16_384 {
            decoder.append([UInt8](repeating: 0, count: 1024))
            #expect(try decoder.next() == nil)
        }
        #expect(clock.now - start < .seconds(30))
        #expect(decoder.isInsideRecord)
        decoder.append([1])
        #expect(throws: RecordingError.damaged(at: Self.file.count)) { try decoder.next() }
    }

    @Test("any changed byte is noticed where it is, and what stands before it is read")
    func changed() {
        for position in Self.file.indices {
            var spoilt = Self.file
            spoilt[position] ^= 0x10
            guard case .refused(let calls, let error) = Self.read(spoilt) else {
                Issue.record("byte \(position) was changed, and nobody noticed")
                continue
            }
            switch error {
            case .notARecording: #expect(position < 8)
            case .version(let version): #expect((8..<10).contains(position) && version != RecordingFormat.version)
            case .damaged(let offset): #expect(offset <= position)
            }
            #expect(calls == Array(Self.calls.prefix(calls.count)))
        }
    }

    @Test("zeros that a host without power left behind are no damage; something behind them is")
    func zeros() {
        let zeros = [UInt8](repeating: 0, count: 5000)
        #expect(Self.read(Self.file + zeros) == .torn(Self.calls))
        #expect(
            Self.read(Self.file + zeros + [1]) == .refused(Self.calls, .damaged(at: Self.file.count))
        )
    }

    @Test("bytes of all kinds, many times: refused or read, and never a record that was not written")
    func random() {
        for seed in 0..<500 {
            var chance = SeededGenerator(seed: UInt64(seed))
            var spoilt = Self.file
            switch seed % 3 {
            case 0:
                let start = Int.random(in: 0..<spoilt.count, using: &chance)
                spoilt.removeSubrange(start..<min(spoilt.count, start + Int.random(in: 1...40, using: &chance)))
            case 1:
                let start = Int.random(in: 0...spoilt.count, using: &chance)
                spoilt.insert(contentsOf: chance.bytes(upTo: 60), at: start)
            default:
                for _ in 0..<Int.random(in: 1...8, using: &chance) {
                    spoilt[Int.random(in: spoilt.indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
                }
            }
            let calls = Self.read(spoilt).calls
            #expect(calls == Array(Self.calls.prefix(calls.count)), "seed \(seed)")
        }
    }

    @Test("records that are none though their digest is right: refused, and nothing traps")
    func forged() {
        for seed in 0..<500 {
            var chance = SeededGenerator(seed: UInt64(seed))
            let forged = RecordingFormat.head + RecordingFormat.record([UInt8(seed % 6)] + chance.bytes(upTo: 80))
            switch Self.read(forged) {
            case .whole(let calls): #expect(calls.count == 1)
            case .torn: Issue.record("seed \(seed): a whole record is said to be none")
            case .refused(let calls, let error):
                #expect(calls == [])
                #expect(error == .damaged(at: RecordingFormat.head.count))
            }
        }
    }
}
