package import VRRP

/// Something that changed, with a link to the change that made it happen.
package struct JournalEntry: Hashable, Sendable {
    /// Counts from 1 in the life of a router process.
    package var id: UInt64
    /// The entry that caused this one.
    package var cause: UInt64?
    package var at: Instant
    /// nil = the node as a whole.
    package var instance: String?
    package var change: Change

    package init(id: UInt64, cause: UInt64?, at: Instant, instance: String?, change: Change) {
        self.id = id
        self.cause = cause
        self.at = at
        self.instance = instance
        self.change = change
    }
}

extension JournalEntry: CustomStringConvertible {
    package var description: String {
        let subject = self.instance.map { $0 + ": " } ?? ""
        return subject + self.change.description
    }
}
