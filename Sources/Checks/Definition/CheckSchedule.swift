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
    /// Instead of ``interval`` while results and health disagree: `rise` or `fall` are being counted.
    public var fastInterval: Duration?
    /// Instead of ``interval`` while the check is down and nothing changes.
    public var downInterval: Duration?
    /// Each wait is longer or shorter by up to so many percent of the interval, 0…50.
    public var jitter: Int
    /// How long after the start the first run comes; nil = at once.
    public var startOffset: Duration?
    /// Failures among the last results that make a check down as well, however they are spread.
    public var window: FailureWindow?

    public init(
        interval: Duration = .seconds(1),
        timeout: Duration? = nil,
        rise: Int = 1,
        fall: Int = 1,
        fastInterval: Duration? = nil,
        downInterval: Duration? = nil,
        jitter: Int = 0,
        startOffset: Duration? = nil,
        window: FailureWindow? = nil
    ) {
        self.interval = interval
        self.timeout = timeout ?? interval
        self.rise = rise
        self.fall = fall
        self.fastInterval = fastInterval
        self.downInterval = downInterval
        self.jitter = jitter
        self.startOffset = startOffset
        self.window = window
    }

    /// The longest time between two starts, for those who wait for a report.
    public var longestInterval: Duration {
        let longest = max(self.interval, self.downInterval ?? .zero, self.fastInterval ?? .zero)
        return longest + longest * self.jitter / 100
    }
}
