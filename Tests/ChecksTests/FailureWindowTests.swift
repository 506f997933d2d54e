import Checks
import Testing

@Suite struct FailureWindowTests {
    /// Results, `+` and `-`, and the health after each.
    @Test(
        "failures among the last results count, whatever stands between",
        arguments: [
            // 1-0-1-0 never reaches fall 2, and trips here.
            (1, 2, 2, 4, "+-+-", "uuud"),
            (1, 3, 3, 5, "+-+-+-", "uuuuud"),
            // Consecutive failures count as before.
            (1, 2, 3, 8, "+--", "uud"),
            // Up again needs rise and a window that is good again.
            (1, 2, 2, 4, "+-+-+++", "uuud" + "duu"),
            (3, 5, 2, 4, "+-+-+++", "uuud" + "ddu"),
            (1, 9, 1, 1, "+-+-", "udud"),
        ]
    )
    func trips(rise: Int, fall: Int, failures: Int, results: Int, run: String, healths: String) throws {
        let window = try #require(FailureWindow(failures: failures, results: results))
        var hysteresis = Hysteresis(rise: rise, fall: fall, window: window)
        let seen = run.map { result in
            _ = hysteresis.record(passed: result == "+")
            return hysteresis.health == .up ? "u" : hysteresis.health == .down ? "d" : "?"
        }
        #expect(seen.joined() == healths)
    }

    @Test(arguments: [(0, 3), (4, 3), (1, 0), (1, 65), (-1, 5)])
    func badNumbers(failures: Int, results: Int) {
        #expect(FailureWindow(failures: failures, results: results) == nil)
    }

    @Test func sixtyFourResultsFit() throws {
        let window = try #require(FailureWindow(failures: 32, results: 64))
        var hysteresis = Hysteresis(rise: 1, fall: 100, window: window)
        var changes = 0
        for index in 0..<64 where hysteresis.record(passed: index.isMultiple(of: 2)) { changes += 1 }
        #expect(hysteresis.health == .down)
        #expect(changes == 2)
    }

    @Test("the state survives its encoding", arguments: ["", "+", "+-+-", "--+", "++++-"])
    func wire(run: String) throws {
        var hysteresis = Hysteresis(rise: 2, fall: 3, window: FailureWindow(failures: 2, results: 7), initial: .down)
        for result in run { _ = hysteresis.record(passed: result == "+") }
        var writer = WireWriter()
        hysteresis.write(to: &writer)
        var reader = WireReader(writer.bytes)
        #expect(try Hysteresis(reading: &reader) == hysteresis)
        try reader.finish()
    }

    @Test("counting is told", arguments: [("", false), ("+", false), ("+-", true), ("+--", false), ("+--+", true)])
    func changing(run: String, expected: Bool) {
        var hysteresis = Hysteresis(rise: 2, fall: 2)
        for result in run { _ = hysteresis.record(passed: result == "+") }
        #expect(hysteresis.isChanging == expected)
    }

    @Test("an initial health needs all of rise or fall to be left")
    func initial() {
        var up = Hysteresis(rise: 1, fall: 3, initial: .up)
        let steps = (0..<3).map { _ in up.record(passed: false) }
        #expect(steps == [false, false, true])
    }
}
