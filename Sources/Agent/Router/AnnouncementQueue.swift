import Failover
import LinuxIO
import VRRP

/// Gratuitous ARP frames that wait to leave. A round for hundreds of addresses takes several turns, so that no
/// advertisement is late for it.
struct AnnouncementQueue {
    /// About a third of a millisecond of work.
    private static let framesPerTurn = 64

    private var waiting: [Entry] = []
    private var head = 0
    /// Frames that wait, by instance.
    private var pending: [String: Int] = [:]
    /// `garp_interval`: no frame before that.
    private var notBefore: Instant?

    private struct Entry {
        var instance: String
        var frame: OutgoingFrame
    }

    var isEmpty: Bool { self.head == self.waiting.count }

    /// When the pause between frames ends; nil when nothing waits for it.
    var nextDeadline: Instant? { self.isEmpty ? nil : self.notBefore }

    func isReady(at now: Instant) -> Bool {
        guard !self.isEmpty else { return false }
        return self.notBefore.map { $0 <= now } ?? true
    }

    /// A new round of an instance takes the place of what has not left of its last one, so that nothing piles up when
    /// rounds come faster than `garp_interval` lets frames go.
    mutating func append(_ announcements: [Announcement], instance: String) {
        self.withdraw(instance: instance)
        self.pending[instance] = announcements.count
        for announcement in announcements {
            let frame = OutgoingFrame(interfaceIndex: announcement.interfaceIndex, bytes: announcement.frame)
            self.waiting.append(Entry(instance: instance, frame: frame))
        }
    }

    mutating func withdraw(instance: String) {
        guard self.pending.removeValue(forKey: instance) != nil else { return }
        self.waiting = self.waiting[self.head...].filter { $0.instance != instance }
        self.head = 0
    }

    /// The frames that may leave now; they stay here until ``done(_:at:pause:)``.
    func frames(at now: Instant, pause: Duration) -> [OutgoingFrame] {
        guard self.isReady(at: now) else { return [] }
        return self.waiting[self.head...].prefix(pause > .zero ? 1 : Self.framesPerTurn).map(\.frame)
    }

    /// Forgets the first `count` frames: they have left, or never can.
    mutating func done(_ count: Int, at now: Instant, pause: Duration) {
        let end = min(self.head + count, self.waiting.count)
        for entry in self.waiting[self.head..<end] {
            let left = (self.pending[entry.instance] ?? 1) - 1
            self.pending[entry.instance] = left > 0 ? left : nil
        }
        self.head = end
        self.notBefore = pause > .zero ? now + pause : nil
        if self.isEmpty {
            self.waiting.removeAll(keepingCapacity: self.waiting.count < 256)
            self.head = 0
        } else if self.head > 4096 {
            self.waiting.removeFirst(self.head)
            self.head = 0
        }
    }

    /// The link has no room: nothing more leaves for a moment.
    mutating func postpone(at now: Instant) {
        self.notBefore = now + .milliseconds(1)
    }
}
