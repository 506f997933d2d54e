/// When a check runs and how many results move its health.
public struct CheckSchedule: Hashable, Sendable {
    /// Start to start; more than zero.
    public var interval: Duration
    /// A run that takes longer has failed at that moment; more than zero.
    public var timeout: Duration
    /// Passes in a row that make a check up; at least 1.
    public var rise: Int
    /// Failures in a row that make a check down; at least 1.
    public var fall: Int

    public init(interval: Duration = .seconds(1), timeout: Duration? = nil, rise: Int = 1, fall: Int = 1) {
        self.interval = interval
        self.timeout = timeout ?? interval
        self.rise = rise
        self.fall = fall
    }
}
