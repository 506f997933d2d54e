import Checks

/// One run of a check, with all that is printed of it in whatever format.
struct RunReport: Sendable {
    struct Requirement: Hashable, Sendable {
        var check: String
        /// nil = it has not run.
        var health: Health?
    }

    var definition: CheckDefinition
    /// Sanitized, and without secrets.
    var outcome: CheckOutcome
    /// RFC 3339.
    var time: String
    /// Counts the runs of this check from 1.
    var run: Int
    /// Rise and fall before and after the run.
    var before: Hysteresis
    var after: Hysteresis
    /// What the check requires.
    var requirements: [Requirement]

    /// Not run, because something it requires is not up.
    var isBlocked: Bool { self.outcome.reason == .checkBlocked }
}
