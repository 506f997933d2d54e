/// At most so many runs that start a child process at a time, in order of arrival.
///
/// Without it a start with hundreds of scripts would start them all at once and let the machine miss all deadlines.
/// Checks whose last run did not end by its deadline get at most half of the places, and only what the others leave:
/// a hundred scripts that hang must not keep the one that works from running.
struct RunPlaces: Sendable {
    struct Ticket: Hashable, Sendable {
        var id: Int
        var number: UInt64
    }

    private(set) var limit: Int
    private(set) var taken = 0
    private(set) var takenBySuspects = 0
    private var waiting: [Ticket] = []
    private var waitingSuspects: [Ticket] = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    mutating func setLimit(_ limit: Int) {
        self.limit = max(1, limit)
    }

    private var suspectLimit: Int { max(1, self.limit / 2) }

    /// - Returns: Whether there was a place; it is the caller's until ``release(isSuspect:)``.
    mutating func take(isSuspect: Bool) -> Bool {
        guard self.taken < self.limit, !isSuspect || self.takenBySuspects < self.suspectLimit else { return false }
        self.taken += 1
        if isSuspect { self.takenBySuspects += 1 }
        return true
    }

    mutating func wait(_ ticket: Ticket, isSuspect: Bool) {
        if isSuspect { self.waitingSuspects.append(ticket) } else { self.waiting.append(ticket) }
    }

    mutating func release(isSuspect: Bool) {
        self.taken -= 1
        if isSuspect { self.takenBySuspects -= 1 }
    }

    /// Whoever is next in line, while there is a place for them; they still have to ``take(isSuspect:)`` it.
    ///
    /// - Parameter isWaiting: Whether a ticket still stands; those that do not are dropped.
    mutating func next(_ isWaiting: (Ticket) -> Bool) -> Ticket? {
        guard self.taken < self.limit else { return nil }
        if let ticket = Self.first(of: &self.waiting, isWaiting) { return ticket }
        guard self.takenBySuspects < self.suspectLimit else { return nil }
        return Self.first(of: &self.waitingSuspects, isWaiting)
    }

    private static func first(of queue: inout [Ticket], _ isWaiting: (Ticket) -> Bool) -> Ticket? {
        guard let index = queue.firstIndex(where: isWaiting) else {
            queue.removeAll()
            return nil
        }
        let ticket = queue[index]
        queue.removeFirst(index + 1)
        return ticket
    }
}
