package import VRRP

/// The master that a node hears while it is none itself, for as long as it is the same one.
package struct HeardMaster: Hashable, Sendable {
    package private(set) var address: IPAddress
    /// What it advertised last, and the most it has been heard with.
    package private(set) var priority: Priority
    package private(set) var highest: Priority
    /// It has advertised less than it has been worth, and not been well for long enough since: something has happened to it.
    package private(set) var isWorse = false
    /// A return to it was suppressed, and that was recorded.
    package internal(set) var isReturnTold = false
    /// Since when a master that was worse advertises as much as ever.
    private var wellSince: Instant?
    /// Another one that was heard since; the next advertisement tells which of them remains.
    package private(set) var rival: IPAddress?
    private var rivalHeard: Instant?
    /// How often it was heard again after a rival.
    private var turns = 0

    /// - Parameter highest: The most it has been heard with, this time included.
    package init(address: IPAddress, priority: Priority, highest: Priority) {
        (self.address, self.priority, self.highest) = (address, priority, highest)
        self.judge(priority, highest, at: Instant(nanoseconds: 0), patience: .zero)
    }

    /// As a predecessor of this process knew it.
    init(address: IPAddress, priority: Priority, highest: Priority, isWorse: Bool, isReturnTold: Bool) {
        (self.address, self.priority, self.highest) = (address, priority, highest)
        (self.isWorse, self.isReturnTold) = (isWorse, isReturnTold)
    }

    /// Two masters that live speak in turns. One that yields to another may do so once, with its last word or an answer.
    package var isContested: Bool { self.turns > 1 }

    package var isWell: Bool { !self.isWorse && !self.isContested }

    /// - Parameters:
    ///   - priority: 0 of one that leaves.
    ///   - highest: The most that the source has been heard with, this time included.
    ///   - patience: For how long it must have been well, or alone, before it counts as that.
    /// - Returns: Whether this is another master than before. Two that speak in turns, as in a split, are no moves: the new one
    ///   must be heard twice without the old one between.
    mutating func hear(
        _ priority: Priority,
        highest: Priority,
        from source: IPAddress,
        at now: Instant,
        patience: Duration
    ) -> Bool {
        if let heard = self.rivalHeard, now - heard > patience { (self.turns, self.rivalHeard) = (0, nil) }
        if source == self.address {
            if self.rival.take() != nil { self.turns = min(self.turns + 1, 2) }
            self.judge(priority, highest, at: now, patience: patience)
            return false
        }
        // Who leaves is master no more.
        guard priority != .resign else { return false }
        self.rivalHeard = now
        guard self.rival == source else {
            self.rival = source
            return false
        }
        let isReturnTold = self.isReturnTold
        self = HeardMaster(address: source, priority: priority, highest: highest)
        self.isReturnTold = isReturnTold
        return true
    }

    private mutating func judge(_ priority: Priority, _ highest: Priority, at now: Instant, patience: Duration) {
        self.priority = priority
        guard priority != .resign else {
            (self.isWorse, self.wellSince) = (false, nil)
            return
        }
        self.highest = highest
        if priority < highest {
            (self.isWorse, self.wellSince) = (true, nil)
        } else if self.isWorse {
            let since = self.wellSince ?? now
            self.wellSince = since
            if now - since > patience { (self.isWorse, self.wellSince) = (false, nil) }
        }
    }
}
