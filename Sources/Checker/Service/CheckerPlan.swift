import Checks
import Configuration

/// The checker's part of a configuration.
struct CheckerPlan: Sendable {
    var checks: [CheckDefinition]
    var notifyTimeout: Duration
    /// For the files that scripts make.
    var umask = FileModeMask.standard
    /// Runs at a time that start a child process.
    var concurrency = Scheduler.concurrency
    /// How long the router bears a checker that says nothing.
    var grace = Duration.seconds(5)
    var fifos: [NotifyFIFO] = []
    /// nil = nobody is written to.
    var mail: MailSettings?
    /// What mails call this node; nil = its host name.
    var routerID: String?
    var journal = JournalSettings()
    /// Where outcomes may be pushed; nil = nowhere.
    var pushSocket: String?
}

extension CheckerPlan {
    /// Whether there is a check that outcomes may be pushed to.
    var takesPushes: Bool { self.checks.contains { $0.kind == "push" && $0.mode != .disabled } }
}
