package import Checks

/// What a plan makes of one check, or of a tracked interface.
package struct PlannedCheck: Hashable, Sendable {
    /// ``Factor/name``.
    package var name: String
    /// nil where its failure is a fault.
    package var severity: Severity?
    /// Whether the severity is what the present weights say, and nobody stated it.
    package var isGuessed: Bool
    /// As the first node that tracks it has it; see ``weight(inPlaceOf:)``.
    package var weight: CheckWeight

    /// What becomes of one of its weights. A node that looks for the trouble itself goes on doing so: `reverse` stays as
    /// it is, and the sign is the one with which the failure takes.
    package func weight(inPlaceOf present: CheckWeight) -> CheckWeight {
        let magnitude = abs(self.weight.value)
        return CheckWeight(value: present.reverse ? magnitude : -magnitude, reverse: present.reverse)
    }
}
