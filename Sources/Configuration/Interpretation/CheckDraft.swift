import Checks

/// What the words of a check or a script give beside its plugin; nil = not given.
struct CheckDraft {
    var interval: Duration?
    /// Zero means the interval.
    var timeout: Duration?
    var weight: CheckWeight?
    var rise: Int?
    var fall: Int?
    var fastInterval: Duration?
    var downInterval: Duration?
    var jitter: Int?
    var startOffset: Duration?
    var window: FailureWindow?
    var user: ScriptUser?
    var onUnknown: UnknownPolicy?
    var initialHealth: Health?
    var startsDown = false
    var mode: CheckMode?
    var scope: CheckScope?
    var summary: String?
    var requires: [Word] = []
    var isTrackedByAll = false
    var trackedBy: [Word] = []
    /// Where each word's value stands, for what is said of two of them together.
    var places: [CheckKeyword: Word] = [:]

    static let longest: Duration = .seconds(1_000_000)
    static let intervalRange: ClosedRange<Duration> = .milliseconds(1)...CheckDraft.longest
    static let countRange = 1...2_147_483_647
    static let jitterRange = 0...50

    func apply(to definition: inout CheckDefinition, scriptUser: ScriptUser?) {
        definition.schedule = self.schedule
        definition.weight = self.weight ?? .fault
        definition.user = self.user ?? scriptUser
        definition.onUnknown = self.onUnknown ?? .fail
        definition.initialHealth = self.initialHealth ?? (self.startsDown ? .down : .unknown)
        definition.trackedBy = self.isTrackedByAll ? .all : .instances(self.trackedBy.map(\.text))
        definition.requires = self.requires.map(\.text)
        definition.mode = self.mode ?? .enforce
        definition.scope = self.scope ?? .local
        definition.summary = self.summary ?? ""
    }

    var schedule: CheckSchedule {
        CheckSchedule(
            interval: self.interval ?? .seconds(1),
            timeout: self.timeout.flatMap { $0 == .zero ? nil : $0 },
            rise: self.rise ?? 1,
            // Where only a window is written, it alone decides: so many failures in a row are within it anyway.
            fall: self.fall ?? self.window?.failures ?? 1,
            fastInterval: self.fastInterval,
            downInterval: self.downInterval,
            jitter: self.jitter ?? 0,
            startOffset: self.startOffset.flatMap { $0 == .zero ? nil : $0 },
            window: self.window
        )
    }
}
