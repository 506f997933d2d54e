import Foresight
import VRRP

/// The times of a timeline as its readers are told them.
struct TimelineClock {
    private let origin: UTCTime?

    init(_ timeline: Timeline) {
        self.origin = timeline.origin
    }

    /// `4.609 s` since the beginning, or `2026-11-29 04:25:18.392` by the wall clock.
    func text(_ time: Duration) -> String {
        guard let origin = self.origin else { return Milliseconds(time).clock }
        let (seconds, attoseconds) = time.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        return HistoryPage.moment(UTCTime(nanoseconds: origin.nanoseconds &+ nanoseconds))
    }
}
