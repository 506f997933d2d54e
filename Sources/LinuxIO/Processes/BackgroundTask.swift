import Glibc
import Synchronization

/// One computation on a thread of its own, for a loop that must not wait for it.
///
/// The thread has the ordinary scheduling policy, whatever the caller's is under `SCHED_RR`
/// (``RealTime/setRoundRobin(priority:)``). A process that forks must not have one.
package final class BackgroundTask<Value: Sendable> {
    private let body: Body
    private let end: Descriptor

    /// Starts at once.
    ///
    /// - Throws: EAGAIN or EMFILE where there is no thread or descriptor to be had; nothing is computed then.
    package init(_ compute: @escaping @Sendable () -> Value) throws(SystemError) {
        var ends: [Int32] = [0, 0]
        _ = try Syscall.check("pipe") { unsafe pipe(&ends) }
        self.end = Descriptor(adopting: ends[0])
        self.body = Body(done: ends[1], compute)
        for descriptor in ends {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        do {
            try ThreadBody.start(self.body)
        } catch {
            close(ends[1])
            throw error
        }
    }

    /// Readable, by its end, when the value is there.
    package var descriptor: Int32 { self.end.rawValue }

    /// The value, once; nil while it is computed.
    package func take() -> Value? {
        self.body.result.withLock { $0.take() }
    }

    private final class Body: ThreadBody {
        private let compute: @Sendable () -> Value
        /// Closed by the thread when it is done.
        private let done: Int32
        let result = Mutex<Value?>(nil)

        init(done: Int32, _ compute: @escaping @Sendable () -> Value) {
            self.done = done
            self.compute = compute
        }

        override func run() {
            let value = self.compute()
            self.result.withLock { $0 = value }
            close(self.done)
        }
    }
}
