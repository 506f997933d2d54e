/// How many lines of one kind a log may get: of very many, nobody reads more than the first.
struct LineBudget: Sendable {
    /// Lines within ``period``.
    static let limit = 50
    static let period = Duration.seconds(1)

    private var periodStart: MonotonicInstant?
    private var lines = 0
    private var leftOut = 0

    /// - Returns: nil = the line is one too many; otherwise how many were left out since the last one that was not.
    mutating func take(at now: MonotonicInstant) -> Int? {
        if self.periodStart.map({ $0.duration(to: now) >= Self.period }) ?? true {
            self.periodStart = now
            self.lines = 0
        }
        guard self.lines < Self.limit else {
            self.leftOut += 1
            return nil
        }
        self.lines += 1
        defer { self.leftOut = 0 }
        return self.leftOut
    }
}
