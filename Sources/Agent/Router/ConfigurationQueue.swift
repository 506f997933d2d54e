/// Configurations that wait to be parsed: the last one that is known to be good, and behind it one of which nobody knows
/// yet. A new one of either kind takes the place of its like only, so that one that is refused later costs nothing.
struct ConfigurationQueue {
    struct Entry: Hashable {
        var bytes: [UInt8]
        var generation: UInt32
    }

    private var good: Entry?
    private var tentative: Entry?

    mutating func append(_ entry: Entry, isGood: Bool) {
        if isGood {
            self.good = entry
            self.tentative = nil
        } else {
            self.tentative = entry
        }
    }

    /// - Returns: Whether it waits here.
    mutating func judge(_ generation: UInt32, isGood: Bool) -> Bool {
        guard let entry = self.tentative, entry.generation == generation else { return false }
        self.tentative = nil
        if isGood { self.good = entry }
        return true
    }

    mutating func next() -> (entry: Entry, isGood: Bool)? {
        if let good = self.good.take() { return (good, true) }
        if let tentative = self.tentative.take() { return (tentative, false) }
        return nil
    }
}
