import Foresight
import VRRP

/// Round times on the axis of a timeline: since its beginning, or by the wall clock where it was recorded.
struct TimelineAxis {
    let ticks: [Tick]

    struct Tick {
        var at: Duration
        /// `0.5 s`, `20 s`, `3 m`, `2 h`; by the wall clock `04:25`, `04:25:18.5`, `11-29 04:00`.
        var label: String
    }

    /// - Parameter count: No more of them, beside the one at 0.
    init(_ timeline: Timeline, atMost count: Int) {
        let wanted = timeline.end.milliseconds / Double(max(1, count))
        // 1, 2 or 5 times a power of ten; from a minute on in minutes, and from an hour on in hours.
        let small = (0..<5).flatMap { power in [1, 2, 5].map { $0 * Self.power(power) } }.filter { $0 < 60_000 }
        let large = [60_000, 120_000, 300_000, 600_000, 1_200_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000]
        let step = (small + large + [7 * 86_400_000]).first { Double($0) >= wanted } ?? 31 * 86_400_000
        let end = Int(timeline.end.milliseconds)
        guard let origin = timeline.origin else {
            self.ticks = stride(from: 0, through: end, by: step).map { time in
                Tick(at: .milliseconds(time), label: Self.label(.milliseconds(time)))
            }
            return
        }
        // A minute is as round as 100 seconds, and so on: what divides a day is round on the wall clock.
        let round = Self.roundOnTheClock.first { Double($0) >= wanted } ?? step
        let start = Int(origin.nanoseconds / 1_000_000)
        let rest = start % round
        self.ticks = stride(from: rest > 0 ? round - rest : -rest, through: end, by: round).map { time in
            let moment = UTCTime(nanoseconds: Int64(start + time) * 1_000_000)
            return Tick(at: .milliseconds(time), label: Self.label(moment, step: round, isLong: end >= 86_400_000))
        }
    }

    private static let roundOnTheClock = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
        600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000,
        2 * 86_400_000, 4 * 86_400_000, 7 * 86_400_000, 14 * 86_400_000, 28 * 86_400_000,
    ]

    private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { product, _ in product * 10 } }

    private static func label(_ time: Duration) -> String {
        let number = Milliseconds(time).number
        switch number {
        case _ where number > 0 && number % 3_600_000 == 0: return "\(number / 3_600_000) h"
        case _ where number > 0 && number % 60_000 == 0: return "\(number / 60_000) m"
        default:
            var text = Milliseconds(time).clock.dropLast(2)
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
            return "\(text) s"
        }
    }

    private static func label(_ time: UTCTime, step: Int, isLong: Bool) -> String {
        let text = HistoryPage.moment(time)
        let date = text.dropFirst(5).prefix(5)
        if step >= 86_400_000 { return String(date) }
        let clock = text.dropFirst(11)
        if step >= 60_000 { return (isLong ? "\(date) " : "") + clock.prefix(5) }
        return String(step >= 1000 ? clock.prefix(8) : clock)
    }
}
