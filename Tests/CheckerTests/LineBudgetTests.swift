import Testing

@testable import Checker

@Suite struct LineBudgetTests {
    @Test func ofManyLinesTheFirstAreSaidAndTheRestCounted() {
        var budget = LineBudget()
        let start = MonotonicInstant(nanoseconds: 1_000_000_000)
        for _ in 0..<LineBudget.limit { #expect(budget.take(at: start) == 0) }
        for _ in 0..<7 { #expect(budget.take(at: start.advanced(by: .milliseconds(999))) == nil) }
        let next = start.advanced(by: LineBudget.period)
        #expect(budget.take(at: next) == 7, "with the first line of the next period")
        #expect(budget.take(at: next) == 0, "and only once")
    }

    @Test func fewLinesAreAllSaid() {
        var budget = LineBudget()
        for second in 0..<1000 {
            #expect(budget.take(at: MonotonicInstant(nanoseconds: 0).advanced(by: .milliseconds(21 * second))) == 0)
        }
    }
}
