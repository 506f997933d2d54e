import Checks
import VRRP

/// How many single results of checks may be told of: a check that passes and fails by turns, or thousands that fail at
/// once, must not push everything else out of the journal. What is left out is counted.
///
/// Only of checks that told something within the last ``period`` anything is kept.
struct ResultBudget: Sendable {
    /// What was left out.
    struct LeftOut: Hashable, Sendable {
        /// nil = of all checks that are not counted for themselves.
        var check: String?
        var count: Int
        /// What the check gave last.
        var last: CheckStatus?
    }

    private struct Window: Sendable {
        var end: Instant
        var told = 0
        var leftOut = 0
        var last: CheckStatus?
    }

    private var windows: [String: Window] = [:]
    private var whole: Window?
    /// The earliest end of a window.
    private var nextEnd: Instant?

    /// Results told of one check, and of all together, within ``period``.
    static let limit = 6
    static let limitOfAll = 512
    static let period = Duration.seconds(60)

    /// Whether there is room for it; otherwise it is counted. To be asked after ``leftOut(at:)``.
    mutating func admits(_ change: ResultChange, at now: Instant) -> Bool {
        let end = now + Self.period
        self.nextEnd = self.nextEnd.map { min($0, end) } ?? end
        var whole = self.whole ?? Window(end: end)
        defer { self.whole = whole }
        guard var window = self.windows[change.check] ?? (whole.told < Self.limitOfAll ? Window(end: end) : nil) else {
            whole.leftOut += 1
            return false
        }
        defer { self.windows[change.check] = window }
        window.last = change.to
        guard window.told < Self.limit, whole.told < Self.limitOfAll else {
            window.leftOut += 1
            return false
        }
        window.told += 1
        whole.told += 1
        return true
    }

    /// What was left out in the windows that have ended by now, or in all of them.
    mutating func leftOut(at now: Instant, isLast: Bool = false) -> [LeftOut] {
        guard let next = self.nextEnd, next <= now || isLast else { return [] }
        var found: [LeftOut] = []
        for (check, window) in self.windows where window.end <= now || isLast {
            if window.leftOut > 0 { found.append(LeftOut(check: check, count: window.leftOut, last: window.last)) }
            self.windows[check] = nil
        }
        found.sort { ($0.check ?? "") < ($1.check ?? "") }
        if let whole = self.whole, whole.end <= now || isLast {
            if whole.leftOut > 0 { found.append(LeftOut(check: nil, count: whole.leftOut, last: nil)) }
            self.whole = nil
        }
        let ends = self.windows.values.map(\.end) + [self.whole?.end].compactMap(\.self)
        self.nextEnd = ends.min()
        return found
    }
}
