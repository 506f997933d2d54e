import Checks
import Testing

@testable import Checker

@Suite struct SignOfLifeTests {
    /// What becomes of outcomes of a check that runs so often, one after the other.
    private func verdicts(_ outcomes: [CheckOutcome], interval: Duration, fall: Int = 1, window: FailureWindow? = nil)
        -> [SignOfLife.Verdict]
    {
        var definition = Bench.definition("a", interval: interval)
        definition.schedule.fall = fall
        definition.schedule.window = window
        var (health, life, now) = (CheckHealth(definition), SignOfLife(), MonotonicInstant.now)
        return outcomes.map { outcome in
            _ = health.record(outcome, at: now)
            defer { now = now.advanced(by: interval) }
            return life.judge(outcome, health: health, period: SignOfLife.period, wait: interval, at: now)
        }
    }

    @Test func aCheckThatRunsSeldomIsAlwaysHeard() {
        let verdicts = self.verdicts(Array(repeating: .pass, count: 5), interval: .seconds(1))
        #expect(verdicts == [.news, .sign, .sign, .sign, .sign])
    }

    @Test func oneThatRunsOftenIsHeardNowAndThen() {
        let verdicts = self.verdicts(Array(repeating: .pass, count: 100), interval: .milliseconds(10))
        #expect(verdicts.first == .news)
        #expect(verdicts.count { $0 == .sign } == 3, "a second at four a second, less the first")
        #expect(verdicts.count { $0 == .news } == 1)
    }

    @Test func whatCountsIsAlwaysHeard() {
        let outcomes: [CheckOutcome] = Array(repeating: .pass, count: 4) + Array(repeating: .fail, count: 6)
        let verdicts = self.verdicts(outcomes, interval: .milliseconds(10), fall: 3)
        // Three of each until one more of them changes nothing.
        #expect(verdicts == [.news, .news, .news, .leftOut, .news, .news, .news, .leftOut, .leftOut, .leftOut])
    }

    @Test func aWindowHearsAllItLooksAt() {
        let outcomes: [CheckOutcome] = [.pass, .fail] + Array(repeating: .pass, count: 10)
        let window = FailureWindow(failures: 2, results: 5)
        let verdicts = self.verdicts(outcomes, interval: .milliseconds(10), fall: 2, window: window)
        #expect(verdicts.prefix(7).allSatisfy { $0 == .news })
        #expect(verdicts.suffix(4).allSatisfy { $0 == .leftOut })
    }

    @Test func anotherReasonOrScoreIsNews() {
        var scored = CheckOutcome.pass
        scored.score = 7
        let slow = CheckOutcome(.pass, .pingSlow, "slow")
        let outcomes: [CheckOutcome] = [.pass, .pass, scored, scored, slow, slow, .pass]
        let verdicts = self.verdicts(outcomes, interval: .milliseconds(10))
        #expect(verdicts == [.news, .leftOut, .news, .leftOut, .news, .leftOut, .news])
    }

    /// Whatever is left out, a router that hears the rest comes to the same health at the same moment.
    @Test func whatIsLeftOutChangesNoHealth() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var definition = Bench.definition("a", interval: .milliseconds(10))
            definition.schedule.rise = .random(in: 1...4, using: &generator)
            definition.schedule.fall = .random(in: 1...4, using: &generator)
            let results = Int.random(in: 1...8, using: &generator)
            if Bool.random(using: &generator) {
                let failures = Int.random(in: 1...results, using: &generator)
                definition.schedule.window = FailureWindow(failures: failures, results: results)
            }
            var (local, router) = (CheckHealth(definition), CheckHealth(definition))
            var (life, now) = (SignOfLife(), MonotonicInstant.now)
            var outcome = CheckOutcome.pass
            for _ in 0..<200 {
                // Long rows of the same, and flapping.
                if Int.random(in: 0..<5, using: &generator) == 0 { outcome = outcome == .pass ? .fail : .pass }
                now = now.advanced(by: .milliseconds(10))
                _ = local.record(outcome, at: now)
                let verdict = life.judge(
                    outcome,
                    health: local,
                    period: SignOfLife.period,
                    wait: .milliseconds(10),
                    at: now
                )
                if verdict != .leftOut { _ = router.record(outcome, at: now) }
                #expect(local.health == router.health, "\(definition.schedule)")
            }
        }
    }
}
