import Checks
import Testing

@testable import Checker

@Suite struct BeatTests {
    private static func start(of due: Int64, period: Duration) -> Int64 {
        Beat(period: period).start(of: MonotonicInstant(nanoseconds: due)).nanoseconds
    }

    @Test(arguments: [
        (0, 0), (1, 40_000_000), (39_999_999, 40_000_000), (40_000_000, 40_000_000), (40_000_001, 80_000_000),
        (Int64.max, Int64.max),
    ])
    func startsAtTheNextMultiple(_ due: Int64, _ start: Int64) {
        #expect(Self.start(of: due, period: .milliseconds(40)) == start)
        #expect(Beat.exact.start(of: MonotonicInstant(nanoseconds: due)).nanoseconds == due)
    }

    @Test(arguments: [
        (1000, 40), (500, 20), (60_000, 40), (100, 4), (10, 2),
    ])
    func isATwentyFifthOfTheShortestInterval(_ interval: Int, _ period: Int64) {
        let checks = [
            Bench.definition("a", kind: "fake", interval: .milliseconds(interval), timeout: .milliseconds(5)),
            Bench.definition("b", kind: "fake", interval: .seconds(90), timeout: .milliseconds(5)),
        ]
        let due = MonotonicInstant(nanoseconds: 1)
        #expect(Beat(for: checks).start(of: due).nanoseconds == period * 1_000_000)
    }

    @Test func gathersWhatAnIntervalMakesDueAndNothingElse() {
        var time = Transcript(beat: Beat(period: .milliseconds(40)), from: MonotonicInstant(nanoseconds: 7_000_000))
        var checks = ["a", "b"].map {
            Bench.definition($0, kind: "fake", interval: .seconds(1), timeout: .milliseconds(401))
        }
        checks[1].schedule.startOffset = .milliseconds(10)
        _ = time.adopt(checks)
        #expect(time.advance(.zero) == ["0 µs: start a"], "what is due at once waits for nothing")
        #expect(time.end("a", .pass) == ["0 µs: a pass ok news", "a is up"])
        #expect(time.advance(.milliseconds(33)) == ["33 ms: start b"], "due at 10 ms; 40 ms on the clock")
        #expect(time.advance(.milliseconds(401)) == ["434 ms: cancel b"], "the end of a run is exact")
        #expect(time.advance(.milliseconds(10)) == ["444 ms: b fail check.timeout news", "b is down"])
        #expect(time.end("b", nil) == [])
        #expect(time.change("a") == [])
        #expect(time.advance(.zero) == ["444 ms: start a"], "so is what a change asks for")
    }

    @Test func keepsAnIntervalEven() {
        var time = Transcript(beat: Beat(period: .milliseconds(40)), from: MonotonicInstant(nanoseconds: 7_000_000))
        _ = time.adopt([Bench.definition("a", kind: "fake", interval: .seconds(1), timeout: .milliseconds(400))])
        var starts: [String] = []
        for _ in 0..<4000 {
            starts += time.advance(.milliseconds(1)).filter { $0.hasSuffix("start a") }
            if starts.count > 0 { _ = time.end("a", .pass) }
        }
        let expected = ["0 µs", "513 ms", "1.513 s", "2.513 s", "3.513 s"].map { $0 + ": start a" }
        #expect(starts == expected)
        #expect(time.runs["a"].map { $0.run.due == $0.run.start } == true, "gathering is no delay in a queue")
    }
}
