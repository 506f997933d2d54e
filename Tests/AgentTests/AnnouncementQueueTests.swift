import Failover
import LinuxIO
import Testing
import VRRP

@testable import Agent

@Suite("Announcements")
struct AnnouncementQueueTests {
    static func frames(_ count: Int, tag: UInt8, pace: Announcement.Pace? = nil) -> [Announcement] {
        (0..<count).map { Announcement(interfaceIndex: 2, frame: [tag, UInt8(truncatingIfNeeded: $0)], pace: pace) }
    }

    static func pace(_ place: Announcement.Lane.Place, _ milliseconds: Int) -> Announcement.Pace {
        .init(lane: .init(place, .gratuitousARP), interval: .milliseconds(milliseconds))
    }

    let start = Instant(nanoseconds: 1_000)

    @Test("case 88: many frames leave over several turns, none lost, in order")
    func paced() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(250, tag: 1), instance: "A")
        var sent: [UInt8] = []
        var turns = 0
        while !queue.isEmpty {
            let frames = queue.frames(at: self.start)
            #expect(frames.count <= 64)
            sent += frames.map { $0.bytes[1] }
            queue.done(frames.count, at: self.start)
            turns += 1
        }
        #expect(sent == (0..<250).map { UInt8($0) })
        #expect(turns == 4)
    }

    @Test("garp_interval: one frame, then a pause")
    func pause() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(3, tag: 1, pace: Self.pace(.interface(2), 2)), instance: "A")
        let pause = Duration.milliseconds(2)
        #expect(queue.frames(at: self.start).count == 1)
        queue.done(1, at: self.start)
        #expect(queue.frames(at: self.start + .milliseconds(1)).isEmpty)
        #expect(queue.nextDeadline == self.start + pause)
        #expect(queue.frames(at: self.start + pause).count == 1)
    }

    @Test("the pause of one lane delays nothing of another, and goes on when its frames are withdrawn")
    func lanes() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(2, tag: 1, pace: Self.pace(.group(0), 50)), instance: "A")
        queue.append(Self.frames(2, tag: 2, pace: Self.pace(.interface(3), 20)), instance: "B")
        queue.append(Self.frames(100, tag: 3), instance: "C")
        var leaving: [[UInt8]] = []
        for milliseconds in [0, 1, 20, 50] {
            let now = self.start + .milliseconds(milliseconds)
            let frames = queue.frames(at: now)
            queue.done(frames.count, at: now)
            leaving.append(frames.map { $0.bytes[0] }.sorted())
        }
        #expect(leaving[0].prefix(3) == [1, 2, 3])
        #expect(leaving[0].count == 64)
        #expect(leaving[1] == [UInt8](repeating: 3, count: 38))
        #expect(leaving[2] == [2])
        #expect(leaving[3] == [1])
        #expect(queue.isEmpty)
        #expect(queue.nextDeadline == nil)
        // A frame left at 50 ms: the next of its lane waits, whoever sends it.
        queue.append(Self.frames(1, tag: 4, pace: Self.pace(.group(0), 50)), instance: "A")
        queue.withdraw(instance: "A")
        queue.append(Self.frames(1, tag: 5, pace: Self.pace(.group(0), 50)), instance: "B")
        #expect(!queue.isReady(at: self.start + .milliseconds(99)))
        #expect(queue.nextDeadline == self.start + .milliseconds(100))
        #expect(queue.frames(at: self.start + .milliseconds(100)).map { $0.bytes[0] } == [5])
    }

    @Test("case 89: what an instance has not sent when it steps down is not sent, the others' frames are")
    func withdrawn() {
        var queue = AnnouncementQueue()
        queue.append(Self.frames(2, tag: 1), instance: "A")
        queue.append(Self.frames(2, tag: 2), instance: "B")
        _ = queue.frames(at: self.start)
        queue.done(1, at: self.start)
        queue.withdraw(instance: "A")
        #expect(queue.frames(at: self.start).map { $0.bytes[0] } == [2, 2])
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
            let frames = queue.frames(at: self.start)
            sent += frames.count
            queue.done(frames.count, at: self.start)
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
