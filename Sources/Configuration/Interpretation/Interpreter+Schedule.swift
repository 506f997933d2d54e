import Checks

extension Interpreter {
    /// The words that say when a check runs and how many results move its health.
    mutating func readScheduleWord(_ keyword: CheckKeyword, _ statement: Statement, into draft: inout CheckDraft) {
        switch keyword {
        case .interval: draft.interval = self.seconds(statement, in: CheckDraft.intervalRange)
        case .timeout: draft.timeout = self.seconds(statement, in: .zero...CheckDraft.longest)
        case .rise: draft.rise = self.integer(statement, in: CheckDraft.countRange)
        case .fall: draft.fall = self.integer(statement, in: CheckDraft.countRange)
        case .fastInterval: draft.fastInterval = self.seconds(statement, in: CheckDraft.intervalRange)
        case .downInterval: draft.downInterval = self.seconds(statement, in: CheckDraft.intervalRange)
        case .startOffset: draft.startOffset = self.seconds(statement, in: .zero...CheckDraft.longest)
        case .jitter: draft.jitter = self.percentage(statement, in: CheckDraft.jitterRange)
        case .window: draft.window = self.window(statement)
        case .weight, .trackedBy, .requires, .onUnknown, .mode, .scope, .user, .initialHealth, .startsDown, .summary:
            break
        }
    }

    /// `N%` or `N`.
    private mutating func percentage(_ statement: Statement, in range: ClosedRange<Int>) -> Int? {
        let expected = "a whole percentage from \(range.lowerBound)% to \(range.upperBound)%"
        guard let word = self.value(of: statement, expected: expected) else { return nil }
        let digits = word.text.hasSuffix("%") ? String(word.text.dropLast()) : word.text
        guard let value = Decimal.integer(digits), range.contains(value) else {
            self.log.error(word, "\(statement.keyword.text) \(word.quoted) is not valid: expected \(expected)")
            return nil
        }
        return value
    }

    /// `FAILURES/RESULTS`.
    private mutating func window(_ statement: Statement) -> FailureWindow? {
        let expected = "FAILURES/RESULTS, such as 3/10"
        guard let word = self.value(of: statement, expected: expected) else { return nil }
        let parts = word.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let failures = Decimal.integer(parts[0]), let results = Decimal.integer(parts[1]) else {
            self.log.error(word, "window \(word.quoted) is not valid: expected \(expected)")
            return nil
        }
        guard let window = FailureWindow(failures: failures, results: results) else {
            self.log.error(
                word,
                "window \(word.quoted) is out of range: expected 1 to 64 results, and 1 to as many failures",
                fix: failures > results ? "failures stand before results: \(results)/\(failures)" : nil
            )
            return nil
        }
        return window
    }

    /// What two words say together that one of them does not mean.
    mutating func checkRelations(of draft: CheckDraft) {
        let interval = draft.interval ?? .seconds(1)
        if let fast = draft.fastInterval, fast > interval, let word = draft.places[.fastInterval] {
            self.log.warning(
                word,
                "fast_interval \(word.quoted) is longer than the interval of \(Decimal.text(interval)) s: a change "
                    + "would be looked at later, not sooner",
                fix: "write a fast_interval of \(Decimal.text(interval)) s or less"
            )
        }
        if let fast = draft.fastInterval, let down = draft.downInterval, down < fast,
            let word = draft.places[.downInterval]
        {
            self.log.warning(
                word,
                "down_interval \(word.quoted) is shorter than fast_interval: a check that begins to pass would be "
                    + "looked at less often than one that fails",
                fix: "write a down_interval of \(Decimal.text(fast)) s or more"
            )
        }
        if let window = draft.window, let fall = draft.fall, fall > window.failures, let word = draft.places[.fall] {
            self.log.warning(
                word,
                "fall \(word.quoted) has no effect: window \(window.failures)/\(window.results) makes the check down "
                    + "after \(window.failures) failures at the latest",
                fix: "remove fall, or write a window of more failures"
            )
        }
        if draft.startsDown, let health = draft.initialHealth, health != .down, let word = draft.places[.startsDown] {
            self.log.warning(word, "init_fail is ignored beside init", fix: "remove one of the two")
        }
        self.checkFirstResult(of: draft)
    }

    /// Instances compete after `startup_timeout` at the latest, whatever a check would have said later.
    private mutating func checkFirstResult(of draft: CheckDraft) {
        guard let offset = draft.startOffset, let word = draft.places[.startOffset],
            draft.mode ?? .enforce == .enforce, offset >= self.global.startupTimeout
        else { return }
        self.log.warning(
            word,
            "start_offset \(word.quoted) leaves no first result before startup_timeout "
                + "(\(Decimal.text(self.global.startupTimeout)) s): instances that track the check decide without it",
            fix: "shorten start_offset, or lengthen startup_timeout"
        )
    }
}
