/// The end of a task's work.
enum Cancellation {
    /// Returns when the task is cancelled.
    static func arrival() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        continuation.finish()
    }
}
