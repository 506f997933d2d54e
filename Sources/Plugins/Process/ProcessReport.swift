import Checks

/// What the processes found say of the service.
struct ProcessReport {
    var question: ProcessQuestion
    var criteria: [ProcessCriterion]
    var findings: ProcessSnapshot.Findings
    /// Clock ticks since the system's start.
    var now: UInt64
    /// The process a pid file names, if it is there but does not meet the rest.
    var stranger: ProcessEntry?

    private var processes: [ProcessEntry] { self.findings.processes }
    private var count: Int { self.processes.count }

    var outcome: CheckOutcome {
        var outcome = self.verdict
        outcome.measurements = [CheckOutcome.Measurement(name: "processes", value: Double(self.count), unit: "")]
        if let age = self.oldestAge {
            outcome.measurements.append(
                CheckOutcome.Measurement(name: "oldest_age", value: age.milliseconds / 1000, unit: "s")
            )
        }
        outcome.assertions = self.assertions
        return outcome
    }

    private var oldestAge: Duration? {
        self.processes.first.map { SystemTicks.age(since: $0.startTime, now: self.now) }
    }

    private var isYoung: Bool {
        guard let minimum = self.question.minimumAge, let age = self.oldestAge else { return false }
        return age < minimum
    }

    private var verdict: CheckOutcome {
        let counts = self.question.counts
        guard counts.isSettled(self.count, undecided: self.findings.undecided.count) else {
            return CheckOutcome(.unknown, .processUnreadable, self.undecidedText)
        }
        guard counts.contains(self.count) else {
            return self.count == 0
                ? CheckOutcome(.fail, .processMissing, self.missingText)
                : CheckOutcome(.fail, .processCount, "\(self.foundText), expected \(counts)")
        }
        if self.isYoung, let minimum = self.question.minimumAge, let age = self.oldestAge {
            let text = "\(self.foundText) has run for \(age.readable), expected at least \(minimum.readable)"
            return CheckOutcome(.fail, .processYoung, text)
        }
        return CheckOutcome(.pass, .ok, self.count == 0 ? self.missingText : self.foundText)
    }

    /// `named nginx of user www-data`
    private var phrase: String { self.criteria.map(\.phrase).joined(separator: " ") }

    private var foundText: String {
        guard let oldest = self.processes.first else { return "no process \(self.phrase)" }
        return self.count == 1
            ? "one process \(self.phrase) (pid \(oldest.identifier))"
            : "\(self.count) processes \(self.phrase) (oldest pid \(oldest.identifier))"
    }

    private var missingText: String {
        if case .identifier(let identifier, let file)? = self.criteria.first {
            guard let stranger = self.stranger else {
                return "\(file) says pid \(identifier), which does not run: the file is stale"
            }
            let name = OutcomeSanitizer.line(String(decoding: stranger.comm, as: UTF8.self), limit: 40)
            let rest = self.criteria.dropFirst().map(\.phrase).joined(separator: " ")
            return "\(file) says pid \(identifier), which is '\(name)' and no process \(rest): the file is stale"
        }
        // How far the search got tells which of several criteria to look at.
        guard let last = self.findings.remaining.lastIndex(where: { $0 > 0 }) else {
            return "no process \(self.phrase)"
        }
        let reached = self.criteria.prefix(last + 1).map(\.phrase).joined(separator: " ")
        return "no process \(self.phrase); \(self.findings.remaining[last]) \(reached)"
    }

    private var undecidedText: String {
        let count = self.findings.undecided.count
        let subject = count == 1 ? "one process" : "\(count) processes"
        return "\(subject) may be \(self.phrase), which only root may see; run as root, or leave the option out"
    }

    /// One for each criterion with the number that was left after it, then those for number and age.
    private var assertions: [CheckOutcome.Assertion] {
        var assertions: [CheckOutcome.Assertion] = []
        var isOver = false
        for (criterion, left) in zip(self.criteria, self.findings.remaining) {
            let got = isOver ? "not looked at" : left == 1 ? "1 process" : "\(left) processes"
            let status: CheckStatus = isOver ? .unknown : left > 0 || self.question.counts.contains(0) ? .pass : .fail
            assertions.append(
                CheckOutcome.Assertion(criterion.option, expected: criterion.expected, got: got, status)
            )
            isOver = isOver || left == 0
        }
        let undecided = self.findings.undecided.count
        let isSettled = self.question.counts.isSettled(self.count, undecided: undecided)
        assertions.append(
            CheckOutcome.Assertion(
                ProcessPlugin.Option.count,
                expected: self.question.counts.description,
                got: undecided == 0 ? "\(self.count)" : "\(self.count), and \(undecided) that could not be looked at",
                !isSettled ? .unknown : self.question.counts.contains(self.count) ? .pass : .fail
            )
        )
        if let minimum = self.question.minimumAge {
            assertions.append(
                CheckOutcome.Assertion(
                    ProcessPlugin.Option.minimumAge,
                    expected: "at least \(minimum.readable)",
                    got: self.oldestAge?.readable ?? "no process",
                    self.oldestAge == nil ? .unknown : self.isYoung ? .fail : .pass
                )
            )
        }
        return assertions
    }
}
