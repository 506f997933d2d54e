import Failover
import LinuxIO
import VRRP

/// Gratuitous ARP frames and neighbour advertisements that wait to leave. A round for hundreds of addresses takes several
/// turns, so that no advertisement is late for it; and where a switch cannot bear many at once, frames wait for each
/// other, lane by lane.
struct AnnouncementQueue {
    /// About a third of a millisecond of work.
    private static let framesPerTurn = 64

    private var lanes: [Announcement.Lane?: Waiting] = [:]
    /// Frames that wait, by instance.
    private var pending: [String: Int] = [:]
    /// The link had no room: nothing leaves before that.
    private var notBefore: Instant?
    /// Which lane each of the frames that were handed out comes from.
    private var handedOut: [Announcement.Lane?] = []

    private struct Entry {
        var instance: String
        var frame: OutgoingFrame
        var pause: Duration
    }

    /// One lane, in order.
    private struct Waiting {
        var entries: [Entry] = []
        var head = 0
        /// After the last frame, the next one not before that.
        var notBefore: Instant?

        var isEmpty: Bool { self.head == self.entries.count }

        func isReady(at now: Instant) -> Bool { !self.isEmpty && self.notBefore.map { $0 <= now } ?? true }

        mutating func takeFirst() -> Entry {
            defer {
                self.head += 1
                if self.isEmpty {
                    self.entries.removeAll(keepingCapacity: self.entries.count < 256)
                    self.head = 0
                } else if self.head > 4096 {
                    self.entries.removeFirst(self.head)
                    self.head = 0
                }
            }
            return self.entries[self.head]
        }
    }

    var isEmpty: Bool { self.pending.isEmpty }

    /// When a pause ends that a frame waits for; nil when nothing waits, or something may leave now.
    var nextDeadline: Instant? {
        let lanes = self.lanes.values.filter { !$0.isEmpty }
        guard !lanes.isEmpty else { return nil }
        var earliest: Instant?
        for lane in lanes {
            guard let notBefore = lane.notBefore else { return self.notBefore }
            earliest = min(earliest ?? notBefore, notBefore)
        }
        return earliest.map { max($0, self.notBefore ?? $0) }
    }

    func isReady(at now: Instant) -> Bool {
        guard self.notBefore.map({ $0 <= now }) ?? true else { return false }
        return self.lanes.values.contains { $0.isReady(at: now) }
    }

    /// A new round of an instance takes the place of what has not left of its last one, so that nothing piles up when
    /// rounds come faster than pauses let frames go.
    mutating func append(_ announcements: [Announcement], instance: String) {
        self.withdraw(instance: instance)
        guard !announcements.isEmpty else { return }
        self.pending[instance] = announcements.count
        for announcement in announcements {
            let frame = OutgoingFrame(interfaceIndex: announcement.interfaceIndex, bytes: announcement.frame)
            self.lanes[announcement.pace?.lane, default: Waiting()].entries.append(
                Entry(instance: instance, frame: frame, pause: announcement.pace?.interval ?? .zero)
            )
        }
    }

    mutating func withdraw(instance: String) {
        guard self.pending.removeValue(forKey: instance) != nil else { return }
        for lane in self.lanes.keys {
            guard var waiting = self.lanes[lane] else { continue }
            waiting.entries = waiting.entries[waiting.head...].filter { $0.instance != instance }
            waiting.head = 0
            // The pause goes on: the switch does not care whose frame was the last.
            self.lanes[lane] = waiting
        }
    }

    /// The frames that may leave now; they stay here until ``done(_:at:)``.
    mutating func frames(at now: Instant) -> [OutgoingFrame] {
        self.handedOut = []
        guard self.isReady(at: now) else { return [] }
        // Those that had to wait first, but never so many of them that the others get no place.
        var frames: [OutgoingFrame] = []
        for (lane, waiting) in self.lanes where lane != nil && waiting.isReady(at: now) {
            guard frames.count < Self.framesPerTurn / 2 else { break }
            frames.append(waiting.entries[waiting.head].frame)
            self.handedOut.append(lane)
        }
        if let waiting = self.lanes[nil] {
            for entry in waiting.entries[waiting.head...].prefix(Self.framesPerTurn - frames.count) {
                frames.append(entry.frame)
                self.handedOut.append(nil)
            }
        }
        return frames
    }

    /// Forgets the first `count` of the frames that were handed out: they have left, or never can.
    mutating func done(_ count: Int, at now: Instant) {
        self.notBefore = nil
        for lane in self.handedOut.prefix(count) {
            guard let entry = self.lanes[lane]?.takeFirst() else { continue }
            let left = (self.pending[entry.instance] ?? 1) - 1
            self.pending[entry.instance] = left > 0 ? left : nil
            self.lanes[lane]?.notBefore = entry.pause > .zero ? now + entry.pause : nil
        }
        self.handedOut.removeFirst(min(count, self.handedOut.count))
        // A lane is kept for as long as its pause lasts.
        self.lanes = self.lanes.filter { !$0.value.isEmpty || ($0.value.notBefore.map { $0 > now } ?? false) }
    }

    /// The link has no room: nothing more leaves for a moment.
    mutating func postpone(at now: Instant) {
        self.notBefore = now + .milliseconds(1)
    }
}
