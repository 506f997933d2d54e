import ArgumentParser
import Checker
import Glibc
import Synchronization

/// Connects over and over, on a thread of its own: a connection every ten milliseconds, whatever became of the last one.
final class ConnectionProbe: Sendable {
    private static let pause = Duration.milliseconds(10)
    /// A connection that takes longer has failed; the kernel would go on for minutes.
    private static let patience = 250.0

    private let target: ProbeTarget
    private let begun = ContinuousClock().now
    private let record = Mutex(ProbeRecord())
    private let isStopped = Atomic<Bool>(false)

    init(_ target: ProbeTarget) {
        self.target = target
    }

    func start() throws {
        guard WorkerThread.start({ self.run() }) else {
            StandardError.print("baton: the system gives no thread to probe with")
            throw ExitCode(1)
        }
    }

    func stop() { self.isStopped.store(true, ordering: .relaxed) }

    /// The way back begins.
    func turn() {
        let now = self.milliseconds
        self.record.withLock { if $0.turn == nil { $0.turn = now } }
    }

    var outage: ProbeOutage {
        let now = self.milliseconds
        return self.record.withLock { $0.outage(of: self.target.text, at: now) }
    }

    private var milliseconds: Double { (ContinuousClock().now - self.begun) / .milliseconds(1) }

    private func run() {
        var waiting: [(descriptor: Int32, begun: Double)] = []
        var next = self.milliseconds
        while !self.isStopped.load(ordering: .relaxed) {
            let now = self.milliseconds
            if next <= now {
                next = max(next + Self.pause / .milliseconds(1), now)
                let descriptor = self.target.connect()
                if descriptor >= 0 { waiting.append((descriptor, now)) } else { self.record.withLock { $0.failed() } }
            }
            self.look(at: &waiting, for: Int32(clamping: Int(max(1, (next - self.milliseconds).rounded(.up)))))
        }
        for (descriptor, _) in waiting { close(descriptor) }
    }

    /// Waits up to so many milliseconds for one of them to be through.
    private func look(at waiting: inout [(descriptor: Int32, begun: Double)], for time: Int32) {
        var polled = waiting.map { pollfd(fd: $0.descriptor, events: Int16(POLLOUT), revents: 0) }
        unsafe poll(&polled, nfds_t(polled.count), time)
        let now = self.milliseconds
        var rest: [(descriptor: Int32, begun: Double)] = []
        for (entry, polled) in zip(waiting, polled) {
            if polled.revents == 0, now - entry.begun < Self.patience {
                rest.append(entry)
                continue
            }
            var failure: Int32 = ETIMEDOUT
            var size = socklen_t(MemoryLayout<Int32>.size)
            if polled.revents != 0 {
                unsafe getsockopt(entry.descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
            }
            close(entry.descriptor)
            self.record.withLock { failure == 0 ? $0.succeeded(entry.begun) : $0.failed() }
        }
        waiting = rest
    }
}
