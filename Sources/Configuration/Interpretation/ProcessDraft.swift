import Checks

/// What a `vrrp_track_process` block gives; nil = not given.
struct ProcessDraft {
    /// The process and its parameters.
    var command: [String] = []
    var match: ParameterMatch?
    var weight: CheckWeight?
    var quorum: Int?
    var quorumMaximum: Int?
    var forkDelay: Duration?
    var terminateDelay: Duration?
    var comparesFullCommand = false

    /// How a process's parameters are compared with those that are written.
    enum ParameterMatch: String, CaseIterable {
        /// Those that are written, and any behind them.
        case partial
        /// The last one may be longer than it is written.
        case initial
        /// As many as are written, each the same: what `param_match` means without a word.
        case exact
    }

    static let delayRange: ClosedRange<Duration> = .microseconds(1) ... .seconds(3600)
    static let quorumRange = 1...65535
    static let quorumMaximumRange = 0...65535

    /// Whether the command line is looked at, or only the name the kernel keeps.
    var looksAtCommandLine: Bool { self.comparesFullCommand || self.match != nil || self.command.count > 1 }

    /// An expression over the arguments as they stand joined by single spaces; keepalived compares the same bytes.
    var commandLinePattern: String {
        let written = "^" + self.command.map(Self.escaped).joined(separator: " ")
        switch self.match ?? (self.command.count > 1 ? .exact : nil) {
        case .exact: return written + "$"
        case .partial, nil: return written + "( |$)"
        case .initial: return written
        }
    }

    var counts: ClosedRange<Int> {
        let least = self.quorum ?? 1
        guard let most = self.quorumMaximum else { return least...ProcessPlugin.countLimit }
        // No process may run: keepalived's way to ask for that is a maximum of 0.
        return min(self.quorum ?? min(1, most), most)...most
    }

    /// An end is noticed by event, a start at the next look; a delay is so many looks in a row that agree.
    var schedule: CheckSchedule {
        var schedule = CheckSchedule(interval: .seconds(1))
        schedule.downInterval = .milliseconds(200)
        let delays = [self.forkDelay, self.terminateDelay].compactMap { $0 }
        guard let shortest = delays.min() else { return schedule }
        let step = min(max(shortest / 10, .milliseconds(50)), .seconds(1))
        schedule.fastInterval = step
        schedule.rise = Self.looks(for: self.forkDelay, every: step)
        schedule.fall = Self.looks(for: self.terminateDelay, every: step)
        return schedule
    }

    private static func looks(for delay: Duration?, every step: Duration) -> Int {
        guard let delay else { return 1 }
        return 1 + Int((delay / step).rounded(.up))
    }

    private static func escaped(_ word: String) -> String {
        var text = ""
        for character in word.unicodeScalars {
            if #".\[](){}*+?^$|"#.unicodeScalars.contains(character) { text += "\\" }
            text.unicodeScalars.append(character)
        }
        return text
    }
}
