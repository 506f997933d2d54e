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
        (1000, 40_000_000), (500, 20_000_000), (60_000, 40_000_000), (100, 4_000_000), (10, 2_000_000),
        (3, 750_000), (1500, 39_473_684),
    ])
    func isAPartOfTheShortestInterval(_ interval: Int, _ period: Int64) {
        let checks = [
            Bench.definition("a", kind: "fake", interval: .milliseconds(interval), timeout: .milliseconds(1)),
            Bench.definition("b", kind: "fake", interval: .seconds(90), timeout: .milliseconds(5)),
        ]
        let due = MonotonicInstant(nanoseconds: 1)
        #expect(Beat(for: checks).start(of: due).nanoseconds == period)
        #expect(Beat(for: []).start(of: due) == due)
    }

    @Test func knowsEveryIntervalOfChecksThatRun() {
        func period(_ change: (inout CheckDefinition) -> Void) -> Int64 {
            var check = Bench.definition("a", kind: "fake", interval: .seconds(1), timeout: .milliseconds(5))
            change(&check)
            let other = Bench.definition("b", kind: "fake", interval: .seconds(1), timeout: .milliseconds(5))
            return Beat(for: [check, other]).start(of: MonotonicInstant(nanoseconds: 1)).nanoseconds / 1_000_000
        }
        #expect(period { $0.schedule.fastInterval = .milliseconds(250) } == 10)
        #expect(period { $0.schedule.downInterval = .milliseconds(100) } == 4)
        #expect(period { ($0.schedule.interval, $0.mode) = (.milliseconds(100), .disabled) } == 40)
    }

    /// The beat at which a run due just behind one is put off longest: 35 ms here.
    @Test func aRunAsLongAsItsIntervalLosesNoTurn() {
        var time = Transcript(beat: Beat(period: .milliseconds(40)), from: MonotonicInstant(nanoseconds: 5_000_000))
        _ = time.adopt([Bench.definition("a", kind: "fake", interval: .seconds(1), timeout: .milliseconds(990))])
        #expect(time.advance(.zero) == ["0 µs: start a"])
        #expect(time.end("a", .pass) == ["0 µs: a pass ok news", "a is up"])
        #expect(time.advance(.milliseconds(515)) == ["515 ms: start a"], "due at 500 ms; 520 ms on the clock")
        #expect(time.advance(.milliseconds(989)) == [])
        #expect(time.end("a", .pass) == ["1.504 s: a pass ok sign"], "the next is due at 1.5 s already")
        #expect(time.advance(.milliseconds(11)) == ["1.515 s: start a"])
        #expect(time.advance(.milliseconds(985)) == [])
        #expect(time.end("a", .pass) == ["2.5 s: a pass ok sign"])
        #expect(time.advance(.milliseconds(15)) == ["2.515 s: start a"])
    }

    @Test func otherIntervalsDoNotDrift() {
        var time = Transcript(beat: Beat(period: .milliseconds(40)), from: MonotonicInstant(nanoseconds: 7_000_000))
        var check = Bench.definition("a", kind: "fake", interval: .seconds(1), timeout: .milliseconds(400))
        check.schedule.downInterval = .milliseconds(250)
        _ = time.adopt([check])
        var starts = 0
        for _ in 0..<10_000 {
            for line in time.advance(.milliseconds(1)) where line.hasSuffix("start a") {
                starts += 1
                _ = time.end("a", CheckOutcome(.fail, .httpStatus, "503"))
            }
        }
        #expect((39...41).contains(starts), "10 s of 250 ms each: \(starts)")
    }

    @Test func aBlockedCheckSaysSoOnceAnInterval() {
        var time = Transcript(beat: Beat(period: .milliseconds(40)), from: MonotonicInstant(nanoseconds: 7_000_000))
        let first = Bench.definition("a", kind: "fake", interval: .seconds(90), timeout: .milliseconds(400))
        var second = Bench.definition("b", kind: "fake", interval: .seconds(1), timeout: .milliseconds(400))
        second.requires = ["a"]
        _ = time.adopt([first, second])
        _ = time.advance(.zero)
        _ = time.end("a", CheckOutcome(.fail, .httpStatus, "503"))
        var blocked = 0
        for _ in 0..<60_000 {
            blocked += time.advance(.milliseconds(1)).count { $0.contains("b unknown check.blocked") }
        }
        #expect((59...61).contains(blocked), "\(blocked) in 60 s")
    }

    /// Every report must reach the router before it takes the check for overdue: two intervals, timeout and grace
    /// after the one before.
    @Test func reportsComeBeforeTheRouterMissesThem() {
        let times: [Int] = [10, 20, 50, 100, 250, 1000, 5000]
        let cases = times.flatMap { interval in
            times.flatMap { timeout in [0, 50, 1000].map { (interval, timeout, $0) } }
        }
        for (interval, timeout, grace) in cases {
            let check = Bench.definition(
                "a",
                kind: "fake",
                interval: .milliseconds(interval),
                timeout: .milliseconds(timeout)
            )
            let grace = Duration.milliseconds(grace)
            let period = Schedule.lifePeriod(of: check.schedule, grace: grace)
            let beat = Duration.nanoseconds(
                Beat(for: [check]).start(of: MonotonicInstant(nanoseconds: 1)).nanoseconds
            )
            let flush = Scheduler.flushDelay(for: [check], grace: grace)
            let worst = period + check.schedule.timeout + flush + beat * 2 + Scheduler.pause
            let patience = check.schedule.interval * 2 + check.schedule.timeout + grace
            #expect(worst <= patience, "interval \(interval), timeout \(timeout), grace \(grace)")
        }
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
