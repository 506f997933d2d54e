/// When connections that succeeded were begun, and the longest time between two of them in each direction of a drill.
struct ProbeRecord {
    /// Milliseconds since the probe's start, not in order.
    private var successes: [Double] = []
    private(set) var failures = 0
    /// When the way back began; nil = not yet.
    var turn: Double?

    mutating func succeeded(_ begun: Double) { self.successes.append(begun) }

    mutating func failed() { self.failures += 1 }

    /// - Parameter end: Of the probing.
    func outage(of target: String, at end: Double) -> ProbeOutage {
        let turn = self.turn ?? end
        let sorted = self.successes.sorted()
        var outage = ProbeOutage(target: target, connections: sorted.count, failures: self.failures)
        guard !sorted.isEmpty else { return outage }
        // What began before the turn belongs to the way there, however long it lasts.
        for (earlier, later) in zip(sorted, sorted.dropFirst() + [end]) {
            let gap = later - earlier
            if earlier < turn {
                outage.thereMs = max(outage.thereMs ?? 0, gap)
            } else {
                outage.backMs = max(outage.backMs ?? 0, gap)
            }
        }
        return outage
    }
}
