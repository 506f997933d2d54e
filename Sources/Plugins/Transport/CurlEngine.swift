import CCurl
import Glibc

/// Drives all of libcurl's transfers on one thread: HTTP, gRPC, and TLS below `tcp` checks.
final class CurlEngine: Sendable {
    static let shared = CurlEngine()

    private let orders = CurlOrders()
    /// The end that wakes the thread; −1 when the engine cannot work.
    private let wakeUp: Int32

    /// libcurl's global state is set up here, before the thread that uses it and once for the process.
    private init() {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        guard curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK,
            unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0, let loop = CurlLoop(wakeUp: ends[0])
        else {
            self.wakeUp = -1
            return
        }
        // Nobody but the thread has it from here on.
        nonisolated(unsafe) let handedOver = loop
        let orders = self.orders
        let isRunning = Thread.detach { unsafe handedOver.run { orders.take() } }
        self.wakeUp = isRunning ? ends[1] : -1
    }

    /// Runs one task to its answer; nil if libcurl could not start it, or the Swift task was cancelled before it began.
    func perform<Answer: Sendable>(
        _ begin: @escaping @Sendable (CurlHandle, @escaping @Sendable (Answer?) -> Void) -> (any CurlTask)?
    ) async -> Answer? {
        guard self.wakeUp >= 0 else { return nil }
        let token = self.orders.token()
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Answer?, Never>) in
                let answer: @Sendable (Answer?) -> Void = { continuation.resume(returning: $0) }
                switch self.orders.start(token, .start(begin: { begin($0, answer) }, refuse: { answer(nil) })) {
                case .first: self.wake()
                case .queued: break
                case .tooLate: answer(nil)
                }
            }
        } onCancel: {
            if self.orders.cancel(token) == .first { self.wake() }
        }
        self.orders.forget(token)
        return answer
    }

    private func wake() {
        var byte: UInt8 = 0
        _ = unsafe write(self.wakeUp, &byte, 1)
    }
}
