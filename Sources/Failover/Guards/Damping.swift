package import Configuration
package import VRRP

/// How often one virtual router has moved lately, and whether it has moved too often.
package struct Damping: Hashable, Sendable {
    package private(set) var settings: MoveDamping
    package private(set) var memory: Memory

    /// What outlives the router process.
    package struct Memory: Hashable, Sendable {
        /// As it was at ``asOf``.
        package var penalty = DampingPenalty.zero
        package var asOf: Instant
        /// Moves since nothing much was left of earlier ones, and when the first of them was.
        package var moves = 0
        package var firstMove: Instant
        /// nil = it is not damped, and the penalty is less than what begins damping.
        package var spell: Spell?

        package init(asOf: Instant) {
            (self.asOf, self.firstMove) = (asOf, asOf)
        }
    }

    /// From too many moves to calm.
    package struct Spell: Hashable, Sendable {
        package var since: Instant
        /// When it ends unless something moves before.
        package var until: Instant
        /// The node's own priority in the return that was suppressed and counted last; nil = the next one counts.
        package var countedPriority: Priority?
        /// The entry of the journal, of this router process, that what follows is a consequence of.
        package var entry: UInt64?

        package init(since: Instant, until: Instant) {
            (self.since, self.until) = (since, until)
        }
    }

    package init(_ settings: MoveDamping, at now: Instant) {
        self.settings = settings
        self.memory = Memory(asOf: now)
    }

    package var spell: Spell? { self.memory.spell }
    package var isDamped: Bool { self.memory.spell != nil }

    /// The penalty that begins damping, and the one that ends it.
    package var suppress: DampingPenalty { DampingPenalty(thousandths: self.settings.suppress) }
    package var reuse: DampingPenalty { DampingPenalty(thousandths: self.settings.reuse) }

    package func penalty(at now: Instant) -> DampingPenalty {
        self.memory.penalty.decayed(over: now - self.memory.asOf, halfLife: self.settings.halfLife)
    }

    /// One move more.
    ///
    /// - Returns: Whether damping begins with it.
    package mutating func count(at now: Instant) -> Bool {
        self.settle(at: now)
        if self.memory.penalty < Self.oblivion {
            self.memory.moves = 0
            self.memory.firstMove = now
        }
        self.memory.penalty = self.memory.penalty.increased
        self.memory.moves = min(self.memory.moves + 1, Self.movesLimit)
        return self.review(at: now)
    }

    /// Other settings for the same moves.
    ///
    /// - Returns: Whether damping begins with them; it may end with them, too.
    package mutating func adopt(_ settings: MoveDamping, at now: Instant) -> Bool {
        self.settle(at: now)
        self.settings = settings
        let begins = self.review(at: now)
        if let until = self.spell?.until, until <= now { self.end(at: now) }
        return begins
    }

    /// It has lasted long enough: not more is left than ends damping, whatever it was that ended it.
    package mutating func end(at now: Instant) {
        self.settle(at: now)
        self.memory.penalty = min(self.memory.penalty, self.reuse)
        self.memory.spell = nil
    }

    /// - Parameter priority: The node's own.
    /// - Returns: Whether this is news: the return was not being suppressed already.
    mutating func suppressReturn(with priority: Priority) -> Bool {
        guard self.isDamped else { return false }
        defer { self.memory.spell?.countedPriority = priority }
        return self.memory.spell?.countedPriority == nil
    }

    /// The node is not better than the master. Where that is its own doing, its next return is another one.
    mutating func holdBack(with priority: Priority) {
        if let counted = self.memory.spell?.countedPriority, priority < counted { self.forgetReturn() }
    }

    /// The next return that is suppressed is another one.
    mutating func forgetReturn() { self.memory.spell?.countedPriority = nil }

    mutating func tell(_ entry: UInt64?) { self.memory.spell?.entry = entry }

    /// The host was asleep, and the clock stood still: all that was counted is older by that time.
    mutating func slept(_ time: Duration) {
        guard time > .zero else { return }
        self.memory.asOf = self.memory.asOf - time
        self.memory.firstMove = self.memory.firstMove - time
        if let spell = self.memory.spell {
            self.memory.spell?.since = spell.since - time
            self.memory.spell?.until = spell.until - time
        }
    }

    /// Whether anything is left of what was counted.
    func remembers(at now: Instant) -> Bool { self.isDamped || self.penalty(at: now) >= Self.oblivion }

    /// Goes on where a predecessor of this process stood.
    mutating func restore(_ memory: Memory) { self.memory = memory }

    private mutating func settle(at now: Instant) {
        self.memory.penalty = self.penalty(at: now)
        self.memory.asOf = max(now, self.memory.asOf)
    }

    private mutating func review(at now: Instant) -> Bool {
        let isNew = !self.isDamped
        guard !isNew || self.memory.penalty >= self.suppress else { return false }
        let since = self.spell?.since ?? now
        let calm = self.memory.penalty.time(toReach: self.reuse, halfLife: self.settings.halfLife)
        let until = min(since + self.settings.maximum, self.memory.asOf + calm)
        if isNew {
            self.memory.spell = Spell(since: since, until: until)
        } else {
            self.memory.spell?.until = until
        }
        return isNew
    }

    /// A sixteenth of a move: earlier ones are forgotten.
    private static let oblivion = DampingPenalty(thousandths: 62)
    private static let movesLimit = 1_000_000
}
