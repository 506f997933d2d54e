import Checks
import Failover
import Foresight
import TestSupport
import Testing
import VRRP

/// A recording through the node of this build.
@Suite struct NodeReplayTests {
    private static func calls(_ file: [UInt8]) throws -> [NodeCall] {
        var decoder = RecordingDecoder()
        decoder.append(file)
        var calls: [NodeCall] = []
        while let call = try decoder.next() { calls.append(call) }
        return calls
    }

    private static func replay(_ calls: [NodeCall]) -> NodeReplay {
        var replay = NodeReplay()
        for call in calls where !replay.play(call) { break }
        return replay
    }

    /// The first recorded event that a condition holds of, changed.
    private static func changed(
        _ calls: [NodeCall],
        where isWanted: (HandledEvent) -> Bool,
        _ change: (inout HandledEvent) -> Void
    ) throws -> (calls: [NodeCall], event: Int) {
        var calls = calls
        var number = 0
        for (position, call) in calls.enumerated() {
            guard case .handled(var handled) = call else { continue }
            number += 1
            guard isWanted(handled) else { continue }
            change(&handled)
            calls[position] = .handled(handled)
            return (calls, number)
        }
        throw NothingThere()
    }

    private struct NothingThere: Error {}

    @Test("two nodes with a failover, a reload and a stop: the replay decides the same, effect by effect")
    func identical() throws {
        var pair = try RecordedPair.played()
        for member in 0..<2 {
            let file = pair.file(of: member)
            let calls = try Self.calls(file)
            let replay = Self.replay(calls)
            #expect(replay.difference == nil)
            #expect(replay.runs == 1 && replay.end == .left && replay.builds == ["test"])
            #expect(replay.events == calls.count - 2 && replay.events > 80)
            let recorded = calls.reduce(0) { count, call in
                if case .handled(let handled) = call { count + handled.effects.count } else { count }
            }
            #expect(replay.effects == recorded && recorded > 20)
            #expect(replay.duration > .seconds(8) && replay.duration < .seconds(10))
        }
    }

    @Test("an event that is said to have come later: the effects that tell of it differ")
    func movedInstant() throws {
        var pair = try RecordedPair.played()
        let calls = try Self.calls(pair.file(of: 0))
        let (moved, event) = try Self.changed(calls) { handled in
            handled.event == .event(.tick) && handled.effects.contains { $0.hasPrefix("journal") }
        } _: {
            $0.at = $0.at + .milliseconds(1)
        }
        let replay = Self.replay(moved)
        let difference = try #require(replay.difference)
        #expect(difference.event == event && replay.events == event)
        #expect(zip(difference.recorded, difference.replayed).contains { $0 != $1 && $0.hasPrefix("journal") })
    }

    @Test("an effect that was not decided: the event, when it was, and both sides are told")
    func changedEffect() throws {
        var pair = try RecordedPair.played()
        let calls = try Self.calls(pair.file(of: 0))
        var original: [String] = []
        let (changed, event) = try Self.changed(calls) {
            $0.effects.count > 2
        } _: {
            original = $0.effects
            $0.effects[1] += " "
        }
        let difference = try #require(Self.replay(changed).difference)
        #expect(difference.event == event && difference.run == 1 && difference.obstacle == nil)
        #expect(difference.replayed == original)
        #expect(difference.recorded != original && difference.recorded.count == original.count)
    }

    @Test("effects in another order are other effects")
    func swappedEffects() throws {
        var pair = try RecordedPair.played()
        let calls = try Self.calls(pair.file(of: 0))
        let (changed, event) = try Self.changed(calls) {
            $0.effects.count > 2
        } _: {
            $0.effects.swapAt(0, 1)
        }
        #expect(Self.replay(changed).difference?.event == event)
    }

    @Test("a file that breaks off anywhere is identical as far as it goes, and is not said to be whole")
    func truncated() throws {
        var pair = try RecordedPair.played()
        let file = pair.file(of: 0)
        for count in stride(from: RecordingFormat.head.count, to: file.count, by: max(1, file.count / 97)) {
            let replay = Self.replay(try Self.calls(Array(file.prefix(count))))
            #expect(replay.difference == nil)
            #expect(replay.end == nil)
        }
    }

    @Test("a recording that goes on with another process begins anew; one that ended without a word is counted")
    func processes() throws {
        var pair = try RecordedPair.played()
        let first = try Self.calls(pair.file(of: 0, end: nil))
        let second = try Self.calls(pair.file(of: 1))
        let replay = Self.replay(first + second)
        #expect(replay.difference == nil)
        #expect(replay.runs == 2 && replay.brokenRuns == 1 && replay.end == .left)
    }

    @Test("what cannot be played is said, not passed over")
    func obstacles() throws {
        var pair = try RecordedPair.played()
        let calls = try Self.calls(pair.file(of: 0))
        let headless = try #require(Self.replay(Array(calls.dropFirst())).difference)
        #expect(headless.obstacle == "the recording does not begin with the configuration")
        let (unloadable, event) = try Self.changed(calls) { handled in
            if case .reload = handled.event { true } else { false }
        } _: {
            $0.event = .reload(sources: [1, 2, 3], generation: 2)
        }
        let reload = try #require(Self.replay(unloadable).difference)
        #expect(reload.event == event && reload.obstacle == "the configuration does not load with this build")
        let beginning = NodeBeginning(build: "x", sources: [], generation: 1, at: Instant(nanoseconds: 0))
        #expect(Self.replay([.began(beginning)]).difference?.obstacle != nil)
    }

    @Test("events that never happened, a hundred times each kind of change: an answer each time, and nothing traps")
    func altered() throws {
        var pair = try RecordedPair.played()
        let calls = try Self.calls(pair.file(of: 0))
        for seed in 0..<200 {
            var chance = SeededGenerator(seed: UInt64(seed))
            var altered = calls
            for _ in 0..<3 {
                let position = Int.random(in: 1..<altered.count - 1, using: &chance)
                guard case .handled(var handled) = altered[position] else { continue }
                switch Int.random(in: 0..<5, using: &chance) {
                case 0: handled.at = Instant(nanoseconds: Int64.random(in: .min ... .max, using: &chance))
                case 1: handled.utc = UTCTime(nanoseconds: Int64.random(in: .min ... .max, using: &chance))
                case 2: handled.event = .event(.datagram(chance.bytes(upTo: 60), index: 2))
                case 3: handled.event = .event(.slept(.nanoseconds(Int64.random(in: .min ... .max, using: &chance))))
                default: altered.swapAt(position, Int.random(in: 1..<altered.count - 1, using: &chance))
                }
                if case .handled = altered[position] { altered[position] = .handled(handled) }
            }
            let replay = Self.replay(altered)
            #expect(replay.events <= calls.count)
        }
    }
}
