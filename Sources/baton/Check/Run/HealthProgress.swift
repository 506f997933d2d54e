import Checks

/// What rise and fall make of the results so far, for people.
struct HealthProgress {
    private let hysteresis: Hysteresis

    init(_ hysteresis: Hysteresis) {
        self.hysteresis = hysteresis
    }

    /// Such as `up, 1 of 3 failures in a row until it is down`.
    var text: String {
        let health = "\(self.hysteresis.health)"
        switch (self.hysteresis.health, self.hysteresis.lastWasPass) {
        case (.unknown, _): return "\(health), the first result acts at once"
        case (.up, false?):
            return "\(health), \(self.count(self.hysteresis.fall, "failure")) until it is down\(self.window)"
        case (.down, true?): return "\(health), \(self.count(self.hysteresis.rise, "pass")) until it is up"
        case (.up, nil): return "\(health) until \(self.many(self.hysteresis.fall, "failure"))\(self.window)"
        case (.down, nil): return "\(health) until \(self.many(self.hysteresis.rise, "pass"))"
        case (.up, true?): return self.hysteresis.isChanging ? "\(health)\(self.window)" : health
        case (.down, false?): return health
        }
    }

    /// `2/3` while results and health disagree; empty otherwise.
    var fraction: String {
        switch (self.hysteresis.health, self.hysteresis.lastWasPass) {
        case (.up, false?): "fall \(self.hysteresis.streak)/\(self.hysteresis.fall)"
        case (.down, true?): "rise \(min(self.hysteresis.streak, self.hysteresis.rise))/\(self.hysteresis.rise)"
        case (.up, _), (.down, _), (.unknown, _): ""
        }
    }

    private func count(_ wanted: Int, _ noun: String) -> String {
        "\(min(self.hysteresis.streak, wanted)) of \(self.many(wanted, noun))"
    }

    private func many(_ count: Int, _ noun: String) -> String {
        let plural = noun == "pass" ? "passes" : "\(noun)s"
        return count == 1 ? "1 \(noun)" : "\(count) \(plural) in a row"
    }

    private var window: String {
        self.hysteresis.window.map { ", or \($0.failures) failures among the last \($0.results) results" } ?? ""
    }
}
