import Checks

/// The life of one stream's process, as decisions without any input, output or clock of its own.
///
/// Starts with the first check that joins, ends with the last that leaves; each event is a method, and the answer says
/// what is to be done, in order.
struct StreamMachine {
    typealias Instant = ContinuousClock.Instant

    enum Action: Hashable, Sendable {
        /// Start the process; answered by ``didFailToStart(_:at:jitter:)``, or by what the process says and its end.
        case start
        case send(StreamRequest)
        /// The process sees the end of its input.
        case closeInput
        /// To the process's group.
        case signal(Int32)
        case answer(run: UInt64, CheckOutcome)
        /// A run of this check is worthwhile now.
        case changed(check: String)
    }

    enum State: Hashable, Sendable {
        /// No check needs it.
        case stopped
        case starting(helloBy: Instant)
        case serving(Session)
        case ending(Ending)
        case waiting(until: Instant, StreamOutage)
        /// Until a check joins again.
        case failed(StreamOutage)
    }

    struct Session: Hashable, Sendable {
        var hello: StreamMessage.Hello
        var since: Instant
        var pingAt: Instant
        var pings: UInt64 = 0
        var unanswered = 0
    }

    struct Ending: Hashable, Sendable {
        /// nil where nobody needs the process any more.
        var outage: StreamOutage?
        /// What comes next, unless the process has ended by then; nil = nothing is left to be done.
        var next: (signal: Int32, at: Instant)?

        static func == (left: Self, right: Self) -> Bool {
            left.outage == right.outage && left.next?.signal == right.next?.signal && left.next?.at == right.next?.at
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(self.outage)
            hasher.combine(self.next?.at)
        }
    }

    struct Member: Hashable, Sendable {
        var options: [StreamRequest.Option]
        /// Old and new instances of a check overlap while the configuration is loaded again.
        var count = 1
        var pushed: CheckOutcome?
        /// Whether no run has been answered with ``pushed`` yet.
        var isFresh = false
    }

    struct Run: Hashable, Sendable {
        var check: String
        var deadline: Instant
        var isSent = false
    }

    /// Lines in a row that are no messages; after so many the process is ended.
    static let garbageLimit = 16
    /// SIGTERM and SIGKILL.
    static let terminate: Int32 = 15
    static let kill: Int32 = 9

    let program: String
    let timing: StreamTiming
    var state = State.stopped
    var members: [String: Member] = [:]
    var runs: [UInt64: Run] = [:]
    var crashes: [Instant] = []
    /// Pauses since it last ran well.
    var pauses = 0
    var garbage = 0
    /// The last of what it said that was no message.
    var said = ""

    init(program: String, timing: StreamTiming = StreamTiming()) {
        self.program = program
        self.timing = timing
    }

    /// When ``expire(at:jitter:)`` is due.
    var deadline: Instant? {
        let own: Instant? =
            switch self.state {
            case .stopped, .failed: nil
            case .starting(let helloBy): helloBy
            case .serving(let session): session.pingAt
            case .ending(let ending): ending.next?.at
            case .waiting(let until, _): until
            }
        return (self.runs.values.map(\.deadline) + [own].compactMap(\.self)).min()
    }

    /// Whether there is, or may be, a process.
    var hasProcess: Bool {
        switch self.state {
        case .starting, .serving, .ending: true
        case .stopped, .waiting, .failed: false
        }
    }

    mutating func say(_ text: String) {
        let text = OutcomeSanitizer.text("\(self.said)\(text)\n", limit: 1 << 20)
        self.said = String(text.suffix(CheckOutcome.outputLimit / 2))
    }
}
