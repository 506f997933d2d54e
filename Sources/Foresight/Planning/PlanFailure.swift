/// Why there is no plan.
package struct PlanFailure: Error, Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable {
        /// What was asked for does not fit the cluster.
        case request
        /// No weights can do it.
        case infeasible
    }

    package var reason: Reason
    /// Sentences, one a line.
    package var lines: [String]
    package var fix: String

    package init(_ reason: Reason, _ lines: [String], fix: String) {
        self.reason = reason
        self.lines = lines
        self.fix = fix
    }
}
