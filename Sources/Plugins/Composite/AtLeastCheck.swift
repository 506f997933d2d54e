public import Checks

/// `at_least N A B…`: so many of these checks are up.
public struct AtLeastCheck: WatchingCheck {
    public static let description = AtLeastPlugin.description

    private let members: QuorumCheck

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        guard case .integer(let needed) = definition.options.argument else {
            throw CheckSetupError(
                "check \(definition.name): expected a number and names, as in: at_least 2 web db cache"
            )
        }
        self.members = try QuorumCheck(definition: definition, context: context) { _ in needed }
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome { self.members.run() }

    @concurrent public func waitForChange() async { await self.members.waitForChange() }
}
