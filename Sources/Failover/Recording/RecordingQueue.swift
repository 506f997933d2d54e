import Checks
package import VRRP

/// What a router process has told its node, on its way to whoever writes it down. It is put into words when there is
/// nothing more urgent to do, a little at a time; where more comes than leaves, the recording ends: it never has gaps.
package struct RecordingQueue: Sendable {
    private var waiting: [Entry] = []
    /// Of ``waiting``: what is before it has left.
    private var first = 0
    /// Bytes that wait, about.
    private var weight = 0
    /// What has been put into words of the effects of the first entry.
    private var texts: [String] = []
    /// Whole records that are being sent, and how much of them has been.
    private var bytes: [UInt8] = []
    private var sent = 0
    private var isBeginning = true
    /// The sources of a configuration that waits to be put in force.
    private var kept: (generation: UInt32, sources: [UInt8])?
    /// Nothing more is recorded.
    package private(set) var hasEnded = false

    private struct Entry: Sendable {
        var content: Content
        var weight: Int
    }

    private enum Content: Sendable {
        case call(NodeCall)
        case handled(RecordedEvent, at: Instant, utc: UTCTime, effects: [Effect])
    }

    /// Bytes that may wait, about.
    package static let limit = 16 << 20
    /// Bytes of one part, a fraction of what a packet may hold.
    private static let partSize = 32 << 10
    /// Effects that are put into words at once, lest an advertisement be late.
    private static let effectsAtOnce = 32

    package init(_ beginning: NodeBeginning) {
        self.waiting.append(Entry(content: .call(.began(beginning)), weight: 0))
    }

    package var isEmpty: Bool { self.first == self.waiting.count && self.bytes.isEmpty }

    /// Keeps the text of a configuration until it is put in force.
    package mutating func keep(_ sources: [UInt8], of generation: UInt32) {
        self.kept = (generation, sources)
    }

    /// - Returns: Whether there was room. If not, the recording has ended, with a record that says so.
    package mutating func append(_ event: Event, at now: Instant, utc: UTCTime, effects: [Effect]) -> Bool {
        var sources: [UInt8] = []
        if case .reload(_, let generation) = event, let kept = self.kept.take(), kept.generation == generation {
            sources = kept.sources
        }
        return self.append(
            .handled(RecordedEvent(event, sources: sources), at: now, utc: utc, effects: effects),
            weight: sources.count + event.weight + effects.reduce(0) { $0 + $1.weight }
        )
    }

    /// - Returns: As ``append(_:at:utc:effects:)``.
    package mutating func clearedCounters() -> Bool {
        self.append(.call(.clearedCounters), weight: 512)
    }

    /// Nothing more comes.
    package mutating func end(_ end: RecordingEnd) {
        guard !self.hasEnded else { return }
        self.waiting.append(Entry(content: .call(.ended(end)), weight: 0))
        self.hasEnded = true
    }

    /// Nobody takes it any more.
    package mutating func discard() {
        self.waiting = []
        self.first = 0
        self.texts = []
        self.bytes = []
        self.kept = nil
        self.hasEnded = true
    }

    private mutating func append(_ content: Content, weight: Int) -> Bool {
        guard !self.hasEnded else { return true }
        guard self.weight + weight <= Self.limit else {
            self.end(.overflow)
            return false
        }
        self.weight += weight
        self.waiting.append(Entry(content: content, weight: weight))
        return true
    }

    // MARK: Leaving

    /// The next part to be sent, which stays the next one until ``sentPart()``; nil = there is none yet. Puts a little of
    /// what waits into words.
    package mutating func part() -> RecordingPart? {
        if self.bytes.isEmpty { self.fill() }
        guard !self.bytes.isEmpty else { return nil }
        let end = min(self.sent + Self.partSize, self.bytes.count)
        return RecordingPart(
            bytes: Array(self.bytes[self.sent..<end]),
            beginsRun: self.isBeginning,
            endsRecord: end == self.bytes.count
        )
    }

    /// It has been taken.
    package mutating func sentPart() {
        self.isBeginning = false
        self.sent = min(self.sent + Self.partSize, self.bytes.count)
        guard self.sent == self.bytes.count else { return }
        self.bytes = []
        self.sent = 0
    }

    /// Makes whole records of what waits.
    private mutating func fill() {
        var left = Self.effectsAtOnce
        while left > 0, self.first < self.waiting.count, self.bytes.count < Self.partSize {
            switch self.waiting[self.first].content {
            case .call(let call):
                self.bytes += RecordingFormat.record(call)
                left -= 1
            case .handled(let event, let now, let utc, let effects):
                let portion = effects[self.texts.count...].prefix(left)
                self.texts += portion.map { CanonicalText.of($0) }
                left -= 1 + portion.count
                guard self.texts.count == effects.count else { return }
                let handled = HandledEvent(event, at: now, utc: utc, effects: self.texts)
                self.texts = []
                self.bytes += RecordingFormat.record(.handled(handled))
            }
            self.removeFirst()
        }
    }

    private mutating func removeFirst() {
        self.weight -= self.waiting[self.first].weight
        // Nothing of it is to be kept until the list is made shorter.
        self.waiting[self.first].content = .call(.clearedCounters)
        self.first += 1
        guard self.first == self.waiting.count || self.first >= 4096 else { return }
        self.waiting.removeFirst(self.first)
        self.first = 0
    }
}

extension Event {
    fileprivate var weight: Int {
        switch self {
        case .datagram(let bytes, _): 512 + bytes.count
        case .message(let message, _): 512 + message.bytes.count
        case .interfaces(let interfaces): interfaces.reduce(512) { $0 + 256 + $1.addresses.count * 64 }
        case .itemsAdded(let outcomes, _, _): 512 + outcomes.count * 1024
        case .report(let report): 1024 + report.outcome.output.utf8.count
        case .order(let order): order.instances.reduce(1536) { $0 + 64 + $1.utf8.count }
        case .link, .linkRemoved, .linkPolled, .addressAdded, .addressRemoved, .forwardsIPv6, .booted, .start, .slept,
            .fifoLosses, .checkerStarted, .checkerExited, .listenFailed, .addressRefused, .routeRemoved, .ruleRemoved,
            .routingUnknown, .interfaceRefused, .settingChanged, .filterRefused, .tick, .reload, .stop, .stopNow:
            512
        }
    }
}

extension Effect {
    fileprivate var weight: Int {
        switch self {
        case .announce(let announcements, _): 512 + announcements.count * 256
        case .addAddresses(let addresses, _), .removeAddresses(let addresses, _): 512 + addresses.count * 256
        case .addItems(let items, _, _), .removeItems(let items, _): 512 + items.count * 1024
        case .journal: 1024
        case .listen, .unlisten, .makeInterface, .removeInterface, .changeSetting, .restoreSetting, .forward, .filter,
            .pollLinks, .transmit, .withdrawAnnouncements, .notify, .tell, .log, .stopped:
            512
        }
    }
}
