/// The verdict of one run; the raw values are the exit codes of `baton check run` and of Nagios plugins.
public enum CheckStatus: UInt8, Hashable, Sendable, CaseIterable {
    case pass = 0
    /// Passes, with something to look at; counts as `pass` for health.
    case warn = 1
    case fail = 2
    /// The check could not be carried out: nothing is known of the service. Never counts as `pass`.
    case unknown = 3
}

extension CheckStatus: CustomStringConvertible {
    public var description: String {
        switch self {
        case .pass: "pass"
        case .warn: "warn"
        case .fail: "fail"
        case .unknown: "unknown"
        }
    }
}
