/// Measures a run.
struct Stopwatch: Sendable {
    private let start = ContinuousClock.now

    var elapsed: Duration { self.start.duration(to: ContinuousClock.now) }
}
