import Checks

/// How many processes there should be.
struct ProcessCounts: Hashable, Sendable {
    var ranges: [ClosedRange<Int>]

    static let atLeastOne = ProcessCounts(ranges: [1...ProcessPlugin.countLimit])

    func contains(_ count: Int) -> Bool {
        self.ranges.contains { $0.contains(count) }
    }

    /// Whether so many are right, and any more would be.
    func areMet(byAtLeast count: Int) -> Bool {
        self.ranges.contains { $0.contains(count) && $0.upperBound >= ProcessPlugin.countLimit }
    }

    /// Whether the verdict is the same however many of `undecided` others count as well.
    func isSettled(_ count: Int, undecided: Int) -> Bool {
        let verdict = self.contains(count)
        return (0...undecided).allSatisfy { self.contains(count + $0) == verdict }
    }
}

extension ProcessCounts: CustomStringConvertible {
    var description: String {
        self.ranges.map { range in
            if range.upperBound >= ProcessPlugin.countLimit { return "at least \(range.lowerBound)" }
            if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
            return "\(range.lowerBound) to \(range.upperBound)"
        }.joined(separator: " or ")
    }
}
