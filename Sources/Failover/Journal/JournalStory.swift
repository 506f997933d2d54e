import Checks

/// Why an address moved: the last move of an instance, what led to it, and what was done because of it, oldest first.
package struct JournalStory: Hashable, Sendable {
    /// The transition to or from master.
    package let move: JournalRecord
    /// What led to it, the first cause first.
    package let causes: [JournalRecord]
    /// What followed from it.
    package let consequences: [JournalRecord]
    /// Why the addresses have stayed since although they could have moved: returns that were damped.
    package let stays: [JournalRecord]

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
        self.init(of: moves[moves.count - 1 - back], in: records)
    }

    /// - Parameter place: Of a transition to or from master.
    package init(of place: Int, in records: [JournalRecord]) {
        self.move = records[place]
        self.causes = JournalCauses(in: records).of(place)
        self.consequences = Self.consequences(of: place, in: records)
        self.stays = Self.stays(after: place, in: records)
    }

    /// From the move to the next one.
    private static func stays(after place: Int, in records: [JournalRecord]) -> [JournalRecord] {
        let move = records[place]
        let later = records[(place + 1)...].filter { $0.instance == move.instance }
        return later.prefix { !$0.isMove }.filter {
            ["damped", "return_suppressed", "damping_lifted", "damping_ended"].contains($0.kind)
        }
    }

    private static func consequences(of place: Int, in records: [JournalRecord]) -> [JournalRecord] {
        let move = records[place]
        guard let first = move.id else { return [] }
        var causes: Set<Int64> = [first]
        var found: [JournalRecord] = []
        // Who hands over keeps the addresses until the successor is there, and gives them up with its next transition.
        if move.states?.to == "resigning",
            let next = records[(place + 1)...].first(where: {
                $0.run == move.run && $0.instance == move.instance && $0.states != nil
            }), let id = next.id
        {
            causes.insert(id)
            found.append(next)
        }
        // That it is kept, where nobody took what it offered.
        found += records.filter { record in
            record.kind == JournalCauses.held && record.run == move.run && record.instance == move.instance
                && record.cause == first
        }
        // Deeds are done before the transition is told of.
        found += records.filter { record in
            record.run == move.run && record.instance == move.instance && record.id == nil
                && record.cause.map(causes.contains) ?? false
        }
        return found.enumerated().sorted {
            ($0.element.monotonicMicroseconds, $0.offset) < ($1.element.monotonicMicroseconds, $1.offset)
        }.map(\.element)
    }
}
