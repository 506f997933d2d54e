import Checks

/// What the schedule words of a check or a script give; nil = not given.
struct CheckDraft {
    var interval: Duration?
    /// Zero means the interval.
    var timeout: Duration?
    var weight: CheckWeight?
    var rise: Int?
    var fall: Int?
    var user: ScriptUser?
    var onUnknown: UnknownPolicy?
    var startsDown = false

    static let longest: Duration = .seconds(1_000_000)
    static let intervalRange: ClosedRange<Duration> = .milliseconds(1)...CheckDraft.longest
    static let countRange = 1...2_147_483_647

    func apply(to definition: inout CheckDefinition, scriptUser: ScriptUser?) {
        let timeout = self.timeout.flatMap { $0 == .zero ? nil : $0 }
        definition.schedule = CheckSchedule(
            interval: self.interval ?? .seconds(1),
            timeout: timeout,
            rise: self.rise ?? 1,
            fall: self.fall ?? 1
        )
        definition.weight = self.weight ?? .fault
        definition.user = self.user ?? scriptUser
        definition.onUnknown = self.onUnknown ?? .fail
        definition.initialHealth = self.startsDown ? .down : .unknown
    }
}
