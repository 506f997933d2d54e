package import VRRP

/// The last changes, oldest first; bounded.
package struct Journal: Hashable, Sendable {
    package private(set) var entries: [JournalEntry] = []
    private var lastID: UInt64 = 0

    /// Entries kept in memory.
    package static let capacity = 256

    package init() {}

    package mutating func record(
        _ change: Change,
        of instance: String?,
        because cause: UInt64?,
        at now: Instant
    ) -> JournalEntry {
        self.lastID += 1
        let entry = JournalEntry(id: self.lastID, cause: cause, at: now, instance: instance, change: change)
        if self.entries.count >= Self.capacity {
            // Half at once, so that the cost of moving is paid rarely.
            self.entries.removeFirst(Self.capacity / 2)
        }
        self.entries.append(entry)
        return entry
    }
}
