/// Round times on the axis of a timeline.
struct TimelineAxis {
    let ticks: [Duration]

    /// - Parameter count: No more of them, beside the one at 0.
    init(end: Duration, atMost count: Int) {
        let wanted = end.milliseconds / Double(max(1, count))
        // 1, 2 or 5 times a power of ten; from a minute on in minutes, and from an hour on in hours.
        let small = (0..<5).flatMap { power in [1, 2, 5].map { $0 * Self.power(power) } }.filter { $0 < 60_000 }
        let large = [60_000, 120_000, 300_000, 600_000, 1_200_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000]
        let step = (small + large + [7 * 86_400_000]).first { Double($0) >= wanted } ?? 31 * 86_400_000
        self.ticks = stride(from: 0, through: Int(end.milliseconds), by: step).map { .milliseconds($0) }
    }

    private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { product, _ in product * 10 } }

    /// `0.5 s`, `20 s`, `3 m`, `2 h`.
    static func label(_ time: Duration) -> String {
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
}
