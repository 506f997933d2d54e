import VRRP

/// How long to wait before a process that keeps dying is started again: 0.1 s, doubled up to 10 s, forgotten when it
/// has lived for 10 s.
struct Backoff: Hashable, Sendable {
    private var pause = Backoff.first
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(10)

    mutating func next(afterLifeOf life: Duration) -> Duration {
        if life >= Self.longest {
            self.pause = Self.first
        }
        defer { self.pause = min(self.pause * 2, Self.longest) }
        return self.pause
    }
}
