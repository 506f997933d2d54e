package import VRRP

/// The most that each other node has been heard with: what it is worth while it is well.
package struct HeardPriorities: Hashable, Sendable {
    /// Who was heard last comes last.
    package private(set) var entries: [Entry] = []

    package struct Entry: Hashable, Sendable {
        package var address: IPAddress
        package var highest: Priority

        package init(address: IPAddress, highest: Priority) {
            (self.address, self.highest) = (address, highest)
        }
    }

    /// Of more nodes, those that were not heard for longest are forgotten.
    package static let limit = 8

    package init(_ entries: [Entry] = []) {
        self.entries = Array(entries.suffix(Self.limit))
    }

    /// - Parameters:
    ///   - priority: Not 0.
    ///   - isFresh: What it was heard with before is of no interest any more.
    /// - Returns: The highest, this one included.
    mutating func hear(_ priority: Priority, from source: IPAddress, isFresh: Bool) -> Priority {
        if self.entries.last?.address == source {
            let last = self.entries.count - 1
            self.entries[last].highest = isFresh ? priority : max(priority, self.entries[last].highest)
            return self.entries[last].highest
        }
        var entry = Entry(address: source, highest: priority)
        if let known = self.entries.firstIndex(where: { $0.address == source }) {
            let before = self.entries.remove(at: known)
            if !isFresh { entry.highest = max(priority, before.highest) }
        } else if self.entries.count >= Self.limit {
            self.entries.removeFirst()
        }
        self.entries.append(entry)
        return entry.highest
    }
}
