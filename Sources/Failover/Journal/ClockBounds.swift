/// How far ahead a clock may be for one event to fit, in nanoseconds.
struct ClockBounds: Hashable, Sendable {
    /// What is heard is not before what was said.
    var strict: ClosedRange<Int64>
    /// Entries are written a little after what they tell of, so the one may seem to be before the other.
    var loose: ClosedRange<Int64>
    /// The difference at which as little time passes in between as can be, where little ever does.
    var likely: Int64?

    static let slack: Int64 = 20_000_000
    /// From saying to hearing, on one link.
    private static let quickest: Int64 = 100_000
    /// What is heard sooner than this is heard at once.
    private static let moment: Int64 = 200_000_000

    /// - Parameters:
    ///   - least: The difference at which what is heard is at the moment at which it was said.
    ///   - latency: The longest time between the two.
    ///   - hears: Whether the clock is the one of the node that hears.
    init?(least: Int64, latency: Int64, hears: Bool) {
        let reach = latency + Self.slack
        guard least > .min + reach, least < .max - reach else { return nil }
        let quickest = hears ? least - Self.quickest : least + Self.quickest
        self.strict = hears ? (least - latency)...quickest : quickest...(least + latency)
        self.likely = latency < Self.moment ? quickest : nil
        self.loose = hears ? (least - latency)...(least + Self.slack) : (least - Self.slack)...(least + latency)
    }

    /// As of a clock that is less far ahead by so much.
    func moved(by distance: Int64) -> ClockBounds? {
        func moved(_ range: ClosedRange<Int64>) -> ClosedRange<Int64>? {
            let (lower, lowerOverflow) = range.lowerBound.subtractingReportingOverflow(distance)
            let (upper, upperOverflow) = range.upperBound.subtractingReportingOverflow(distance)
            return lowerOverflow || upperOverflow ? nil : lower...upper
        }
        guard let strict = moved(self.strict), let loose = moved(self.loose) else { return nil }
        var bounds = self
        (bounds.strict, bounds.loose) = (strict, loose)
        bounds.likely = self.likely.map { $0 &- distance }
        return bounds
    }

    /// A correction at which the most of them fit, and how many do: none wherever that will do, and of several ones the
    /// smallest, but for what advertisements tell to the millisecond.
    static func bestFit(_ bounds: [ClockBounds]) -> (correction: Int64, count: Int)? {
        let begins = bounds.map { (at: $0.loose.lowerBound, isEnd: false) }
        let ends = bounds.map { (at: $0.loose.upperBound, isEnd: true) }
        let edges = (begins + ends).sorted { ($0.at, $0.isEnd ? 1 : 0) < ($1.at, $1.isEnd ? 1 : 0) }
        var (count, most) = (0, 0)
        var best: ClosedRange<Int64>?
        for (place, edge) in edges.enumerated() {
            guard !edge.isEnd else {
                count -= 1
                continue
            }
            count += 1
            // What is common to as many of them ends with the next edge.
            let region = edge.at...(place + 1 < edges.count ? edges[place + 1].at : edge.at)
            let distance = self.nearest(to: 0, in: region).magnitude
            let isNearer = best.map { distance < self.nearest(to: 0, in: $0).magnitude } ?? true
            if count > most || (count == most && isNearer) { (most, best) = (count, region) }
        }
        guard let region = best else { return nil }
        guard !region.contains(0) else { return (0, most) }
        let fitting = bounds.filter { $0.loose.contains(region.lowerBound) && $0.loose.contains(region.upperBound) }
        var strict: ClosedRange<Int64>? = region
        for bound in fitting {
            strict = strict.flatMap { $0.overlaps(bound.strict) ? $0.clamped(to: bound.strict) : nil }
        }
        let likely = fitting.compactMap(\.likely).sorted()
        // Of those that are likely the middle one: what was late once says little.
        let wanted = likely.isEmpty ? 0 : likely[likely.count / 2]
        return (self.nearest(to: wanted, in: strict ?? region), most)
    }

    private static func nearest(to value: Int64, in range: ClosedRange<Int64>) -> Int64 {
        min(max(value, range.lowerBound), range.upperBound)
    }
}
