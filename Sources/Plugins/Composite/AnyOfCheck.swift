public import Checks

/// `any_of A B…`: at least one of these checks is up.
public struct AnyOfCheck: WatchingCheck {
    public static let description = AnyOfPlugin.description

    private let members: QuorumCheck

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        self.members = try QuorumCheck(definition: definition, context: context) { _ in 1 }
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome { self.members.run() }

    @concurrent public func waitForChange() async { await self.members.waitForChange() }
}
