import Checks

/// The checker's part of a configuration.
struct CheckerPlan: Sendable {
    var checks: [CheckDefinition]
    var notifyTimeout: Duration
}
