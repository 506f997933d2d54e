package import VRRP

/// What of a node is in maintenance.
package struct MaintenanceList: Hashable, Sendable {
    /// Of every instance there is, and of those that a reload adds.
    package var whole: MaintenanceEntry?
    /// By the instance's name, whether the configuration has one of that name or not: it may come back.
    package var named: [String: MaintenanceEntry] = [:]

    package init() {}

    package var isEmpty: Bool { self.whole == nil && self.named.isEmpty }

    /// Of an instance's own and the whole node's the one that ends later: until then it does not compete.
    package subscript(_ instance: String) -> MaintenanceEntry? { .later(self.named[instance], self.whole) }

    /// When the next one ends by itself; nil = none does.
    var nextEnd: UTCTime? {
        let ends = ([self.whole].compactMap { $0 } + self.named.values).compactMap(\.until)
        return ends.min { $0.nanoseconds < $1.nanoseconds }
    }

    /// Without those whose time is over.
    package func current(at utc: UTCTime) -> MaintenanceList {
        var list = self
        if list.whole?.hasEnded(at: utc) == true { list.whole = nil }
        list.named = list.named.filter { !$0.value.hasEnded(at: utc) }
        return list
    }

    /// Takes instances out. Of a node that is in maintenance as a whole, the others stay by their names.
    ///
    /// - Parameter instances: Every name the node has.
    mutating func remove(_ names: Set<String>, of instances: [String]) {
        if let whole = self.whole {
            self.whole = nil
            for name in instances { self.named[name] = .later(self.named[name], whole) }
        }
        for name in names { self.named[name] = nil }
    }
}
