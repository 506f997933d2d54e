/// `max_auto_priority`: the real-time priority rises by one each time that a timer is late, up to a limit.
struct AutomaticPriority: Hashable {
    /// 0 = the process has none, which is less than any.
    private(set) var current: Int
    let limit: Int
    /// How late a timer must be.
    let delay: Duration

    /// - Parameter start: The priority that is configured; 0 = none.
    init(start: Int, limit: Int, delay: Duration) {
        self.current = start
        self.limit = limit
        self.delay = delay
    }

    /// - Returns: The priority to take now; nil = the one there is.
    mutating func timerWasLate(by lateness: Duration) -> Int? {
        guard lateness > self.delay, self.current < self.limit else { return nil }
        self.current += 1
        return self.current
    }
}
