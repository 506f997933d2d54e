import Testing

@testable import Checker

@Suite struct TimetableTests {
    private let start = MonotonicInstant.now

    @Test(arguments: [(0.0, 500), (0.5, 750), (1.0, 1000), (-3.0, 500), (7.0, 1000)])
    func theGridBeginsInTheSecondHalfOfTheFirstInterval(offset: Double, milliseconds: Int) {
        let timetable = Timetable(start: self.start, interval: .seconds(1), offset: offset)
        let (time, missed) = timetable.next(after: self.start, last: self.start)
        #expect(self.start.duration(to: time) == .milliseconds(milliseconds))
        #expect(missed == 0)
    }

    @Test(arguments: [(1, 1500, 0), (499, 1500, 0), (500, 2500, 1), (501, 2500, 1), (2400, 3500, 2), (2500, 4500, 3)])
    func lateRunsDoNotShiftTheGrid(late: Int, next: Int, missed: Int) {
        // The grid is 500, 1500, 2500 …; a run that started at 1000 ends `late` milliseconds after it.
        let timetable = Timetable(start: self.start, interval: .seconds(1), offset: 0)
        let last = self.start.advanced(by: .milliseconds(1000))
        let found = timetable.next(after: last.advanced(by: .milliseconds(late)), last: last)
        #expect(self.start.duration(to: found.time) == .milliseconds(next))
        #expect(found.missed == missed)
    }

    @Test(arguments: [Duration.milliseconds(1), .milliseconds(7), .microseconds(333_333), .seconds(3)])
    func thePointsAreExact(interval: Duration) {
        let timetable = Timetable(start: self.start, interval: interval, offset: 1)
        var now = self.start
        for index in 1...1000 {
            let (time, missed) = timetable.next(after: now, last: now)
            #expect(self.start.duration(to: time) == interval * index)
            #expect(missed == 0)
            now = time
        }
    }

    @Test func anImpossibleIntervalStillMovesOn() {
        let timetable = Timetable(start: self.start, interval: .zero, offset: 0)
        #expect(timetable.next(after: self.start, last: self.start).time > self.start)
    }
}
