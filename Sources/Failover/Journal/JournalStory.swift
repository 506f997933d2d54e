import Checks

/// Why an address moved: the last move of an instance, what led to it, and what was done because of it, oldest first.
package struct JournalStory: Hashable, Sendable {
    /// The transition to or from master.
    package let move: JournalRecord
    /// What led to it, the first cause first.
    package let causes: [JournalRecord]
    /// What followed from it.
    package let consequences: [JournalRecord]

    /// - Parameters:
    ///   - records: In the order of the file.
    ///   - instance: nil = whichever moved last.
    ///   - back: How many moves before the last one.
    /// - Returns: nil where there was no such move.
    package init?(in records: [JournalRecord], instance: String? = nil, back: Int = 0) {
        let moves = records.indices.filter { index in
            records[index].isMove && (instance == nil || records[index].instance == instance)
        }
        guard back >= 0, back < moves.count else { return nil }
        let place = moves[moves.count - 1 - back]
        let move = records[place]
        self.move = move
        self.causes = Self.causes(of: place, in: records)
        // Some are done before the transition is told of.
        self.consequences = records.filter { record in
            record.run == move.run && record.instance == move.instance && move.id != nil && record.cause == move.id
        }.sorted { $0.monotonicMicroseconds < $1.monotonicMicroseconds }
    }

    private static func causes(of place: Int, in records: [JournalRecord]) -> [JournalRecord] {
        let move = records[place]
        var chain = Self.linked(to: move, before: place, in: records)
        // What a peer said is the cause the node knows; why the peer could say it is a priority that had fallen before.
        if let fall = Self.fall(before: place, in: records), !chain.contains(records[fall]) {
            chain = Self.linked(to: records[fall], before: fall, in: records) + [records[fall]] + chain
        }
        return chain
    }

    /// The chain of `cause` numbers.
    private static func linked(to record: JournalRecord, before place: Int, in records: [JournalRecord])
        -> [JournalRecord]
    {
        var chain: [JournalRecord] = []
        var wanted = record.cause
        for index in records[..<place].indices.reversed() {
            guard let cause = wanted, records[index].run == record.run else { break }
            guard records[index].id == cause else { continue }
            chain.insert(records[index], at: 0)
            wanted = records[index].cause
        }
        return chain
    }

    /// The last change of the instance's priority before it lost to a peer, if the loss follows from it.
    private static func fall(before place: Int, in records: [JournalRecord]) -> Int? {
        let move = records[place]
        guard ["higher_priority_heard", "tie_lost"].contains(move.members["why"]?.string) else { return nil }
        for index in records[..<place].indices.reversed()
        where records[index].run == move.run && records[index].instance == move.instance {
            if records[index].isMove { return nil }
            guard records[index].kind == "priority" else { continue }
            guard let from = records[index].members["from"]?.integer, let to = records[index].members["to"]?.integer
            else { return nil }
            guard let peer = move.members["peer_priority"]?.integer else { return from > to ? index : nil }
            return to < peer && peer <= from ? index : nil
        }
        return nil
    }
}
