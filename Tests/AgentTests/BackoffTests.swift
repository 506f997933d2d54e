import Testing

@testable import Agent

@Suite("Back-off of the checker")
struct BackoffTests {
    @Test("the pause doubles up to ten seconds and is forgotten after a long life")
    func doubling() {
        var backoff = Backoff()
        let pauses = (0..<9).map { _ in backoff.next(afterLifeOf: .milliseconds(5)) }
        #expect(pauses.map { $0.components.seconds } == [0, 0, 0, 0, 1, 3, 6, 10, 10])
        #expect(pauses[0] == .milliseconds(100))
        #expect(backoff.next(afterLifeOf: .seconds(11)) == .milliseconds(100))
    }
}
