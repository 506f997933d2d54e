import Checks
import Synchronization

/// One check as its plugin made it, and the runs of it.
final class CheckRunner: Sendable {
    /// The check; made by the first run, so that a plugin that takes its time to begin holds up nobody else.
    private struct Made {
        var check: any Check
        /// The same, if it hears of changes.
        var watching: (any WatchingCheck)?
    }

    private struct State {
        var made: Made?
        /// The task that waits for a change.
        var watch: RunTask?
    }

    let definition: CheckDefinition
    private let factory: CheckFactory
    /// Values of secret options.
    private let secrets: [String]
    private let state = Mutex(State())

    init(_ definition: CheckDefinition, factory: CheckFactory) {
        self.definition = definition
        self.factory = factory
        self.secrets = factory.secrets(of: definition)
    }

    /// One run.
    ///
    /// - Returns: An outcome that may be shown to anybody.
    func run(due: MonotonicInstant, deadline: MonotonicInstant) async -> CheckOutcome {
        let start = MonotonicInstant.now
        let check: any Check
        do throws(CheckSetupError) {
            check = try self.check()
        } catch {
            return self.presentable(CheckOutcome(.unknown, .checkError, error.message), secrets: [])
        }
        var outcome = await check.run(timeout: max(.milliseconds(1), MonotonicInstant.now.duration(to: deadline)))
        if outcome.duration <= .zero { outcome.duration = start.duration(to: MonotonicInstant.now) }
        outcome.queueDelay = due.duration(to: start)
        return self.presentable(outcome, secrets: check.secrets)
    }

    private func check() throws(CheckSetupError) -> any Check {
        if let made = self.state.withLock({ $0.made }) { return made.check }
        let check = try self.factory.makeCheck(self.definition)
        self.state.withLock { $0.made = Made(check: check, watching: check as? any WatchingCheck) }
        return check
    }

    /// What people and other processes may see: without secrets, short, and without what only those ask for who run a
    /// check by hand.
    private func presentable(_ outcome: CheckOutcome, secrets: [String]) -> CheckOutcome {
        var outcome = outcome
        outcome.assertions = []
        if !self.secrets.isEmpty || !secrets.isEmpty {
            outcome = OutcomeSanitizer.masked(outcome, secrets: self.secrets + secrets)
        }
        return outcome.isPresentable ? outcome : OutcomeSanitizer.sanitized(outcome)
    }

    // MARK: Watching

    /// Whether the check hears of changes and nobody waits for one; if so, `task` is who does from now on.
    func beginWatch(in task: RunTask) -> Bool {
        self.state.withLock { state in
            guard state.watch == nil, state.made?.watching != nil else { return false }
            state.watch = task
            return true
        }
    }

    /// Waits for a change in the current task, which is the one ``beginWatch(in:)`` was told of.
    ///
    /// - Returns: Whether there was a change.
    func watch(in task: RunTask) async -> Bool {
        let watching = self.state.withLock { state in state.watch === task ? state.made?.watching : nil }
        guard let watching else { return false }
        if !Task.isCancelled { await watching.waitForChange() }
        self.state.withLock { state in
            if state.watch === task { state.watch = nil }
        }
        return !Task.isCancelled
    }

    /// Ends a wait for a change, unless it is the one the check wants. Call it where plugin code may run.
    func endOldWatch() {
        let watching = self.state.withLock { $0.watch == nil ? nil : $0.made?.watching }
        if let watching, !watching.keepsWaiting { self.endWatch() }
    }

    /// Ends a wait for a change; another may begin at once. Call it where plugin code may run.
    func endWatch() {
        let task = self.state.withLock { state in
            defer { state.watch = nil }
            return state.watch
        }
        task?.cancel()
    }
}
