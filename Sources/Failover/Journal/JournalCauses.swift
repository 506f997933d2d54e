import Checks

/// What led to transitions, found in time that does not grow with the journal for each of them.
package struct JournalCauses: Sendable {
    private let records: [JournalRecord]
    /// Positions in the order of the file.
    private var entries: [Entry: [Int]] = [:]
    private var ofInstances: [Subject: [Int]] = [:]
    private var ofChecks: [Subject: [Int]] = [:]

    /// The record of ``Change/lastResortHeld(_:)``.
    static let held = "last_resort_held"

    private struct Entry: Hashable, Sendable {
        var run: Int64
        var id: Int64
    }

    private struct Subject: Hashable, Sendable {
        var run: Int64
        var name: String
    }

    /// - Parameter records: In the order of the file.
    package init(in records: [JournalRecord]) {
        self.records = records
        for (place, record) in records.enumerated() {
            if let id = record.id { self.entries[Entry(run: record.run, id: id), default: []].append(place) }
            if let instance = record.instance {
                self.ofInstances[Subject(run: record.run, name: instance), default: []].append(place)
            }
            if let check = record.members["check"]?.string {
                self.ofChecks[Subject(run: record.run, name: check), default: []].append(place)
            }
        }
    }

    /// The first cause first.
    ///
    /// - Parameter place: Of a transition.
    package func of(_ place: Int) -> [JournalRecord] {
        let move = self.records[place]
        var chain = self.linked(to: move, before: place)
        // What a peer said is the cause the node knows; why the peer could say it, or was heeded no more, is a priority that
        // had changed before.
        if let change = self.decisiveChange(before: place), !chain.contains(self.records[change]) {
            chain = self.linked(to: self.records[change], before: change) + [self.records[change]] + chain
        }
        if let first = chain.first, let result = self.firstResult(of: first, before: place) {
            chain.insert(result, at: 0)
        }
        return chain
    }

    /// Those of the positions that are before `place`, the last one first.
    private static func earlier(_ positions: [Int]?, than place: Int) -> ReversedCollection<ArraySlice<Int>> {
        let positions = positions ?? []
        var (low, high) = (0, positions.count)
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < place { low = middle + 1 } else { high = middle }
        }
        return positions[..<low].reversed()
    }

    private func ofInstance(of move: JournalRecord, before place: Int) -> ReversedCollection<ArraySlice<Int>> {
        Self.earlier(move.instance.flatMap { self.ofInstances[Subject(run: move.run, name: $0)] }, than: place)
    }

    /// Of several results in a row that changed a check's health, the first, where it is told of.
    private func firstResult(of health: JournalRecord, before place: Int) -> JournalRecord? {
        guard health.kind == "health" || health.kind == "observed_health", let check = health.members["check"]?.string,
            let streak = health.members["after"]?.integer, streak > 1, let id = health.id,
            let end = Self.earlier(self.entries[Entry(run: health.run, id: id)], than: place).first
        else { return nil }
        let passes = health.members["to"]?.string == "up"
        for position in Self.earlier(self.ofChecks[Subject(run: health.run, name: check)], than: end) {
            let record = self.records[position]
            // Of a check whose health changed meanwhile, or of which not everything is told, it is not known.
            guard record.kind == "result", let from = record.resultPassed("from"), let to = record.resultPassed("to")
            else { return nil }
            if to != passes { return nil }
            if from != passes { return record }
        }
        return nil
    }

    /// The chain of `cause` numbers.
    private func linked(to record: JournalRecord, before place: Int) -> [JournalRecord] {
        var chain: [JournalRecord] = []
        var (wanted, end) = (record.cause, place)
        while let cause = wanted,
            let position = Self.earlier(self.entries[Entry(run: record.run, id: cause)], than: end).first
        {
            chain.append(self.records[position])
            (wanted, end) = (self.records[position].cause, position)
        }
        return chain.reversed()
    }

    /// The last change of the instance's priority that took it past the peer's, downwards before a loss and upwards before
    /// a takeover, since the move before.
    private func decisiveChange(before place: Int) -> Int? {
        let move = self.records[place]
        let why = move.members["why"]?.string
        if why == "preempted", let end = self.endOfDamping(before: place) { return end }
        let isLoss = why == "higher_priority_heard" || why == "tie_lost"
        guard isLoss || why == "preempted" else { return nil }
        for index in self.ofInstance(of: move, before: place) {
            let record = self.records[index]
            if record.isMove { return nil }
            guard record.kind == "priority", let from = record.members["from"]?.integer,
                let to = record.members["to"]?.integer
            else { continue }
            guard let peer = move.members["peer_priority"]?.integer else { return isLoss && to < from ? index : nil }
            if isLoss ? (to < peer && peer <= from) : (from <= peer && peer < to) { return index }
        }
        return nil
    }

    /// The end of damping, where a return waited for nothing else.
    private func endOfDamping(before place: Int) -> Int? {
        for index in self.ofInstance(of: self.records[place], before: place) {
            switch self.records[index].kind {
            case "damping_ended", "damping_lifted": return index
            case "priority": return nil
            default: if self.records[index].isMove { return nil }
            }
        }
        return nil
    }
}
