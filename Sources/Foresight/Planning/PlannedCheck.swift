package import Checks

/// What a plan makes of one check, or of a tracked interface.
package struct PlannedCheck: Hashable, Sendable {
    /// ``Factor/name``.
    package var name: String
    /// nil where its failure is a fault.
    package var severity: Severity?
    package var weight: CheckWeight
}
