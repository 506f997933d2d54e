import LinuxIO
import Testing
import VRRP

extension KernelTests {
    @Suite struct DeadlineTimerTests {
        @Test func firesAtItsInstantAndNotBefore() throws {
            let timer = try DeadlineTimer()
            let deadline = MonotonicClock.now() + .milliseconds(30)
            try timer.arm(at: deadline)
            #expect(try becomesReadable(timer.descriptor))
            #expect(MonotonicClock.now() >= deadline)
            timer.acknowledge()
            #expect(try !becomesReadable(timer.descriptor, within: 0))
        }

        @Test(arguments: [Int64.min, 0, 1, 1_000_000_000])
        func firesAtOnceForThePast(nanoseconds: Int64) throws {
            let timer = try DeadlineTimer()
            try timer.arm(at: Instant(nanoseconds: nanoseconds))
            #expect(try becomesReadable(timer.descriptor))
        }

        @Test func disarms() throws {
            let timer = try DeadlineTimer()
            try timer.arm(at: Instant(nanoseconds: 1))
            try timer.arm(at: nil)
            #expect(try !becomesReadable(timer.descriptor, within: 0))
            timer.acknowledge()
        }

        @Test func replacesTheDeadline() throws {
            let timer = try DeadlineTimer()
            try timer.arm(at: Instant(nanoseconds: .max))
            #expect(try !becomesReadable(timer.descriptor, within: 0))
            try timer.arm(at: MonotonicClock.now())
            #expect(try becomesReadable(timer.descriptor))
        }

        /// The same instant asked for again after it fired must fire again, not be taken for armed.
        @Test func armsAgainAfterFiring() throws {
            let timer = try DeadlineTimer()
            let past = Instant(nanoseconds: 1)
            try timer.arm(at: past)
            #expect(try becomesReadable(timer.descriptor))
            timer.acknowledge()
            try timer.arm(at: past)
            #expect(try becomesReadable(timer.descriptor))
        }
    }
}
