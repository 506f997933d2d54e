import Synchronization

/// What checks want of ``CurlEngine``'s thread, in the order they said it.
final class CurlOrders: Sendable {
    enum Order: Sendable {
        /// `begin` makes a task of an idle handle, or answers by itself; `refuse` answers where there is no handle.
        case start(begin: @Sendable (CurlHandle) -> (any CurlTask)?, refuse: @Sendable () -> Void)
        case cancel
    }

    private struct State {
        var orders: [(token: UInt64, order: Order)] = []
        var nextToken: UInt64 = 0
        /// Ordered to start and not yet answered.
        var started: Set<UInt64> = []
        /// Cancelled before they were ordered to start.
        var cancelledEarly: Set<UInt64> = []
    }

    /// What follows from an order.
    enum Reception: Hashable, Sendable {
        /// Nobody waits for it any more.
        case tooLate
        /// It is the only one: the thread may be asleep.
        case first
        /// Whoever takes those before it takes this one too.
        case queued
    }

    private let state = Mutex(State())

    func token() -> UInt64 {
        self.state.withLock { state in
            state.nextToken += 1
            return state.nextToken
        }
    }

    func start(_ token: UInt64, _ order: Order) -> Reception {
        self.state.withLock { state in
            guard !state.cancelledEarly.contains(token) else { return .tooLate }
            state.started.insert(token)
            state.orders.append((token, order))
            return state.orders.count == 1 ? .first : .queued
        }
    }

    func cancel(_ token: UInt64) -> Reception {
        self.state.withLock { state in
            guard state.started.contains(token) else {
                state.cancelledEarly.insert(token)
                return .tooLate
            }
            state.orders.append((token, .cancel))
            return state.orders.count == 1 ? .first : .queued
        }
    }

    /// The answer has come.
    func forget(_ token: UInt64) {
        self.state.withLock { state in
            state.started.remove(token)
            state.cancelledEarly.remove(token)
        }
    }

    /// All that wait, and they wait no longer.
    func take() -> [(token: UInt64, order: Order)] {
        self.state.withLock { state in
            defer { state.orders = [] }
            return state.orders
        }
    }
}
