import Checks

extension CheckDefinition {
    /// Kinds whose every run is a child process.
    var startsProcesses: Bool { self.kind == "exec" || self.kind == "shell" }

    var timeoutReason: ReasonCode { self.startsProcesses ? .execTimeout : .checkTimeout }

    /// Whether both ask the same question in the same way at the same times: a run of one may stand for the other.
    ///
    /// Weight, hysteresis, mode and who tracks it say what a result means, and where in a file it stands is nobody's
    /// business.
    func runsLike(_ other: CheckDefinition) -> Bool {
        self.asksTheSame(as: other)
            && self.demandsSafePath == other.demandsSafePath && self.requires == other.requires
            && self.schedule.hasTimesOf(other.schedule)
    }

    /// Whether what is known of one is known of the other.
    func asksTheSame(as other: CheckDefinition) -> Bool {
        self.name == other.name && self.kind == other.kind && self.options == other.options && self.user == other.user
    }
}

extension CheckSchedule {
    fileprivate func hasTimesOf(_ other: CheckSchedule) -> Bool {
        self.interval == other.interval && self.timeout == other.timeout && self.fastInterval == other.fastInterval
            && self.downInterval == other.downInterval && self.jitter == other.jitter
            && self.startOffset == other.startOffset
    }
}
