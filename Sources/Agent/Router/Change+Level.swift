import Failover

extension Change {
    /// How loudly the log tells of a change.
    var level: LogLine.Level {
        switch self {
        case .faultBegan, .addressLost, .checkerExited, .stalled, .startGateExpired, .clockBehind: .warning
        case .addressRefused: .error
        case .itemRefused: .error
        case .itemRestored: .warning
        case .health, .observedHealth, .wouldHave, .score, .linkChanged, .sourceChanged, .faultEnded, .priority,
            .transition, .leftoverRemoved, .itemSet,
            .checkerStarted, .reloaded, .stopRequested:
            .info
        }
    }
}
