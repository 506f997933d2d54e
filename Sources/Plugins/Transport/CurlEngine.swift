import CCurl
import Glibc
import Synchronization

/// Drives all of libcurl's transfers on one thread: HTTP, gRPC, and TLS below `tcp` checks.
final class CurlEngine: Sendable {
    static let shared = CurlEngine()

    /// Makes a task of an idle handle; nil after having answered by itself.
    typealias Beginning = @Sendable (CurlHandle) -> (any CurlTask)?

    enum Order: Sendable {
        case start(Beginning, refuse: @Sendable () -> Void)
        case cancel
    }

    private struct Inbox {
        var orders: [(token: UInt64, order: Order)] = []
        var nextToken: UInt64 = 0
        /// Ordered to start and not yet answered.
        var started: Set<UInt64> = []
        /// Cancelled before they were ordered to start.
        var cancelledEarly: Set<UInt64> = []
    }

    private let inbox = Mutex(Inbox())
    /// Reading and writing end; −1 when the engine cannot work.
    private let wakeUp: (read: Int32, write: Int32)

    /// libcurl's global state is set up here, before the thread that uses it and once for the process.
    private init() {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        guard curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK, unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0
        else {
            self.wakeUp = (-1, -1)
            return
        }
        self.wakeUp = (ends[0], ends[1])
        let (inbox, wakeUp) = (self.takeOrders, ends[0])
        let isRunning = Thread.detach {
            CurlLoop(wakeUp: wakeUp)?.run(inbox)
        }
        if !isRunning {
            close(ends[0])
        }
    }

    /// Runs one task to its answer; nil if libcurl could not start it, or the Swift task was cancelled before it began.
    func perform<Answer: Sendable>(
        _ begin: @escaping @Sendable (CurlHandle, @escaping @Sendable (Answer?) -> Void) -> (any CurlTask)?
    ) async -> Answer? {
        guard self.wakeUp.write >= 0 else { return nil }
        let token = self.inbox.withLock { inbox in
            inbox.nextToken += 1
            return inbox.nextToken
        }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Answer?, Never>) in
                let answer: @Sendable (Answer?) -> Void = { continuation.resume(returning: $0) }
                self.start(token, .start({ begin($0, answer) }, refuse: { answer(nil) })) { answer(nil) }
            }
        } onCancel: {
            self.cancel(token)
        }
        self.inbox.withLock { inbox in
            inbox.started.remove(token)
            inbox.cancelledEarly.remove(token)
        }
        return answer
    }

    private func start(_ token: UInt64, _ order: Order, orElse giveUp: () -> Void) {
        let (isOrdered, isFirst) = self.inbox.withLock { inbox in
            guard !inbox.cancelledEarly.contains(token) else { return (false, false) }
            inbox.started.insert(token)
            inbox.orders.append((token, order))
            return (true, inbox.orders.count == 1)
        }
        if isFirst { self.wake() }
        if !isOrdered { giveUp() }
    }

    private func cancel(_ token: UInt64) {
        let isFirst = self.inbox.withLock { inbox in
            guard inbox.started.contains(token) else {
                inbox.cancelledEarly.insert(token)
                return false
            }
            inbox.orders.append((token, .cancel))
            return inbox.orders.count == 1
        }
        if isFirst { self.wake() }
    }

    /// Once for all orders that wait: whoever takes them takes them all.
    private func wake() {
        var byte: UInt8 = 0
        _ = unsafe write(self.wakeUp.write, &byte, 1)
    }

    @Sendable private func takeOrders() -> [(token: UInt64, order: Order)] {
        self.inbox.withLock { inbox in
            defer { inbox.orders = [] }
            return inbox.orders
        }
    }
}
