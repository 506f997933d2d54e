/// A check that also hears of changes between its polls.
public protocol WatchingCheck: Check {
    /// Returns when something happened that makes a run worthwhile now, or when the task is cancelled.
    ///
    /// Called after each run, in a task of its own, until the next run starts.
    @concurrent func waitForChange() async
}
