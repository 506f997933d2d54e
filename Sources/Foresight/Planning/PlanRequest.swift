/// What weights are wanted for.
package struct PlanRequest: Hashable, Sendable {
    /// By the name of the check; what is not named has the severity its present weight says.
    package var severities: [String: Severity] = [:]
    /// Checks whose failure is to be a fault.
    package var faults: Set<String> = []
    /// Critical failures are faults.
    package var areCriticalFaults = false
    /// The nodes of all virtual routers, the preferred one first; nil = as the priorities say now.
    package var preference: [String]?
    /// The same of single virtual routers, by their names.
    package var preferences: [String: [String]] = [:]

    package init() {}
}
