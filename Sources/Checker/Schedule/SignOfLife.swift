import Checks

/// Decides which of a check's outcomes the router has to hear.
///
/// Every outcome that says something new is sent, and every one that counts towards `rise`, `fall` or a window. Beyond
/// that a check that runs many times a second repeats itself, and a sign of life now and then is enough.
struct SignOfLife: Sendable {
    typealias Instant = MonotonicInstant

    /// Between two signs of life of a check that runs more often.
    static let period = Duration.milliseconds(250)

    enum Verdict: Sendable {
        /// Something new: at once.
        case news
        /// Known, but to be sent with the next others.
        case sign
        /// Known, and a later one will do.
        case leftOut
    }

    private struct Said: Equatable {
        var status: CheckStatus
        var reason: ReasonCode
        var score: Int?
    }

    private var said: Said?
    /// How often it has been sent in a row.
    private var count = 0
    private var last: Instant?

    /// - Parameters:
    ///   - period: Between two signs of life; shorter where the router would not wait as long.
    ///   - wait: Until the next outcome is to be expected.
    mutating func judge(
        _ outcome: CheckOutcome,
        health: CheckHealth,
        period: Duration,
        wait: Duration,
        at now: Instant
    ) -> Verdict {
        let said = Said(status: outcome.status, reason: outcome.reason, score: outcome.score)
        guard said == self.said, let last = self.last else {
            self.said = said
            self.count = 1
            self.last = now
            return .news
        }
        let isSettled = !health.isChanging && self.count >= health.settlingCount
        if isSettled, last.duration(to: now) + wait <= period { return .leftOut }
        self.count = min(self.count, Int(Int32.max)) + 1
        self.last = now
        return isSettled ? .sign : .news
    }

    /// Whoever listens now has heard nothing yet.
    mutating func forget() {
        self.said = nil
        self.count = 0
        self.last = nil
    }
}
