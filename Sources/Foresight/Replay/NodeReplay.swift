package import Failover
package import VRRP

/// Plays a recording of router processes through the node of this build, and compares what it decides with what was
/// decided then.
package struct NodeReplay: Sendable {
    /// Router processes.
    package private(set) var runs = 0
    package private(set) var events = 0
    package private(set) var effects = 0
    /// From the first to the last event of each process, together.
    package private(set) var duration = Duration.zero
    /// The versions of the programs that recorded, each once.
    package private(set) var builds: [String] = []
    /// Of the last process; nil = it was still running, or has ended without a word.
    package private(set) var end: RecordingEnd?
    /// Processes before the last one that ended without a word.
    package private(set) var brokenRuns = 0
    /// The first one; nothing is played behind it.
    package private(set) var difference: Difference?

    private var node: Node?
    private var beganAt = Instant(nanoseconds: 0)
    private var lastAt = Instant(nanoseconds: 0)

    /// Where a build decides otherwise than the one that recorded.
    package struct Difference: Hashable, Sendable {
        /// Counts from 1, as do events.
        package var run: Int
        package var event: Int
        /// Since the process began.
        package var at: Duration
        package var time: UTCTime
        /// As a line.
        package var what: String
        package var recorded: [String]
        package var replayed: [String]
        /// Something that cannot be played at all, in a sentence; then there are no effects.
        package var obstacle: String?
    }

    package init() {}

    /// Plays the next entry.
    ///
    /// - Returns: Whether to go on: false from the first difference on.
    package mutating func play(_ call: NodeCall) -> Bool {
        guard self.difference == nil else { return false }
        switch call {
        case .began(let beginning):
            self.begin(beginning)
        case .handled(let handled):
            self.handle(handled)
        case .clearedCounters:
            self.node?.clearCounters()
        case .ended(let end):
            self.end = end
        }
        return self.difference == nil
    }

    private mutating func begin(_ beginning: NodeBeginning) {
        if self.runs > 0, self.end == nil { self.brokenRuns += 1 }
        self.end = nil
        self.runs += 1
        if !self.builds.contains(beginning.build) { self.builds.append(beginning.build) }
        self.beganAt = beginning.at
        self.lastAt = beginning.at
        self.node = beginning.node
        guard self.node == nil else { return }
        self.stop("the configuration the process began with does not load with this build", "begin", at: beginning.at)
    }

    private mutating func handle(_ handled: HandledEvent) {
        self.events += 1
        if handled.at > self.lastAt {
            self.duration += handled.at - self.lastAt
            self.lastAt = handled.at
        }
        let what = handled.event.description
        guard self.node != nil else {
            self.stop("the recording does not begin with the configuration", what, at: handled.at, utc: handled.utc)
            return
        }
        guard let event = handled.event.event else {
            self.stop("the configuration does not load with this build", what, at: handled.at, utc: handled.utc)
            return
        }
        let replayed = (self.node?.handle(event, at: handled.at, utc: handled.utc) ?? []).map { CanonicalText.of($0) }
        guard replayed != handled.effects else {
            self.effects += replayed.count
            return
        }
        self.difference = Difference(
            run: self.runs,
            event: self.events,
            at: handled.at - self.beganAt,
            time: handled.utc,
            what: what,
            recorded: handled.effects,
            replayed: replayed
        )
    }

    private mutating func stop(
        _ obstacle: String,
        _ what: String,
        at: Instant,
        utc: UTCTime = UTCTime(nanoseconds: 0)
    ) {
        self.difference = Difference(
            run: self.runs,
            event: self.events,
            at: at - self.beganAt,
            time: utc,
            what: what,
            recorded: [],
            replayed: [],
            obstacle: obstacle
        )
    }
}
