import Failover
import LinuxIO
import Testing
import VRRP

@testable import Agent

@Suite("Announcements")
struct AnnouncementQueueTests {
    static func frames(_ count: Int, tag: UInt8) -> [Announcement] {
        (0..<count).map { Announcement(interfaceIndex: 2, frame: [tag, UInt8(truncatingIfNeeded: $0)]) }
    }

    let start = Instant(nanoseconds: 1_000)

    @Test("case 88: many frames leave over several turns, none lost, in order")
    func paced() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(250, tag: 1), instance: "A")
        var sent: [UInt8] = []
        var turns = 0
        while !queue.isEmpty {
            let frames = queue.frames(at: self.start, pause: .zero)
            #expect(frames.count <= 64)
            sent += frames.map { $0.bytes[1] }
            queue.done(frames.count, at: self.start, pause: .zero)
            turns += 1
        }
        #expect(sent == (0..<250).map { UInt8($0) })
        #expect(turns == 4)
    }

    @Test("garp_interval: one frame, then a pause")
    func pause() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(3, tag: 1), instance: "A")
        let pause = Duration.milliseconds(2)
        #expect(queue.frames(at: self.start, pause: pause).count == 1)
        queue.done(1, at: self.start, pause: pause)
        #expect(queue.frames(at: self.start + .milliseconds(1), pause: pause).isEmpty)
        #expect(queue.nextDeadline == self.start + pause)
        #expect(queue.frames(at: self.start + pause, pause: pause).count == 1)
    }

    @Test("case 89: what an instance has not sent when it steps down is not sent, the others' frames are")
    func withdrawn() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(2, tag: 1), instance: "A")
        queue.append(Self.frames(2, tag: 2), instance: "B")
        queue.done(1, at: self.start, pause: .zero)
        queue.withdraw(instance: "A")
        #expect(queue.frames(at: self.start, pause: .zero).map { $0.bytes[0] } == [2, 2])
    }

    @Test("rounds that come faster than frames may leave do not pile up")
    func bounded() {
        var queue = AnnouncementQueue()
        for _ in 0..<1000 {
            queue.append(Self.frames(50, tag: 1), instance: "A")
            queue.append(Self.frames(3, tag: 2), instance: "B")
        }
        var sent = 0
        while !queue.isEmpty {
            let frames = queue.frames(at: self.start, pause: .zero)
            sent += frames.count
            queue.done(frames.count, at: self.start, pause: .zero)
        }
        #expect(sent == 53)
    }

    @Test("a link without room is tried again a moment later")
    func postponed() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(2, tag: 1), instance: "A")
        queue.postpone(at: self.start)
        #expect(!queue.isReady(at: self.start))
        #expect(queue.isReady(at: self.start + .milliseconds(1)))
    }
}
