import Failover

extension Change {
    /// How loudly the log tells of a change.
    var level: LogLine.Level {
        switch self {
        case .faultBegan, .addressLost, .checkerExited, .stalled, .startGateExpired, .clockBehind, .damped: .warning
        case .itemRestored, .virtualInterfaceLost, .lastResortBegan, .lastResortHeld, .withheld, .withheldCounts:
            .warning
        case .addressRefused, .addressDuplicate, .itemRefused, .filterRefused: .error
        case .maintenance(.began), .maintenance(.drainKept), .drill(.ended(.notTaken)), .drill(.ended(.notReturned)):
            .warning
        case .maintenance, .drill: .info
        case .health, .observedHealth, .wouldHave, .score, .linkChanged, .sourceChanged, .faultEnded, .lastResortEnded,
            .withheldEnded, .priority,
            .transition, .syncGroup, .leftoverRemoved, .itemSet, .masterChanged, .returnSuppressed, .dampingLifted,
            .dampingEnded,
            .checkerStarted, .reloaded, .stopRequested:
            .info
        }
    }
}
