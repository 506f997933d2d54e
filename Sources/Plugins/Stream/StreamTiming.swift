/// How long a stream's process is waited for.
struct StreamTiming: Hashable, Sendable {
    /// From the start to the hello.
    var hello = Duration.seconds(5)
    /// From one ping to the next. A process that has not answered two when the third is due is ended.
    var ping = Duration.seconds(5)
    /// Between the steps of an end: shutdown, TERM, KILL.
    var grace = Duration.seconds(2)
    /// From a crash to the next start; twice as long after each further one.
    var pause = Duration.seconds(1)
    var longestPause = Duration.seconds(60)
    /// So many crashes in this time are too many. Who runs for longer has recovered.
    var crashes = 5
    var crashPeriod = Duration.seconds(60)
}
