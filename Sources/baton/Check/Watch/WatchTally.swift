import Checker
import Checks

/// All runs of one check, counted.
struct WatchTally: Hashable, Sendable {
    private(set) var counts: [CheckStatus: Int] = [:]
    /// How often the health changed after it was first known.
    private(set) var changes = 0
    private var total = Duration.zero
    private var shortest: Duration?
    private var longest = Duration.zero

    var runs: Int { self.counts.values.reduce(0, +) }

    mutating func add(_ outcome: CheckOutcome, isChange: Bool) {
        self.counts[outcome.status, default: 0] += 1
        if isChange { self.changes += 1 }
        self.total += outcome.duration
        self.shortest = min(self.shortest ?? outcome.duration, outcome.duration)
        self.longest = max(self.longest, outcome.duration)
    }

    /// `12 runs: 10 pass, 2 fail; 1 change of health; 1.2/3.4/9 ms shortest/mean/longest`
    var text: String {
        guard self.runs > 0, let shortest else { return "no run" }
        let results = CheckStatus.allCases.compactMap { status in
            self.counts[status].map { "\($0) \(status)" }
        }
        let times = [shortest, self.total / self.runs, self.longest].map(\.inUnits).joined(separator: " / ")
        return "\(self.runs) run\(self.runs == 1 ? "" : "s"): \(results.joined(separator: ", ")); "
            + "\(self.changes) change\(self.changes == 1 ? "" : "s") of health; \(times) shortest / mean / longest"
    }
}
