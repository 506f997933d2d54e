package import VRRP

/// Why an instance, or the whole node, does not compete though it could: somebody has decided so. It is no fault, and what
/// checks and links say goes on beside it.
package struct MaintenanceEntry: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// `baton maintenance on`.
        case maintenance
        /// `baton drain`: its addresses were taken over, or it had none.
        case drained
    }

    package var kind: Kind
    /// As the operator has given it: one line, not empty.
    package var reason: String
    package var by: Operator
    /// By the wall clock.
    package var since: UTCTime
    /// When it ends by itself, by the wall clock; nil = never.
    package var until: UTCTime?

    package init(_ kind: Kind = .maintenance, reason: String, by: Operator, since: UTCTime, until: UTCTime? = nil) {
        self.kind = kind
        self.reason = reason
        self.by = by
        self.since = since
        self.until = until
    }

    /// `in maintenance since 2026-11-29T03:22:04.556327Z by alice (uid 0) until …: kernel update`.
    package var explanation: String {
        let end = self.until.map { " until \($0.text)" } ?? ""
        let what = self.kind == .maintenance ? "in maintenance" : "drained"
        return "\(what) since \(self.since.text) by \(self.by)\(end): \(self.reason)"
    }

    /// Whichever ends later; the first if both end together.
    static func later(_ first: MaintenanceEntry?, _ second: MaintenanceEntry?) -> MaintenanceEntry? {
        guard let first, let second else { return first ?? second }
        guard let end = first.until else { return first }
        guard let other = second.until else { return second }
        return other.nanoseconds > end.nanoseconds ? second : first
    }

    func hasEnded(at utc: UTCTime) -> Bool { self.until.map { $0.nanoseconds <= utc.nanoseconds } ?? false }
}
