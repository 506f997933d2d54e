import Failover
import Glibc
import LinuxIO
import VRRP

/// `--record`: what the node is told and decides, on its way to the process that writes it down. The router never waits for
/// it: what the socket has no room for stays here, up to a limit.
struct NodeRecorder {
    var queue: RecordingQueue
    private let socket: MessageSocket
    /// The socket has no room; when it is tried again.
    private(set) var retryAt: Instant?

    private static let pause = Duration.milliseconds(20)

    init(_ beginning: NodeBeginning, over socket: MessageSocket) {
        self.queue = RecordingQueue(beginning)
        self.socket = socket
    }

    /// Whether something can be handed over now.
    var isReady: Bool { !self.queue.isEmpty && self.retryAt == nil }

    /// Hands over a part of what waits.
    mutating func handOver(at now: Instant) {
        if let retryAt = self.retryAt, now < retryAt { return }
        self.retryAt = nil
        guard let part = self.queue.part() else { return }
        do {
            if try self.socket.send(part.encoded()) {
                self.queue.sentPart()
            } else {
                self.retryAt = now + Self.pause
            }
        } catch {
            // The process that writes has ended, and has said why.
            self.queue.discard()
        }
    }

    /// Everything that is left; the socket is given a second to have room for it.
    mutating func finish() {
        self.queue.end(.left)
        let deadline = MonotonicClock.now() + .seconds(1)
        while !self.queue.isEmpty, case let now = MonotonicClock.now(), now < deadline {
            self.handOver(at: now)
            if self.retryAt != nil { usleep(5000) }
        }
    }
}
