import Glibc
import LinuxIO
import Testing

@Suite("Background task")
struct BackgroundTaskTests {
    @Test("tells by its descriptor when the value is there, and gives it once")
    func value() throws {
        let poller = try Poller()
        let task = try BackgroundTask { (0..<1000).reduce(0, +) }
        try poller.add(task.descriptor, token: 7)
        #expect(try poller.wait(timeoutMilliseconds: 10_000).map(\.token) == [7])
        #expect(task.take() == 499_500)
        #expect(task.take() == nil)
    }

    @Test("nothing is there while it is computed")
    func pending() throws {
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        defer { close(ends[1]) }
        let gate = ends[0]
        let poller = try Poller()
        let task = try BackgroundTask {
            var byte: UInt8 = 0
            return unsafe read(gate, &byte, 1)
        }
        try poller.add(task.descriptor, token: 1)
        #expect(try poller.wait(timeoutMilliseconds: 0).isEmpty)
        #expect(task.take() == nil)
        #expect(unsafe write(ends[1], [1], 1) == 1)
        #expect(try poller.wait(timeoutMilliseconds: 10_000).count == 1)
        #expect(task.take() == 1)
        close(gate)
    }

    @Test("does not inherit a real-time priority")
    func policy() throws {
        // Where the right to it is missing, there is nothing to inherit.
        try? RealTime.setRoundRobin(priority: 1)
        defer { try? RealTime.resetToDefault() }
        let poller = try Poller()
        let task = try BackgroundTask { RealTime.isRoundRobin }
        try poller.add(task.descriptor, token: 1)
        _ = try poller.wait(timeoutMilliseconds: 10_000)
        #expect(task.take() == false)
    }
}
