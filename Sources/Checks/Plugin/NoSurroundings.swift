/// A checker of one check: there are no others, and nothing is pushed.
public struct NoSurroundings: CheckSurroundings {
    public init() {}

    public func health(of checks: [String]) -> (healths: [Health?], version: UInt64) {
        (checks.map { _ in nil }, 0)
    }

    @concurrent public func waitForHealth(of checks: [String], after version: UInt64) async {
        await Self.forever()
    }

    public func pushed(to check: String) -> (outcome: PushedOutcome?, version: UInt64) { (nil, 0) }

    @concurrent public func waitForPush(to check: String, after version: UInt64) async {
        await Self.forever()
    }

    /// Until the task is cancelled.
    @concurrent private static func forever() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        continuation.finish()
    }
}
