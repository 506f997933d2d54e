package import Configuration
import VRRP

/// The addresses, routes and rules that one owner keeps set.
package struct HeldItems: Hashable, Sendable {
    /// In the order they are set.
    package internal(set) var placed: [PlacedItem] = []
    /// Those that are not there, and why.
    package internal(set) var missing: [NetworkItem: String] = [:]
    /// When they are set again; what is there stays as it is.
    var dueAt: Instant?
    /// They were removed by somebody else, or what they stand on has changed: not in a tight race with whoever does that.
    var restoring = RateLimit(limit: 10, per: .seconds(10))

    package init() {}

    /// Sets them again with the next tick, unless that was done too often lately.
    mutating func restore(at now: Instant) {
        guard !self.placed.isEmpty || !self.missing.isEmpty, self.dueAt.map({ $0 > now }) ?? true else { return }
        self.dueAt = self.restoring.allows(at: now) ? now : self.restoring.nextWindow
    }

    /// Tries again later what could not be set.
    mutating func retry(at instant: Instant) {
        self.dueAt = self.dueAt.map { min($0, instant) } ?? instant
    }
}
