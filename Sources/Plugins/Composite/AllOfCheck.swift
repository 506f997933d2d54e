public import Checks

/// `all_of A B…`: every one of these checks is up.
public struct AllOfCheck: WatchingCheck {
    public static let description = AllOfPlugin.description

    private let members: QuorumCheck

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        self.members = try QuorumCheck(definition: definition, context: context) { $0 }
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome { self.members.run() }

    @concurrent public func waitForChange() async { await self.members.waitForChange() }
}
