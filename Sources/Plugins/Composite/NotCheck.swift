public import Checks

/// `not A`: another check is down.
public struct NotCheck: WatchingCheck {
    public static let description = NotPlugin.description

    private let members: Members

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        let names = CompositePlugin.members(of: definition.options, kind: NotPlugin.kind) ?? []
        guard names.count == 1 else {
            throw CheckSetupError(
                """
                check \(definition.name): not expects the name of one other check, found \(names.count); for several \
                write a composite of its own and negate that
                """
            )
        }
        self.members = Members(names, in: context.surroundings)
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let healths = self.members.healths()
        let name = self.members.names.first ?? ""
        let (status, reason, summary): (CheckStatus, ReasonCode, String) =
            switch healths.first ?? nil {
            case .down: (.pass, .ok, "\(name) is down, as expected")
            case .up: (.fail, .memberUp, "\(name) is up, expected down")
            case .unknown: (.unknown, .membersUnknown, "nothing is known of \(name)")
            case nil: (.unknown, .membersUnknown, "there is no check \(name) here")
            }
        return CheckOutcome(
            status,
            reason,
            summary,
            measurements: Members.measurements(of: healths),
            assertions: self.members.assertions(on: healths, expected: .down)
        )
    }

    @concurrent public func waitForChange() async { await self.members.waitForChange() }
}
