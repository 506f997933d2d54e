import Checks

/// A `vrrp_track_process` in keepalived's terms.
struct TrackedProcessDump {
    let definition: CheckDefinition
    private let check: CheckState
    private let command: [String]

    /// How parameters are compared.
    enum Match: String {
        case none, exact, partial, initial
    }

    init(_ check: CheckState) {
        self.check = check
        self.definition = check.definition
        self.command = if case .trackProcess(let command) = check.definition.origin { command } else { [] }
    }

    var name: String { self.definition.name }
    var path: String { self.command.first ?? "" }

    /// nil without any.
    var parameters: String? { self.command.count > 1 ? self.command.dropFirst().joined(separator: " ") : nil }

    private var pattern: String? { self.definition.options.string(ProcessPlugin.Option.commandLine) }

    /// As the pattern made of it says, which ends with what may follow.
    var match: Match {
        guard let pattern = self.pattern else { return .none }
        if pattern.hasSuffix("( |$)") { return self.command.count > 1 ? .partial : .none }
        return pattern.hasSuffix("$") ? .exact : .initial
    }

    var comparesFullCommand: Bool { self.pattern != nil && self.match == .none }

    private var counts: ClosedRange<Int> {
        self.definition.options.integerRanges(ProcessPlugin.Option.count)?.first ?? 1...ProcessPlugin.countLimit
    }

    var minimum: Int { self.counts.lowerBound }
    /// nil = any number.
    var maximum: Int? { self.counts.upperBound == ProcessPlugin.countLimit ? nil : self.counts.upperBound }

    /// At the last look.
    var current: Int {
        let found = self.check.lastOutcome?.measurements.first { $0.name == "processes" }
        return found.flatMap { Int(exactly: $0.value.rounded()) } ?? 0
    }

    var hasQuorum: Bool { self.check.health == .up }

    private var step: Duration? { self.definition.schedule.fastInterval }

    var forkDelay: Duration { self.step.map { $0 * (self.definition.schedule.rise - 1) } ?? .zero }
    var terminateDelay: Duration { self.step.map { $0 * (self.definition.schedule.fall - 1) } ?? .zero }

    var isForkTimerRunning: Bool { self.check.health == .down && self.check.lastWasPass == true }
    var isTerminateTimerRunning: Bool { self.check.health == .up && self.check.lastWasPass == false }
}
