import Checks

/// The health of the check of a test, as the agent would have it after the same outcomes.
struct TestHealth {
    private var hysteresis: Hysteresis
    private let onUnknown: UnknownPolicy
    private var isIgnored = false

    init(_ definition: CheckDefinition) {
        self.hysteresis = Hysteresis(
            rise: definition.schedule.rise,
            fall: definition.schedule.fall,
            window: definition.schedule.window,
            initial: definition.initialHealth
        )
        self.onUnknown = definition.onUnknown
    }

    var health: Health { self.isIgnored ? .unknown : self.hysteresis.health }

    /// A blocked run says nothing of the check. What `on_unknown hold` holds does not run out within a test.
    mutating func record(_ outcome: CheckOutcome) {
        switch outcome.status {
        case .pass, .warn:
            self.isIgnored = false
            _ = self.hysteresis.record(passed: true)
        case .fail:
            self.isIgnored = false
            _ = self.hysteresis.record(passed: false)
        case .unknown:
            guard outcome.reason != .checkBlocked else { return }
            switch self.onUnknown {
            case .fail: _ = self.hysteresis.record(passed: false)
            case .hold: break
            case .ignore: self.isIgnored = true
            }
        }
    }
}
