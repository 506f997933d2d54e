/// Turns single results into ``Health``: `rise` passes in a row make a check up, `fall` failures in a row make it down.
///
/// The first result acts at once, whatever `rise` and `fall` are, as keepalived does; with `startsDown`
/// (keepalived's `init_fail`, which has no effect there) the check is down from the beginning and needs all of `rise`.
public struct Hysteresis: Hashable, Sendable {
    /// At least 1.
    public private(set) var rise: Int
    /// At least 1.
    public private(set) var fall: Int
    public private(set) var health: Health
    /// Equal results in a row, the last one included; 0 before the first.
    public private(set) var streak: Int
    public private(set) var lastWasPass: Bool?

    /// Thresholds below 1 count as 1.
    public init(rise: Int, fall: Int, startsDown: Bool) {
        self.rise = max(1, rise)
        self.fall = max(1, fall)
        self.health = startsDown ? .down : .unknown
        self.streak = 0
        self.lastWasPass = nil
    }

    init(rise: Int, fall: Int, health: Health, streak: Int, lastWasPass: Bool?) {
        self.rise = rise
        self.fall = fall
        self.health = health
        self.streak = streak
        self.lastWasPass = lastWasPass
    }

    /// Takes one result; true if the health changed.
    public mutating func record(passed: Bool) -> Bool {
        self.streak = self.lastWasPass == passed ? min(self.streak, Int(Int32.max)) + 1 : 1
        self.lastWasPass = passed
        let wanted: Health = passed ? .up : .down
        let needed =
            switch self.health {
            case .unknown: 1
            case .up, .down: passed ? self.rise : self.fall
            }
        guard self.health != wanted, self.streak >= needed else { return false }
        self.health = wanted
        return true
    }

    /// Sets the health without a result, as when nothing is known any more; true if that changed it.
    ///
    /// The streak begins anew: results from before say nothing about what follows. A check forced to `unknown` acts
    /// on its next result at once; one forced to up or down needs all of `fall` or `rise` to leave it.
    public mutating func force(_ health: Health) -> Bool {
        self.streak = 0
        self.lastWasPass = nil
        defer { self.health = health }
        return self.health != health
    }

    /// Takes the thresholds of a new configuration. Health and streak stay; they act at the next result.
    public mutating func adopt(rise: Int, fall: Int) {
        self.rise = max(1, rise)
        self.fall = max(1, fall)
    }
}
