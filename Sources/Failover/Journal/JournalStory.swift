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
        self.causes = Self.causes(of: place, in: records)
        self.consequences = Self.consequences(of: place, in: records)
        self.stays = Self.stays(after: place, in: records)
    }

    private static func causes(of place: Int, in records: [JournalRecord]) -> [JournalRecord] {
        let move = records[place]
        var chain = Self.linked(to: move, before: place, in: records)
        // What a peer said is the cause the node knows; why the peer could say it, or was heeded no more, is a priority that
        // had changed before.
        if let change = Self.decisiveChange(before: place, in: records), !chain.contains(records[change]) {
            chain = Self.linked(to: records[change], before: change, in: records) + [records[change]] + chain
        }
        if let first = chain.first, let result = Self.firstResult(of: first, before: place, in: records) {
            chain.insert(result, at: 0)
        }
        return chain
    }

    /// Of several results in a row that changed a check's health, the first, where it is told of.
    private static func firstResult(
        of health: JournalRecord,
        before place: Int,
        in records: [JournalRecord]
    ) -> JournalRecord? {
        guard health.kind == "health" || health.kind == "observed_health", let check = health.members["check"]?.string,
            let streak = health.members["after"]?.integer, streak > 1,
            let end = records[..<place].lastIndex(where: { $0.run == health.run && $0.id == health.id })
        else { return nil }
        let passes = health.members["to"]?.string == "up"
        for record in records[..<end].reversed() {
            guard record.run == health.run else { return nil }
            guard record.members["check"]?.string == check else { continue }
            // Of a check whose health changed meanwhile, or of which not everything is told, it is not known.
            guard record.kind == "result", let from = record.resultPassed("from"), let to = record.resultPassed("to")
            else { return nil }
            if to != passes { return nil }
            if from != passes { return record }
        }
        return nil
    }

    /// The chain of `cause` numbers.
    private static func linked(
        to record: JournalRecord,
        before place: Int,
        in records: [JournalRecord]
    ) -> [JournalRecord] {
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

    /// The last change of the instance's priority that took it past the peer's, downwards before a loss and upwards before
    /// a takeover, since the move before.
    private static func decisiveChange(before place: Int, in records: [JournalRecord]) -> Int? {
        let move = records[place]
        let why = move.members["why"]?.string
        if why == "preempted", let end = Self.endOfDamping(before: place, in: records) { return end }
        let isLoss = why == "higher_priority_heard" || why == "tie_lost"
        guard isLoss || why == "preempted" else { return nil }
        for index in records[..<place].indices.reversed()
        where records[index].run == move.run && records[index].instance == move.instance {
            if records[index].isMove { return nil }
            guard records[index].kind == "priority", let from = records[index].members["from"]?.integer,
                let to = records[index].members["to"]?.integer
            else { continue }
            guard let peer = move.members["peer_priority"]?.integer else { return isLoss && to < from ? index : nil }
            if isLoss ? (to < peer && peer <= from) : (from <= peer && peer < to) { return index }
        }
        return nil
    }

    /// The record of ``Change/lastResortHeld(_:)``.
    private static let held = "last_resort_held"

    /// The end of damping, where a return waited for nothing else.
    private static func endOfDamping(before place: Int, in records: [JournalRecord]) -> Int? {
        let move = records[place]
        for index in records[..<place].indices.reversed()
        where records[index].run == move.run && records[index].instance == move.instance {
            switch records[index].kind {
            case "damping_ended", "damping_lifted": return index
            case "priority": return nil
            default: if records[index].isMove { return nil }
            }
        }
        return nil
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
            record.kind == Self.held && record.run == move.run && record.instance == move.instance
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
