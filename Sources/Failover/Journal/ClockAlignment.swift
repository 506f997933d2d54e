import VRRP

/// How far the wall clocks of several nodes are apart, found in what their journals tell of each other.
///
/// One node takes over and advertises at once; the other hears it and leaves, or lets go of what it kept. One says that
/// it leaves; the other takes over within a skew time. What is heard is never before what was said: each such pair
/// bounds the difference of two clocks, and the correction is the smallest one that satisfies the bounds. Where a clock
/// was set, as its distance from the monotonic clock shows, and where the host was started again, its time falls into
/// parts that are looked at for themselves.
package struct ClockAlignment: Hashable, Sendable {
    /// By journal, in the order of the records.
    package private(set) var parts: [[Part]]

    /// A time in which nobody set a node's clock.
    package struct Part: Hashable, Sendable {
        /// Positions of records.
        package var records: Range<Int>
        /// How far its clock is ahead of that of the first journal at its end, in nanoseconds; nil = nothing tells.
        package var ahead: Int64?
        /// Events that another node heard of, within what both journals tell of, and those of them that fit.
        package var events = 0
        package var fitting = 0
        /// How its clock went ahead when it was set at the beginning, in nanoseconds; nil = the host was started then.
        var step: Int64?
    }

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
        self.parts[0][last].ahead = 0
        let events = ClockEvents(journals, parts: self.parts)
        while let (journal, part, ahead) = self.next(events) { self.parts[journal][part].ahead = ahead }
        self.count(events)
    }

    /// The records with their times by the clock of the first journal; what they say of themselves stays.
    package func aligned(_ journals: [NodeJournal]) -> [NodeJournal] {
        zip(journals, self.parts).map { journal, parts in
            var journal = journal
            for part in parts {
                guard let ahead = part.ahead, ahead != 0 else { continue }
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

    /// The part of which most is known now.
    private func next(_ events: ClockEvents) -> (journal: Int, part: Int, ahead: Int64)? {
        var best: (journal: Int, part: Int, ahead: Int64)?
        var most = 0
        for journal in self.parts.indices {
            for part in self.parts[journal].indices where self.parts[journal][part].ahead == nil {
                let bounds = events.bounds(of: (journal, part)) { self.parts[$0][$1].ahead }
                guard let found = ClockBounds.bestFit(bounds), found.count > most,
                    found.correction.magnitude <= (found.count > 1 ? Self.limit : Self.limitOfOne).magnitude,
                    self.isPlausible(found.correction, of: journal, part, events)
                else { continue }
                (best, most) = ((journal, part, found.correction), found.count)
            }
        }
        return best ?? self.neighbour
    }

    /// A third of what both should know fits, at least.
    private func isPlausible(_ ahead: Int64, of journal: Int, _ part: Int, _ events: ClockEvents) -> Bool {
        let (fitting, all) = events.tally(of: (journal, part)) { one, other in
            one == journal && other == part ? ahead : self.parts[one][other].ahead
        }
        return fitting * 3 >= all
    }

    /// A part of which nothing else is known than by how much the clock was set between it and the one beside it.
    private var neighbour: (journal: Int, part: Int, ahead: Int64)? {
        for (journal, parts) in self.parts.enumerated() {
            for part in parts.indices where parts[part].ahead == nil {
                if part + 1 < parts.count, let ahead = parts[part + 1].ahead {
                    let (before, overflow) = ahead.subtractingReportingOverflow(Self.setback(parts[part + 1]))
                    if !overflow { return (journal, part, before) }
                }
                if part > 0, let ahead = parts[part - 1].ahead {
                    let (after, overflow) = ahead.addingReportingOverflow(Self.setback(parts[part]))
                    if !overflow { return (journal, part, after) }
                }
            }
        }
        return nil
    }

    /// A clock that went ahead may have been right before: the host was suspended, and nothing else counted its time.
    private static func setback(_ part: Part) -> Int64 { min(0, part.step ?? 0) }

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
