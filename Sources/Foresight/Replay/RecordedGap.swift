import Failover
import VRRP

/// Times that are too long to be played.
enum RecordedGap {
    /// Nanoseconds. A quiet node may tell of nothing for longer; then its monotonic clock has counted that time.
    private static let limit: Int64 = 31 * 86_400_000_000_000
    private static let wholeLimit: Int64 = 366 * 86_400_000_000_000

    /// - Parameter journals: What is to be played.
    /// - Returns: The first time of which nothing tells that no monotonic clock has counted, or else the whole if it is too
    ///   long; nil = everything can be played.
    static func first(in journals: [[JournalRecord]]) -> Recording.Gap? {
        let times = journals.flatMap { $0.map(\.time.nanoseconds) }.sorted()
        for (from, to) in zip(times, times.dropFirst()) where Self.isLonger(than: Self.limit, from, to) {
            guard journals.contains(where: { Self.counts($0, from, to) }) else { return Self.gap(from, to) }
        }
        guard let first = times.first, let last = times.last, Self.isLonger(than: Self.wholeLimit, first, last) else {
            return nil
        }
        return Self.gap(first, last)
    }

    private static func gap(_ from: Int64, _ to: Int64) -> Recording.Gap {
        Recording.Gap(from: UTCTime(nanoseconds: from), to: UTCTime(nanoseconds: to))
    }

    private static func isLonger(than limit: Int64, _ from: Int64, _ to: Int64) -> Bool {
        let (length, overflow) = to.subtractingReportingOverflow(from)
        return overflow || length > limit
    }

    /// Whether one boot of a host reaches from before a time until after it.
    private static func counts(_ records: [JournalRecord], _ from: Int64, _ to: Int64) -> Bool {
        zip(records, records.dropFirst()).contains { before, after in
            guard before.time.nanoseconds <= from, after.time.nanoseconds >= to else { return false }
            let (wall, overflow) = to.subtractingReportingOverflow(from)
            let (passed, monotonicOverflow) = after.monotonicMicroseconds.subtractingReportingOverflow(
                before.monotonicMicroseconds
            )
            // A clock that is being slewed gains or loses half a thousandth.
            return !overflow && !monotonicOverflow && passed > wall / 1000 - wall / 500_000
        }
    }
}
