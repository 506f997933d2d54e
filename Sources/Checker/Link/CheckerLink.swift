import Checks
import Glibc
import Synchronization

/// The checker's two connections: to the supervisor, who configures and ends it, and to the router, who hears its
/// reports and asks for notify scripts.
///
/// A thread of its own waits on both. Reports are sent by whoever flushes them, and by the thread when the socket was
/// full.
final class CheckerLink: Sendable {
    /// What comes in, until the stream is finished by ``finish()``.
    let events: AsyncStream<CheckerEvent>

    private let continuation: AsyncStream<CheckerEvent>.Continuation
    private let supervisor: PacketSocket
    private let router: PacketSocket
    private let wake: WakePipe
    private let outbox = Mutex(Outbox())

    init(supervisor: PacketSocket, router: PacketSocket, wake: WakePipe) {
        self.supervisor = supervisor
        self.router = router
        self.wake = wake
        (self.events, self.continuation) = AsyncStream.makeStream()
    }

    /// Tells both that checks now run under a configuration. Precedes every report of it.
    func begin(generation: UInt32) {
        self.post { $0.begin(generation: generation) }
        _ = self.supervisor.send(CheckerMessage.started(generation: generation).encoded())
    }

    /// Keeps a report for the next ``flush()``; of a check, the last one only.
    ///
    /// - Parameter runs: How many runs it stands for.
    func add(_ outcome: CheckOutcome, of check: String, runs: UInt32) {
        self.outbox.withLock { $0.add(outcome, of: check, runs: runs) }
    }

    /// Tells how many lines of a FIFO are lost, in all.
    func tell(losses: Int, of fifo: String) {
        self.post { $0.add(losses: UInt64(losses), of: fifo) }
    }

    /// Sends what was added, now or as soon as the router reads.
    func flush() {
        self.post { _ in }
    }

    private func post(_ add: (inout Outbox) -> Void) {
        let isLeft = self.outbox.withLock { outbox in
            add(&outbox)
            self.drain(&outbox)
            return !outbox.isEmpty
        }
        if isLeft { self.wake.wake() }
    }

    private func drain(_ outbox: inout Outbox) {
        // A router that is gone is started again by the supervisor, and asks for all reports then.
        outbox.drain { self.router.send($0) != .full }
    }

    /// Ends ``events``.
    func finish() {
        self.continuation.finish()
    }

    /// Starts the thread.
    ///
    /// - Returns: false when the system refuses a thread.
    func start() -> Bool {
        WorkerThread.start { self.wait() }
    }

    private func wait() {
        var reader = LinkReader(supervisor: self.supervisor, router: self.router)
        while !reader.isDone {
            let isFull = self.outbox.withLock { !$0.isEmpty }
            var waits = [
                pollfd(fd: reader.isRouterOpen ? self.router.descriptor : -1, events: Int16(POLLIN), revents: 0),
                pollfd(
                    fd: reader.isSupervisorOpen ? self.supervisor.descriptor : -1,
                    events: Int16(POLLIN),
                    revents: 0
                ),
                pollfd(fd: self.wake.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            if isFull { waits[0].events |= Int16(POLLOUT) }
            guard unsafe poll(&waits, nfds_t(waits.count), -1) > 0 else { continue }
            if waits[0].revents & Int16(POLLOUT) != 0 { self.outbox.withLock { self.drain(&$0) } }
            let signals = waits[2].revents != 0 ? self.wake.drain().filter { $0 != WakePipe.work } : []
            for event in reader.read() { self.continuation.yield(event) }
            if !signals.isEmpty { self.continuation.yield(.stop) }
        }
    }
}
