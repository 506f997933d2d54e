import Checks
import TestSupport
import Testing

@Suite struct HysteresisTests {
    /// A run of results, `+` and `-`, and the health after each: `u`p, `d`own, `?` unknown.
    @Test(arguments: [
        (1, 1, false, "+-+-", "udud"),
        (3, 3, false, "+", "u"),
        (3, 3, false, "-", "d"),
        (2, 3, false, "+--+---", "uuuuuud"),
        (2, 3, false, "-+-++", "ddddu"),
        (3, 2, false, "---+++--", "dddddu" + "ud"),
        (2, 1, true, "+++", "duu"),
        (2, 1, true, "-+-++", "ddddu"),
        (1, 5, true, "+----" + "-", "uuuuud"),
        (0, 0, false, "-+-", "dud"),
    ])
    func riseAndFall(rise: Int, fall: Int, startsDown: Bool, results: String, healths: String) {
        var hysteresis = Hysteresis(rise: rise, fall: fall, initial: startsDown ? .down : .unknown)
        var before = hysteresis.health
        var seen = ""
        for result in results {
            let changed = hysteresis.record(passed: result == "+")
            #expect(changed == (before != hysteresis.health))
            before = hysteresis.health
            seen.append(before == .up ? "u" : before == .down ? "d" : "?")
        }
        #expect(seen == healths)
    }

    @Test func theStreakCountsEqualResults() {
        var hysteresis = Hysteresis(rise: 2, fall: 2)
        #expect(hysteresis.streak == 0)
        #expect(hysteresis.lastWasPass == nil)
        for (passed, streak) in [(true, 1), (true, 2), (false, 1), (true, 1)] {
            _ = hysteresis.record(passed: passed)
            #expect(hysteresis.streak == streak)
            #expect(hysteresis.lastWasPass == passed)
        }
    }

    @Test func forcingBeginsAnew() {
        var hysteresis = Hysteresis(rise: 2, fall: 2)
        _ = hysteresis.record(passed: true)
        let forced = hysteresis.force(.unknown)
        let again = hysteresis.force(.unknown)
        #expect(forced)
        #expect(!again)
        #expect(hysteresis.streak == 0)
        // From unknown the next result acts at once.
        let acted = hysteresis.record(passed: false)
        #expect(acted)
        #expect(hysteresis.health == .down)
        let raised = hysteresis.force(.up)
        #expect(raised)
        let tooEarly = hysteresis.record(passed: false)
        #expect(!tooEarly)
        let inTime = hysteresis.record(passed: false)
        #expect(inTime)
    }

    @Test func newThresholdsActAtTheNextResult() {
        var hysteresis = Hysteresis(rise: 1, fall: 5)
        for passed in [true, false, false] { _ = hysteresis.record(passed: passed) }
        hysteresis.adopt(rise: 1, fall: 3)
        #expect(hysteresis.health == .up)
        let changed = hysteresis.record(passed: false)
        #expect(changed)
        #expect(hysteresis.health == .down)
    }

    @Test func theWireKeepsEverything() throws {
        var generator = SeededGenerator(seed: 3)
        var hysteresis = Hysteresis(rise: 3, fall: 2, initial: .down)
        for _ in 0..<200 {
            _ = hysteresis.record(passed: Bool.random(using: &generator))
            var writer = WireWriter()
            hysteresis.write(to: &writer)
            var reader = WireReader(writer.bytes)
            #expect(try Hysteresis(reading: &reader) == hysteresis)
            for length in 0..<writer.bytes.count {
                var short = WireReader(Array(writer.bytes.prefix(length)))
                #expect(throws: WireError.self) { try Hysteresis(reading: &short) }
            }
        }
        for _ in 0..<5000 {
            var reader = WireReader(generator.bytes(upTo: 20))
            _ = try? Hysteresis(reading: &reader)
        }
    }
}

@Suite struct CheckWeightTests {
    @Test(arguments: [
        (0, false, Health.up, 0, false), (0, false, .down, 0, true),
        (0, true, .up, 0, true), (0, true, .down, 0, false),
        (30, false, .up, 30, false), (30, false, .down, 0, false),
        (-30, false, .up, 0, false), (-30, false, .down, -30, false),
        (30, true, .up, -30, false), (30, true, .down, 0, false),
        (-30, true, .up, 0, false), (-30, true, .down, 30, false),
    ])
    func contributions(value: Int, reverse: Bool, health: Health, delta: Int, fault: Bool) {
        let weight = CheckWeight(value: value, reverse: reverse)
        #expect(weight.effect(of: health) == WeightEffect(delta: delta, fault: fault))
        #expect(weight.effect(of: .unknown) == .none)
    }
}
