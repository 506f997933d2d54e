import Checks
import Testing

@testable import Checker

@Suite struct PaceTests {
    private let start = MonotonicInstant.now

    private func times(_ schedule: CheckSchedule, interval: Duration, count: Int, seed: UInt64 = 1) -> [Duration] {
        var pace = Pace(schedule, start: self.start, spread: 0, seed: seed)
        var last = pace.first
        return (0..<count).map { _ in
            // Each run takes a moment; the next time counts from when it was due.
            let next = pace.next(after: last.advanced(by: .microseconds(300)), last: last, interval: interval)
            defer { last = next.time }
            return last.duration(to: next.time)
        }
    }

    @Test func thePlainIntervalKeepsToItsGrid() {
        let times = self.times(CheckSchedule(interval: .seconds(1)), interval: .seconds(1), count: 100)
        #expect(times.first == .milliseconds(500))
        #expect(times.dropFirst().allSatisfy { $0 == .seconds(1) })
    }

    @Test func otherIntervalsDoNotDriftEither() {
        let schedule = CheckSchedule(interval: .seconds(1), fastInterval: .milliseconds(100))
        let times = self.times(schedule, interval: .milliseconds(100), count: 100)
        #expect(times.allSatisfy { $0 == .milliseconds(100) })
    }

    @Test func jitterStaysWithinItsPercentAndIsRepeatable() {
        let schedule = CheckSchedule(interval: .seconds(1), jitter: 20)
        let times = self.times(schedule, interval: .seconds(1), count: 2000)
        #expect(times.allSatisfy { $0 >= .milliseconds(800) && $0 <= .milliseconds(1200) })
        #expect(times.contains { $0 < .milliseconds(820) })
        #expect(times.contains { $0 > .milliseconds(1180) })
        let mean = times.reduce(.zero, +) / 2000
        #expect(mean > .milliseconds(990) && mean < .milliseconds(1010))
        #expect(times == self.times(schedule, interval: .seconds(1), count: 2000))
        #expect(times != self.times(schedule, interval: .seconds(1), count: 2000, seed: 2))
    }

    @Test func anOffsetMovesTheFirstRunAndTheGrid() {
        let schedule = CheckSchedule(interval: .seconds(2), startOffset: .milliseconds(700))
        var pace = Pace(schedule, start: self.start, spread: 0.3, seed: 1)
        #expect(self.start.duration(to: pace.first) == .milliseconds(700))
        let next = pace.next(after: pace.first, last: pace.first, interval: .seconds(2))
        #expect(self.start.duration(to: next.time) == .milliseconds(2700))
    }

    @Test(arguments: [(0, 100, 0), (99, 100, 0), (100, 200, 1), (250, 300, 2), (100_000, 100_100, 1000)])
    func aLateRunLeavesTimesOut(late: Int, next: Int, missed: Int) {
        let schedule = CheckSchedule(interval: .seconds(1), fastInterval: .milliseconds(100))
        var pace = Pace(schedule, start: self.start, spread: 0, seed: 1)
        let now = self.start.advanced(by: .milliseconds(late))
        let found = pace.next(after: now, last: self.start, interval: .milliseconds(100))
        #expect(self.start.duration(to: found.time) == .milliseconds(next))
        #expect(found.missed == missed)
    }
}
