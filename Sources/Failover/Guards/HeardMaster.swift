package import VRRP

/// The master that a backup hears, for as long as it is the same one.
package struct HeardMaster: Hashable, Sendable {
    package private(set) var address: IPAddress
    /// The highest priority it has advertised since it became master.
    package private(set) var highest: Priority
    package private(set) var last: Priority
    /// Another one that was heard since; the next advertisement tells which of them remains.
    private var rival: IPAddress?

    package init(address: IPAddress, highest: Priority, last: Priority) {
        (self.address, self.highest, self.last) = (address, highest, last)
    }

    /// It advertises less than it has: something has happened to it.
    package var isWorse: Bool { self.rival == nil && self.last < self.highest }

    /// - Parameter priority: 0 of one that leaves; whoever becomes master after that begins anew.
    /// - Returns: Whether this is another master than before. Two that speak in turns, as in a split, are no moves: the new one
    ///   must be heard twice without the old one between.
    mutating func hear(_ priority: Priority, from source: IPAddress) -> Bool {
        if source == self.address {
            self.rival = nil
            self.last = priority
            self.highest = priority == .resign ? .resign : max(self.highest, priority)
            return false
        }
        // Who leaves is master no more.
        guard priority != .resign else { return false }
        guard self.rival == source else {
            self.rival = source
            return false
        }
        self = HeardMaster(address: source, highest: priority, last: priority)
        return true
    }
}
