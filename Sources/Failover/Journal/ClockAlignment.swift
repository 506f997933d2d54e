import VRRP

/// How far the wall clocks of several nodes are apart, found in what their journals tell of each other.
///
/// One node takes over and advertises at once; the other hears it and leaves, or lets go of what it kept. One says that
/// it leaves; the other takes over within a skew time. What is heard is never before what was said: each such pair
/// bounds the difference of two clocks, and the correction is the smallest one that satisfies the bounds. Where a clock
/// was set, as its distance from the monotonic clock shows, and where the host was started again, its time falls into
/// parts. By how much a clock was set within one boot is known: no event outweighs that. A clock that went ahead may have
/// been right before and after, as that of a host that was suspended; there events choose between the two.
package struct ClockAlignment: Hashable, Sendable {
    /// By journal, in the order of the records.
    package private(set) var parts: [[Part]]

    /// A time in which nobody set a node's clock.
    package struct Part: Hashable, Sendable {
        /// Positions of records.
        package var records: Range<Int>
        /// How far its clock is ahead of that of the first journal at its end, in nanoseconds; nil = nothing tells.
        package var ahead: Int64?
        /// How far its clock is ahead of what it is at the end of the boot.
        package internal(set) var aheadOfEnd: Int64 = 0
        /// Events that another node heard of, within what both journals tell of, and those of them that fit.
        package var events = 0
        package var fitting = 0
        /// How its clock went ahead when it was set at the beginning, in nanoseconds; nil = the host was started then.
        var step: Int64?

        /// Whether no suspension may explain the step.
        var isSet: Bool { self.step.map { $0 < 0 || $0 > ClockAlignment.longestSuspension } ?? false }
    }

    /// Nanoseconds: 31 days.
    static let longestSuspension: Int64 = 31 * 86_400_000_000_000
    /// How well a step is known, in nanoseconds: an entry is written a little later than it is made.
    private static let tolerance: Int64 = 250_000_000

    /// More than two clocks ever differ that somebody set, in nanoseconds.
    static let limit: Int64 = 26 * 3_600_000_000_000
    /// Times that are looked at for themselves, of one journal.
    static let partLimit = 16
    /// A difference that a single event is enough for.
    static let limitOfOne: Int64 = 2 * 3_600_000_000_000

    /// - Parameter journals: The clock of the first one is the one to go by.
    package init(_ journals: [NodeJournal]) {
        self.parts = journals.map { Self.parts(of: $0.records) }
        guard let last = self.parts.first?.indices.last else { return }
        let events = ClockEvents(journals, parts: self.parts)
        self.settle(Found(journal: 0, unit: self.unit(of: 0, last), ahead: 0), events)
        while let found = self.next(events) { self.settle(found, events) }
        self.count(events)
    }

    /// The records with their times by the clock of the first journal; what they say of themselves stays.
    package func aligned(_ journals: [NodeJournal]) -> [NodeJournal] {
        zip(journals, self.parts).map { journal, parts in
            var journal = journal
            for part in parts {
                // Of a boot of which nothing tells how far off it is, the order is still known.
                let ahead = part.ahead ?? part.aheadOfEnd
                guard ahead != 0 else { continue }
                for place in part.records {
                    let time = journal.records[place].time.nanoseconds.subtractingReportingOverflow(ahead)
                    if !time.overflow { journal.records[place].time = UTCTime(nanoseconds: time.partialValue) }
                }
            }
            return journal
        }
    }

    // MARK: Parts

    private static func parts(of records: [JournalRecord]) -> [Part] {
        var parts = Self.split(records)
        for place in parts.indices.reversed().dropFirst() where parts[place + 1].step != nil {
            parts[place].aheadOfEnd = parts[place + 1].aheadOfEnd &- Self.setback(parts[place + 1])
        }
        return parts
    }

    private static func split(_ records: [JournalRecord]) -> [Part] {
        var parts: [Part] = []
        for place in records.indices {
            guard place > 0, let last = parts.indices.last else {
                parts.append(Part(records: 0..<1))
                continue
            }
            switch self.step(from: records[place - 1], to: records[place]) {
            case .none: parts[last].records = parts[last].records.lowerBound..<(place + 1)
            case .set(let step): parts.append(Part(records: place..<(place + 1), step: step))
            case .boot: parts.append(Part(records: place..<(place + 1)))
            }
        }
        guard parts.count > self.partLimit else { return parts }
        // A host that is started again and again: what was long ago is one part.
        let kept = parts.suffix(self.partLimit - 1)
        let early = Part(records: 0..<(kept.first?.records.lowerBound ?? records.count))
        return [early] + kept
    }

    private enum Step {
        case none
        /// Nanoseconds.
        case set(Int64)
        case boot
    }

    private static func step(from one: JournalRecord, to other: JournalRecord) -> Step {
        let (passed, overflow) = other.monotonicMicroseconds.subtractingReportingOverflow(one.monotonicMicroseconds)
        let (wall, wallOverflow) = other.time.nanoseconds.subtractingReportingOverflow(one.time.nanoseconds)
        // Entries are written a little later than they are made.
        guard !overflow, !wallOverflow, passed > -1_000_000, passed < Int64.max / 2000 else { return .boot }
        let (step, stepOverflow) = wall.subtractingReportingOverflow(passed * 1000)
        guard !stepOverflow else { return .boot }
        // A clock that is being slewed gains or loses half a thousandth.
        return step.magnitude > 200_000_000 + UInt64(max(0, passed)) ? .set(step) : .none
    }

    // MARK: Finding differences

    /// How far ahead the last one is of several parts that are as far apart as their clock was set.
    private struct Found {
        var journal: Int
        var unit: Range<Int>
        var ahead: Int64
    }

    /// The parts whose distances from this one are known.
    private func unit(of journal: Int, _ part: Int) -> Range<Int> {
        let parts = self.parts[journal]
        var (first, last) = (part, part)
        while parts[first].isSet, first > 0 { first -= 1 }
        while last + 1 < parts.count, parts[last + 1].isSet { last += 1 }
        return first..<(last + 1)
    }

    /// How far ahead a part is of the last one of its unit.
    private func distance(of part: Int, in unit: Range<Int>, _ journal: Int) -> Int64 {
        self.parts[journal][(part + 1)..<unit.upperBound].reduce(0) { $0 &- ($1.step ?? 0) }
    }

    private mutating func settle(_ found: Found, _ events: ClockEvents) {
        for part in found.unit {
            let known = found.ahead &+ self.distance(of: part, in: found.unit, found.journal)
            self.parts[found.journal][part].ahead = known
            guard found.unit.count > 1, !(found.journal == 0 && part == self.parts[0].count - 1) else { continue }
            // What is known of a step is refined by what its own events tell, and never outweighed.
            let bounds = self.bounds(of: found.journal, part, events)
            if let fit = Self.fit(bounds, near: known) { self.parts[found.journal][part].ahead = fit.correction }
        }
    }

    /// The best correction that differs from `value` by no more than a step is uncertain.
    private static func fit(_ bounds: [ClockBounds], near value: Int64) -> (correction: Int64, count: Int)? {
        let near = (value &- Self.tolerance)...max(value &- Self.tolerance, value &+ Self.tolerance)
        guard let found = ClockBounds.bestFit(bounds.filter { $0.loose.overlaps(near) }),
            near.contains(found.correction)
        else { return nil }
        return found
    }

    private func bounds(of journal: Int, _ part: Int, _ events: ClockEvents) -> [ClockBounds] {
        events.bounds(of: (journal, part)) { self.parts[$0][$1].ahead }
    }

    /// The parts of which most is known now.
    private func next(_ events: ClockEvents) -> Found? {
        var best: Found?
        var most = 0
        for journal in self.parts.indices {
            var part = 0
            while part < self.parts[journal].count {
                let unit = self.unit(of: journal, part)
                part = unit.upperBound
                guard self.parts[journal][unit.lowerBound].ahead == nil,
                    let (ahead, count) = self.find(unit, of: journal, events), count > most
                else { continue }
                (best, most) = (Found(journal: journal, unit: unit, ahead: ahead), count)
            }
        }
        return best ?? self.neighbour
    }

    private func find(_ unit: Range<Int>, of journal: Int, _ events: ClockEvents) -> (ahead: Int64, count: Int)? {
        let bounds = unit.flatMap { part in
            let distance = self.distance(of: part, in: unit, journal)
            return self.bounds(of: journal, part, events).compactMap { $0.moved(by: distance) }
        }
        let options = self.options(for: unit, of: journal)
        guard options.isEmpty else {
            let fits = options.compactMap { Self.fit(bounds, near: $0) }
            return fits.max { $0.count < $1.count }.map { ($0.correction, $0.count) }
        }
        guard let found = ClockBounds.bestFit(bounds),
            found.correction.magnitude <= (found.count > 1 ? Self.limit : Self.limitOfOne).magnitude,
            self.isPlausible(found.correction, of: journal, unit, events)
        else { return nil }
        return (found.correction, found.count)
    }

    /// A third of what both should know fits, at least.
    private func isPlausible(_ ahead: Int64, of journal: Int, _ unit: Range<Int>, _ events: ClockEvents) -> Bool {
        var (fitting, all) = (0, 0)
        for part in unit {
            let tally = events.tally(of: (journal, part)) { one, other in
                one == journal && unit.contains(other)
                    ? ahead &+ self.distance(of: other, in: unit, journal) : self.parts[one][other].ahead
            }
            (fitting, all) = (fitting + tally.fitting, all + tally.all)
        }
        return fitting * 3 >= all
    }

    /// What the parts beside it in the same boot leave to choose from: the host was suspended in between, or its clock was
    /// set ahead. Empty = nothing is known of them.
    private func options(for unit: Range<Int>, of journal: Int) -> [Int64] {
        let parts = self.parts[journal]
        if unit.upperBound < parts.count, let step = parts[unit.upperBound].step,
            let ahead = parts[unit.upperBound].ahead
        {
            return [ahead, ahead &- step]
        }
        guard let step = parts[unit.lowerBound].step, unit.lowerBound > 0, let ahead = parts[unit.lowerBound - 1].ahead
        else { return [] }
        let distance = self.distance(of: unit.lowerBound, in: unit, journal)
        return [ahead &- distance, ahead &+ step &- distance]
    }

    /// Parts of which nothing else is known than those beside them in the same boot.
    private var neighbour: Found? {
        for journal in self.parts.indices {
            for part in self.parts[journal].indices where self.parts[journal][part].ahead == nil {
                let unit = self.unit(of: journal, part)
                // The host was suspended, and nothing else counted its time.
                if let ahead = self.options(for: unit, of: journal).first {
                    return Found(journal: journal, unit: unit, ahead: ahead)
                }
            }
        }
        return nil
    }

    /// A clock that went ahead may have been right before.
    private static func setback(_ part: Part) -> Int64 { part.isSet ? part.step ?? 0 : 0 }

    private mutating func count(_ events: ClockEvents) {
        let known = self.parts
        for journal in self.parts.indices {
            for part in self.parts[journal].indices {
                let (fitting, all) = events.tally(of: (journal, part)) { known[$0][$1].ahead ?? 0 }
                self.parts[journal][part].events = all
                self.parts[journal][part].fitting = fitting
            }
        }
    }
}
