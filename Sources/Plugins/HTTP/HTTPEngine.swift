import CCurl
import Synchronization

/// Drives all HTTP transfers with one libcurl multi handle on one thread.
@safe
final class HTTPEngine: Sendable {
    static let shared = HTTPEngine()

    private enum Order: Sendable {
        case start(HTTPRequest, timeout: Duration, CheckedContinuation<HTTPResponse?, Never>)
        case cancel
    }

    private struct Transfer {
        var transfer: HTTPTransfer
        var continuation: CheckedContinuation<HTTPResponse?, Never>
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
    // libcurl allows exactly one of its multi functions from any thread, the wake-up; all others are called by the
    // engine's thread only.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer?

    /// libcurl's global state is set up here, before the thread that uses it and once for the process.
    private init() {
        guard curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK else {
            unsafe self.multi = nil
            return
        }
        unsafe self.multi = curl_multi_init()
        guard unsafe self.multi != nil else { return }
        Thread.detach { self.drive() }
    }

    /// Runs one transfer; nil if libcurl could not start it or the task was cancelled.
    func response(to request: HTTPRequest, timeout: Duration) async -> HTTPResponse? {
        guard unsafe self.multi != nil else { return nil }
        let token = self.inbox.withLock { inbox in
            inbox.nextToken += 1
            return inbox.nextToken
        }
        let response = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.start(token, request, timeout: timeout, continuation)
            }
        } onCancel: {
            self.cancel(token)
        }
        self.inbox.withLock { inbox in
            inbox.started.remove(token)
            inbox.cancelledEarly.remove(token)
        }
        return response
    }

    private func start(
        _ token: UInt64,
        _ request: HTTPRequest,
        timeout: Duration,
        _ continuation: CheckedContinuation<HTTPResponse?, Never>
    ) {
        let isOrdered = self.inbox.withLock { inbox in
            guard !inbox.cancelledEarly.contains(token) else { return false }
            inbox.started.insert(token)
            inbox.orders.append((token, .start(request, timeout: timeout, continuation)))
            return true
        }
        if isOrdered {
            _ = unsafe curl_multi_wakeup(self.multi)
        } else {
            continuation.resume(returning: nil)
        }
    }

    private func cancel(_ token: UInt64) {
        self.inbox.withLock { inbox in
            if inbox.started.contains(token) {
                inbox.orders.append((token, .cancel))
            } else {
                inbox.cancelledEarly.insert(token)
            }
        }
        _ = unsafe curl_multi_wakeup(self.multi)
    }

    /// The thread. It ends with the process.
    private func drive() {
        var transfers: [UInt64: Transfer] = [:]
        while true {
            let orders = self.inbox.withLock { inbox in
                defer { inbox.orders = [] }
                return inbox.orders
            }
            self.obey(orders, &transfers)
            var running: Int32 = 0
            _ = unsafe curl_multi_perform(self.multi, &running)
            self.collect(&transfers)
            // A wake-up that came since the orders were taken makes this return at once.
            _ = unsafe curl_multi_poll(self.multi, nil, 0, 60_000, nil)
        }
    }

    private func obey(_ orders: [(token: UInt64, order: Order)], _ transfers: inout [UInt64: Transfer]) {
        // A start and its cancellation may have come in together.
        var cancelled = Set<UInt64>()
        for (token, order) in orders {
            if case .cancel = order { cancelled.insert(token) }
        }
        for token in cancelled {
            guard let transfer = transfers.removeValue(forKey: token) else { continue }
            _ = unsafe curl_multi_remove_handle(self.multi, transfer.transfer.handle)
            transfer.continuation.resume(returning: nil)
        }
        for case (let token, .start(let request, let timeout, let continuation)) in orders {
            guard !cancelled.contains(token), let transfer = HTTPTransfer(request, timeout: timeout),
                unsafe curl_multi_add_handle(self.multi, transfer.handle) == CURLM_OK
            else {
                continuation.resume(returning: nil)
                continue
            }
            transfers[token] = Transfer(transfer: transfer, continuation: continuation)
        }
    }

    private func collect(_ transfers: inout [UInt64: Transfer]) {
        var code = CURLE_OK
        while let handle = unsafe ccurl_multi_finished(self.multi, &code) {
            guard let (token, transfer) = transfers.first(where: { unsafe $0.value.transfer.handle == handle })
            else { break }
            transfers[token] = nil
            _ = unsafe curl_multi_remove_handle(self.multi, handle)
            transfer.continuation.resume(returning: transfer.transfer.response(code))
        }
    }
}
