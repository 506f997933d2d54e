public import Checks
import Synchronization

/// `file PATH`: a file is there, or is not, and is as it was asked for. Between two runs it hears of changes through
/// inotify, and knows when the file becomes too old or old enough.
public final class FileCheck: WatchingCheck {
    public static let description = FilePlugin.description

    let path: String
    let expectation: FileExpectation
    let state = Mutex(State())

    struct State {
        /// What the last run saw.
        var seen: Result<FileFacts, FileFacts.Failure>?
        /// The time by which its age was judged.
        var judgedAt = FileFacts.Timestamp(seconds: 0, nanoseconds: 0)
        var lastScore = 0
        /// A look that has not come back: its file system hangs.
        var isLooking = false
    }

    /// A writer empties a file before it fills it; an empty file is looked at once more after so long.
    static let settlingTime = Duration.milliseconds(20)

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        guard case .string(let path) = definition.options.argument, path.hasPrefix("/") else {
            throw CheckSetupError("check \(definition.name): expected an absolute path, as in: file /run/web/ready")
        }
        self.path = path
        self.expectation = try FileExpectation(definition)
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        var (outcome, _) = await Deadline.run(within: limit) { await self.look() }
        outcome?.duration = stopwatch.elapsed
        return outcome
            ?? CheckOutcome(
                .unknown,
                .fileUnreadable,
                "the file system of \(self.path) did not answer within \(limit.readable)",
                duration: stopwatch.elapsed
            )
    }

    private func look() async -> CheckOutcome {
        guard var look = await self.lookOnce() else {
            return CheckOutcome(
                .unknown,
                .fileUnreadable,
                "the file system of \(self.path) does not answer; an earlier look has not come back"
            )
        }
        if case .success(let facts) = look, facts.content == [] {
            try? await Task.sleep(for: Self.settlingTime)
            look = await self.lookOnce() ?? look
        }
        let now = FileFacts.Timestamp.now()
        let lastScore = self.state.withLock { state in
            state.seen = look
            state.judgedAt = now
            return state.lastScore
        }
        let outcome = self.expectation.outcome(of: look, path: self.path, now: now, lastScore: lastScore)
        if let score = outcome.score {
            self.state.withLock { $0.lastScore = score }
        }
        return outcome
    }

    /// On a thread of its own, for a file system may hang; nil if it does.
    private func lookOnce() async -> Result<FileFacts, FileFacts.Failure>? {
        let (path, limit) = (self.path, self.expectation.readLimit)
        let isFree = self.state.withLock { state in
            defer { state.isLooking = true }
            return !state.isLooking
        }
        guard isFree else { return nil }
        return await BlockingCall.run(orElse: { self.state.withLock { $0.isLooking = false } }) {
            let look = FileFacts.look(at: path, content: limit)
            self.state.withLock { $0.isLooking = false }
            return look
        }
    }
}
