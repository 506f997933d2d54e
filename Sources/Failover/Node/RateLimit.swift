package import VRRP

/// Lets through at most `limit` events per `period`, and counts what it holds back.
package struct RateLimit: Hashable, Sendable {
    private let limit: Int
    private let period: Duration
    private var windowStart: Instant?
    private var passed = 0
    package private(set) var heldBack: UInt64 = 0

    package init(limit: Int, per period: Duration) {
        self.limit = limit
        self.period = period
    }

    /// When an event that is held back may be tried again.
    package var nextWindow: Instant? { self.windowStart.map { $0 + self.period } }

    package mutating func allows(at now: Instant) -> Bool {
        if let start = self.windowStart, now - start < self.period {
            guard self.passed < self.limit else {
                self.heldBack += 1
                return false
            }
            self.passed += 1
            return true
        }
        self.windowStart = now
        self.passed = 1
        return true
    }

    /// What was held back since the last call.
    package mutating func takeHeldBack() -> UInt64 {
        defer { self.heldBack = 0 }
        return self.heldBack
    }
}
