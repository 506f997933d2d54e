/// What a check may learn from the checker it runs in: of other checks, and of what was pushed from outside.
///
/// Readers must not miss a change between looking and waiting: every answer carries a version, and waiting names the
/// version that was seen.
public protocol CheckSurroundings: Sendable {
    /// The health of other checks of this checker after rise and fall, in the order of the names; nil for a name
    /// nobody has.
    func health(of checks: [String]) -> (healths: [Health?], version: UInt64)

    /// Returns when the health of one of these checks has changed since `version`, or when the task is cancelled.
    @concurrent func waitForHealth(of checks: [String], after version: UInt64) async

    /// The last outcome that was pushed for a check, and the version of it.
    func pushed(to check: String) -> (outcome: PushedOutcome?, version: UInt64)

    /// Returns when something was pushed for this check since `version`, or when the task is cancelled.
    @concurrent func waitForPush(to check: String, after version: UInt64) async
}
