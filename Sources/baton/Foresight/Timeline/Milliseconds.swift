/// A time as timelines tell it.
struct Milliseconds {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    /// Rounded to whole ones.
    var number: Int { Int(self.duration.milliseconds.rounded()) }

    /// `4609 ms`.
    var text: String { "\(self.number) ms" }

    /// Seconds with three places: `+4.609 s`.
    var clock: String {
        let number = self.number
        let rest = String(number % 1000)
        return "\(number / 1000).\(String(repeating: "0", count: max(0, 3 - rest.count)))\(rest) s"
    }
}
