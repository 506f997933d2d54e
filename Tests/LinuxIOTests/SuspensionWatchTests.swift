import LinuxIO
import Synchronization
import Testing

/// Sleep of the host, told from a clock that goes on and one that stands still.
@Suite struct SuspensionWatchTests {
    /// Readings in their order; the last one again when there are no more.
    private final class Readings: Sendable {
        private let milliseconds: Mutex<[Int]>

        init(_ milliseconds: [Int]) { self.milliseconds = Mutex(milliseconds) }

        func next() -> Duration {
            self.milliseconds.withLock { .milliseconds($0.count > 1 ? $0.removeFirst() : $0.first ?? 0) }
        }
    }

    @Test("a host that was suspended is told of once; what an interrupted reading is short of is none")
    func suspended() {
        let first = [1000, 999, 1000, 994, 1000, 1000, 1000, 1000]
        let readings = Readings(first + [1000, 990, 1009, 61_000, 61_000, 61_010])
        var watch = SuspensionWatch(measure: readings.next)
        #expect(watch.elapsed() == nil)
        #expect(watch.elapsed() == nil)
        #expect(watch.elapsed() == nil, "less than a hundredth of a second")
        #expect(watch.elapsed() == .seconds(60))
        #expect(watch.elapsed() == nil)
        #expect(watch.elapsed() == .milliseconds(10))
    }

    @Test("this host is not suspended while a test runs")
    func awake() {
        var watch = SuspensionWatch()
        for _ in 0..<1000 { #expect(watch.elapsed() == nil) }
    }
}
