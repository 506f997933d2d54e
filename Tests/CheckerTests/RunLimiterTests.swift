import Testing

@testable import Checker

@Suite(.timeLimit(.minutes(2))) struct RunLimiterTests {
    private var soon: SuspendingClock.Instant { SuspendingClock().now.advanced(by: .milliseconds(20)) }
    private var late: SuspendingClock.Instant { SuspendingClock().now.advanced(by: .never) }

    @Test func aPlaceIsGivenOnlyOnce() async {
        let limiter = RunLimiter(limit: 1)
        #expect(await limiter.acquire(until: self.late))
        #expect(await !limiter.acquire(until: self.soon))
        limiter.release()
        #expect(await limiter.acquire(until: self.late))
    }

    @Test func whoWaitsGetsTheNextPlace() async {
        let limiter = RunLimiter(limit: 1)
        let late = self.late
        #expect(await limiter.acquire(until: late))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    let hasPlace = await limiter.acquire(until: late)
                    limiter.release()
                    return hasPlace
                }
            }
            limiter.release()
            for await hasPlace in group { #expect(hasPlace) }
        }
        #expect(await limiter.acquire(until: late))
    }

    @Test func givingUpLeavesNoGapInTheQueue() async {
        let limiter = RunLimiter(limit: 1)
        #expect(await limiter.acquire(until: self.late))
        for _ in 0..<3 { #expect(await !limiter.acquire(until: self.soon)) }
        limiter.release()
        #expect(await limiter.acquire(until: self.soon))
        #expect(await !limiter.acquire(until: self.soon))
    }
}
