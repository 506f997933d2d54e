import Failover
import VRRP

/// Takeovers of a node that has just begun and has lost nothing yet: there was nobody to take over from.
struct FirstTakeovers: Sendable {
    private let first: Int64?
    private var holders: Set<String> = []
    private var lost: Set<String> = []

    /// Nanoseconds.
    private static let beginning: Int64 = 30_000_000_000

    init(in records: [JournalRecord]) {
        self.first = records.first?.time.nanoseconds
    }

    /// - Parameter record: Each transition in turn.
    mutating func isFirst(_ record: JournalRecord) -> Bool {
        guard let instance = record.instance, let states = record.states else { return false }
        if states.to == "master" || states.to == "resigning" {
            self.holders.insert(instance)
        } else if self.holders.remove(instance) != nil || ["master", "resigning"].contains(states.from) {
            self.lost.insert(instance)
        }
        guard self.holders.contains(instance), !self.lost.contains(instance), let first = self.first else {
            return false
        }
        let passed = record.time.nanoseconds.subtractingReportingOverflow(first)
        return passed.overflow || passed.partialValue < Self.beginning
    }
}
