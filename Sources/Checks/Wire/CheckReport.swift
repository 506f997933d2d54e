/// One outcome on its way from the checker to the router.
public struct CheckReport: Hashable, Sendable {
    public var check: String
    /// The configuration the check ran under; a report from before a check was changed is not evidence of it.
    public var generation: UInt32
    public var outcome: CheckOutcome

    public init(check: String, generation: UInt32, outcome: CheckOutcome) {
        self.check = check
        self.generation = generation
        self.outcome = outcome
    }
}
