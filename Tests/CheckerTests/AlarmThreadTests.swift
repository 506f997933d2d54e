import Synchronization
import Testing

@testable import Checker

@Suite struct AlarmThreadTests {
    /// Sleeps until a time or for ever, and says whether it was woken.
    private func sleep(until time: MonotonicInstant?, while body: @Sendable (AlarmThread) -> Void) async {
        let alarm = AlarmThread()
        guard alarm.start() else {
            Issue.record("the system gives no thread")
            return
        }
        body(alarm)
        await withTaskExecutorPreference(alarm) { await alarm.sleep(until: time) }
        alarm.finish()
    }

    @Test func aLimitEndsASleepThatWouldNotEnd() async {
        let limit = MonotonicInstant.now.advanced(by: .milliseconds(30))
        await self.sleep(until: nil) { $0.wake(by: limit) }
        #expect(MonotonicInstant.now >= limit)
    }

    @Test func theSoonestOfManyLimitsCounts() async {
        let limit = MonotonicInstant.now.advanced(by: .milliseconds(30))
        await self.sleep(until: limit.advanced(by: .seconds(3600))) { alarm in
            alarm.wake(by: limit.advanced(by: .seconds(1800)))
            alarm.wake(by: limit)
            alarm.wake(by: limit.advanced(by: .seconds(900)))
        }
        #expect(MonotonicInstant.now >= limit)
    }

    @Test func aLimitDoesNotProlongASleep() async {
        await self.sleep(until: .now) { $0.wake(by: MonotonicInstant.now.advanced(by: .seconds(3600))) }
    }

    @Test func aLimitReachesOneWhoSleepsAlready() async {
        let alarm = AlarmThread()
        guard alarm.start() else {
            Issue.record("the system gives no thread")
            return
        }
        async let slept: Void = withTaskExecutorPreference(alarm) { await alarm.sleep(until: nil) }
        try? await Task.sleep(for: .milliseconds(50))
        alarm.wake(by: .now)
        await slept
        alarm.finish()
    }
}
