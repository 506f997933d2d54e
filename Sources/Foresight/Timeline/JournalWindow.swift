/// The part of the wall clock's time that is drawn.
struct JournalWindow: Sendable {
    /// Nanoseconds since 1970.
    let first: Int64
    /// Nanoseconds.
    let length: Int64

    /// As a time of the timeline, within it.
    func moment(_ time: Int64) -> Duration {
        let (distance, overflow) = time.subtractingReportingOverflow(self.first)
        return .nanoseconds(overflow ? (time < 0 ? 0 : self.length) : min(max(0, distance), self.length))
    }

    func contains(_ time: Int64) -> Bool { time >= self.first }
}
