/// A check that also hears of changes between its polls.
public protocol WatchingCheck: Check {
    /// Returns when something happened that makes a run worthwhile now, or when the task is cancelled.
    ///
    /// Called after each run, in a task of its own, until the next run starts, or for as long as ``keepsWaiting``.
    @concurrent func waitForChange() async

    /// Whether the wait under way is the one that the last run would begin: then it goes on while the check runs, which
    /// is cheaper. Asked before and after each run.
    var keepsWaiting: Bool { get }
}

extension WatchingCheck {
    public var keepsWaiting: Bool { false }
}
