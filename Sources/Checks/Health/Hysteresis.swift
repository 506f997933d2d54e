/// Turns single results into ``Health``: `rise` passes in a row make a check up, `fall` failures in a row make it down,
/// and so do as many failures as a ``FailureWindow`` allows not, in whatever order.
///
/// The first result acts at once, whatever `rise` and `fall` are, as keepalived does; a check whose initial health is
/// up or down (keepalived's `init_fail`, which has no effect there) needs all of `fall` or `rise` to leave it.
public struct Hysteresis: Hashable, Sendable {
    /// At least 1.
    public private(set) var rise: Int
    /// At least 1.
    public private(set) var fall: Int
    public private(set) var window: FailureWindow?
    public private(set) var health: Health
    /// Equal results in a row, the last one included; 0 before the first.
    public private(set) var streak: Int
    public private(set) var lastWasPass: Bool?
    /// The last 64 results, the newest in the lowest bit; a set bit is a failure.
    private(set) var failures: UInt64

    /// Thresholds below 1 count as 1.
    public init(rise: Int, fall: Int, window: FailureWindow? = nil, initial: Health = .unknown) {
        self.init(rise: rise, fall: fall, window: window, health: initial, streak: 0, lastWasPass: nil, failures: 0)
    }

    init(
        rise: Int,
        fall: Int,
        window: FailureWindow?,
        health: Health,
        streak: Int,
        lastWasPass: Bool?,
        failures: UInt64
    ) {
        self.rise = max(1, rise)
        self.fall = max(1, fall)
        self.window = window
        self.health = health
        self.streak = streak
        self.lastWasPass = lastWasPass
        self.failures = failures
    }

    /// Takes one result; true if the health changed.
    ///
    /// A check that a window has made down comes up when it has passed `rise` times in a row and the window is good
    /// again.
    ///
    /// - Parameter times: How many results it stands for; those before the last one were as the last result was, and
    ///   changed nothing.
    public mutating func record(passed: Bool, times: Int = 1) -> Bool {
        if times > 1, let lastWasPass = self.lastWasPass { self.repeatResult(lastWasPass, times: times - 1) }
        self.streak = self.lastWasPass == passed ? min(self.streak, Int(Int32.max)) + 1 : 1
        self.lastWasPass = passed
        self.failures = self.failures << 1 | (passed ? 0 : 1)
        let wanted: Health
        switch self.health {
        case .unknown: wanted = passed ? .up : .down
        case .up: wanted = self.hasFallen ? .down : .up
        case .down: wanted = passed && self.streak >= self.rise && !self.exceedsWindow ? .up : .down
        }
        defer { self.health = wanted }
        return self.health != wanted
    }

    private mutating func repeatResult(_ passed: Bool, times: Int) {
        self.streak = min(self.streak, Int(Int32.max)) + min(times, Int(Int32.max))
        let added: UInt64 = times >= 64 ? .max : (1 << UInt64(times)) - 1
        self.failures = (times >= 64 ? 0 : self.failures << UInt64(times)) | (passed ? 0 : added)
    }

    /// Whether results are being counted: the last one speaks against the health.
    public var isChanging: Bool {
        switch (self.health, self.lastWasPass) {
        case (.up, false?), (.down, true?): true
        case (.up, true?): self.window.map { self.failures(in: $0) > 0 } ?? false
        case (.up, nil), (.down, nil), (.down, false?), (.unknown, _): false
        }
    }

    /// Failures among the results the window looks at; nil without a window.
    public var failuresInWindow: Int? { self.window.map { self.failures(in: $0) } }

    private var hasFallen: Bool { self.lastWasPass == false && (self.streak >= self.fall || self.exceedsWindow) }

    private var exceedsWindow: Bool { self.window.map { self.failures(in: $0) >= $0.failures } ?? false }

    /// Failures among the results the window looks at.
    private func failures(in window: FailureWindow) -> Int {
        let mask: UInt64 = window.results >= 64 ? .max : (1 << UInt64(window.results)) - 1
        return (self.failures & mask).nonzeroBitCount
    }

    /// Sets the health without a result, as when nothing is known any more; true if that changed it.
    ///
    /// The streak begins anew: results from before say nothing about what follows. A check forced to `unknown` acts
    /// on its next result at once; one forced to up or down needs all of `fall` or `rise` to leave it.
    public mutating func force(_ health: Health) -> Bool {
        self.streak = 0
        self.lastWasPass = nil
        self.failures = 0
        defer { self.health = health }
        return self.health != health
    }

    /// Takes the thresholds of a new configuration. Health and results stay; they act at the next result.
    public mutating func adopt(rise: Int, fall: Int, window: FailureWindow? = nil) {
        self.rise = max(1, rise)
        self.fall = max(1, fall)
        self.window = window
    }
}
