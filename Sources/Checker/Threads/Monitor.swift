import Glibc

/// A value behind a lock, with threads that wait for it to change.
///
/// Only for threads of their own: a thread of the shared pool must never wait.
@safe final class Monitor<Value: Sendable>: @unchecked Sendable {
    // Unchecked: `value` is touched by whoever holds the lock, and the two others stay where they are until the end.
    private var value: Value
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let change: UnsafeMutablePointer<pthread_cond_t>

    init(_ value: Value) {
        self.value = value
        unsafe self.lock = .allocate(capacity: 1)
        unsafe self.change = .allocate(capacity: 1)
        unsafe pthread_mutex_init(self.lock, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        // A clock that is set must not move a deadline.
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(self.change, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(self.change)
        unsafe pthread_mutex_destroy(self.lock)
        unsafe self.change.deallocate()
        unsafe self.lock.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(self.lock)
        defer { unsafe pthread_mutex_unlock(self.lock) }
        return body(&self.value)
    }

    /// Wakes one thread that waits.
    func signal() {
        unsafe pthread_cond_signal(self.change)
    }

    /// Wakes all of them.
    func broadcast() {
        unsafe pthread_cond_broadcast(self.change)
    }

    /// Asks `body` again after each change, and when its time is over, until it has an answer.
    ///
    /// - Parameter body: Called with the lock held, and not while waiting.
    func wait<Answer>(_ body: (inout Value) -> Wait<Answer>) -> Answer {
        unsafe pthread_mutex_lock(self.lock)
        defer { unsafe pthread_mutex_unlock(self.lock) }
        while true {
            switch body(&self.value) {
            case .done(let answer):
                return answer
            case .wait(nil):
                unsafe pthread_cond_wait(self.change, self.lock)
            case .wait(let limit?):
                var time = Self.time(after: limit)
                unsafe pthread_cond_timedwait(self.change, self.lock, &time)
            }
        }
    }

    enum Wait<Answer> {
        case done(Answer)
        /// nil = for as long as nothing changes.
        case wait(Duration?)
    }

    private static func time(after limit: Duration) -> timespec {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        let (seconds, attoseconds) = min(max(limit, .zero), .seconds(1_000_000)).components
        let nanoseconds = time.tv_nsec + Int(attoseconds / 1_000_000_000)
        time.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        return time
    }
}
