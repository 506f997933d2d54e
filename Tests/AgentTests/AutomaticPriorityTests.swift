import Testing

@testable import Agent

@Suite("Automatic real-time priority")
struct AutomaticPriorityTests {
    @Test("rises by one with each late timer, to its limit and no further")
    func rises() {
        var priority = AutomaticPriority(start: 0, limit: 2, delay: .milliseconds(10))
        #expect(priority.timerWasLate(by: .milliseconds(10)) == nil)
        #expect(priority.timerWasLate(by: .milliseconds(11)) == 1)
        #expect(priority.timerWasLate(by: .zero) == nil)
        #expect(priority.timerWasLate(by: .seconds(1)) == 2)
        #expect(priority.timerWasLate(by: .seconds(1)) == nil)
        #expect(priority.current == 2)
    }

    @Test("stays where it is when it is higher already, or none is wanted")
    func stays() {
        var high = AutomaticPriority(start: 50, limit: 10, delay: .zero)
        #expect(high.timerWasLate(by: .seconds(1)) == nil)
        var none = AutomaticPriority(start: 1, limit: 0, delay: .zero)
        #expect(none.timerWasLate(by: .seconds(1)) == nil)
    }
}
